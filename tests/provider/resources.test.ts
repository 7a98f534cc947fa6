import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contract, plainKinds, sampleOf, schemaResources, sentFields, tokenOf } from "./contractFacts";
import { opened, type Wire } from "./engineClient";
import { startWorld } from "./world";

const world = startWorld();

/** Inputs that set every property, and the body that the contract asks for. */
function everything(kind: string, salt = 0): { inputs: Wire; body: Record<string, unknown> } {
  const inputs: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const { property, sentAs, field } of sentFields(kind)) {
    const value = field.type === "bool" ? true : sampleOf(field.type, salt);
    inputs[property] = field.type === "json object" ? JSON.stringify(value) : value;
    body[sentAs] = value;
  }
  for (const name of ["certificate_data", "key_data"]) {
    // The provider adds one newline to what it reads, so a program's text ends in one.
    if (name in body) inputs[camel(name)] = body[name] = `${body[name]}\n`;
  }
  for (const name of ["slug", "identifier"]) if (name in body) inputs[name] = body[name] = `${kind}-${salt}`;
  return { inputs: inputs as Wire, body };
}

/** Inputs that set only what must be set. */
function necessary(kind: string): Wire {
  const all = everything(kind).inputs;
  const required = schemaResources[tokenOf(kind)]?.requiredInputs ?? [];
  return Object.fromEntries(Object.entries(all).filter(([name]) => required.includes(name) || name === "name"));
}

/** The body for `necessary`, from the send rules alone. */
function necessaryBody(kind: string): Record<string, unknown> {
  const given = necessary(kind);
  const full = everything(kind).body;
  const body: Record<string, unknown> = {};
  for (const { property, sentAs, field } of sentFields(kind)) {
    if (property in given) body[sentAs] = full[sentAs];
    else if (kind === "outpost" && sentAs === "config") body[sentAs] = { log_level: "info" };
    else if (field.tf_default !== undefined && (field.send === "always" || field.tf_default)) {
      body[sentAs] = field.type === "json object" ? JSON.parse(String(field.tf_default)) : field.tf_default;
    } else if (field.send === "always") body[sentAs] = emptyOf(field.type);
    else if (field.send === "nullable") body[sentAs] = null;
    else if (field.send === "empty") body[sentAs] = "";
  }
  return body;
}

function emptyOf(type: string): unknown {
  if (type.startsWith("list")) return [];
  if (type === "bool") return false;
  if (type === "int") return 0;
  return type === "json object" ? {} : "";
}

for (const kind of plainKinds) {
  const type = tokenOf(kind);
  const createPath = contract.resources[kind]?.ops.create?.[1] ?? "";
  describe(kind, () => {
    test("sends every given property under its REST name", async () => {
      const { inputs, body } = everything(kind);
      const checked = await world.engine.check(type, inputs);
      assert.deepEqual(checked.failures, []);
      const { id } = await world.engine.create(type, checked.inputs);
      assert.notEqual(id, "");
      assert.deepEqual(
        world.recorder.body("POST"),
        kind === "user" ? { ...body, ...world.recorder.body("POST") } : body,
      );
    });

    test("leaves out, empties or nulls what is not set, as the send rules say", async () => {
      const checked = await world.engine.check(type, necessary(kind));
      assert.deepEqual(checked.failures, []);
      await world.engine.create(type, checked.inputs);
      assert.deepEqual(world.recorder.body("POST", createPath), necessaryBody(kind));
    });

    test("lives: create, read without a difference, update by a whole PUT, import, delete, gone", async () => {
      const { engine, recorder } = world;
      const { inputs } = everything(kind, 1);
      const made = await engine.create(type, inputs);
      assert.deepEqual((await engine.diff(type, made.state, inputs)).details, {});
      const live = await engine.read(type, made.id, made.state, inputs);
      assert.equal(live.id, made.id);
      assert.deepEqual(opened(live.inputs), inputs);
      assert.deepEqual((await engine.diff(type, live.state, inputs)).details, {});

      const { inputs: next, body } = everything(kind, 2);
      assert.equal((await engine.diff(type, made.state, next)).changed, true);
      assert.deepEqual((await engine.diff(type, made.state, next)).replaces, []);
      const updated = await engine.update(type, made.id, made.state, next);
      assert.deepEqual(recorder.body("PUT"), body);
      assert.deepEqual((await engine.diff(type, updated, next)).details, {});

      const imported = opened((await engine.read(type, String(next.slug ?? next.identifier ?? made.id))).inputs);
      const lost = new Set(contract.resources[kind]?.not_read_back ?? []);
      for (const { property, sentAs, field } of sentFields(kind)) {
        if (lost.has(field.tf ?? sentAs) || (kind === "provider_proxy" && sentAs === "property_mappings")) continue;
        if (field.tf_default === (next[property] as unknown)) continue;
        assert.deepEqual(normal(imported[property]), normal(next[property]), `imported ${property}`);
      }
      await engine.delete(type, made.id, updated);
      assert.deepEqual(await engine.read(type, made.id, updated, next), { id: "", state: {}, inputs: {} });
    });
  });
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function normal(value: unknown): unknown {
  return typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
}
