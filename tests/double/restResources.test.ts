import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Resource, resources } from "../../testbed/authentik/rest/contract";
import { createSample, sampleBody } from "./restSamples";
import { publishedSchema, schemaErrors, typeErrors } from "./restShapes";
import { type Json, openWorld, results, type World } from "./restWorld";

/** Walks every resource of the contract through its life: refused, created, read, changed, listed, deleted. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

/** Path of one object. */
function itemOf(resource: Resource, row: Json): string {
  return `${resource.path}${String(row[resource.lookup])}/`;
}

function checkAnswer(resource: Resource, answer: Json): void {
  const known = { ...resource.required, ...resource.optional };
  const errors = Object.entries(known).flatMap(([field, type]) =>
    // Proven with the real client: null is taken except for ids, enums and objects.
    typeErrors(
      answer[field],
      type,
      field,
      /^(list<|str|int|bool|json|datetime)/.test(type) && field !== resource.lookup,
    ),
  );
  assert.deepEqual(errors, [], `${resource.kind} does not answer as the contract says`);
  const extra = Object.keys(answer).filter((field) => !(field in known));
  assert.deepEqual(extra, [], `${resource.kind} shows fields that the API does not have`);
}

/** Fields that the server makes or changes itself, so that what was sent does not come back. */
const CHANGED_BY_SERVER: { [kind: string]: string[] } = {
  provider_proxy: ["property_mappings"],
};

describe("every resource of the contract", () => {
  for (const resource of Object.values(resources)) {
    it(`${resource.kind} refuses a create that lacks a required field, naming the field`, async () => {
      for (const field of Object.keys(resource.request).filter((name) => resource.request[name]?.required)) {
        const { [field]: _left, ...body } = await sampleBody(world, resource.kind, "required");
        const answer = await world.call("POST", resource.path, body);
        assert.equal(answer.status, 400, `${field} was left out`);
        assert.deepEqual(answer.json, { [field]: ["This field is required."] });
      }
    });

    it(`${resource.kind} refuses values of a wrong type and unknown enum values, naming the field`, async () => {
      for (const [field, rule] of Object.entries(resource.request)) {
        const wrong = rule.type.startsWith("enum:") ? "no such value" : { not: "this" };
        if (rule.type === "json object") continue;
        const body = { ...(await sampleBody(world, resource.kind, "required")), [field]: wrong };
        const answer = await world.call("POST", resource.path, body);
        assert.equal(answer.status, 400, `${field} was ${JSON.stringify(wrong)}`);
        assert.ok(Array.isArray(answer.json[field]), `${field} is not in ${JSON.stringify(answer.json)}`);
      }
    });

    it(`${resource.kind} is created from the required fields alone, complete and with the server's defaults`, async () => {
      const answer = await world.call("POST", resource.path, await sampleBody(world, resource.kind, "required"));
      assert.equal(answer.status, 201, JSON.stringify(answer.json));
      assert.match(answer.type, /^application\/json/);
      checkAnswer(resource, answer.json);
    });

    it(`${resource.kind} gives back what was sent, by the contract and by the published schema`, async () => {
      const body = await sampleBody(world, resource.kind, "all");
      const created = await world.call("POST", resource.path, body);
      assert.equal(created.status, 201, JSON.stringify(created.json));
      const item = itemOf(resource, created.json);
      const read = await world.call("GET", item);
      assert.equal(read.status, 200);
      checkAnswer(resource, read.json);
      for (const [field, value] of Object.entries(body)) {
        if (!(field in read.json) || CHANGED_BY_SERVER[resource.kind]?.includes(field)) continue;
        if (field === "redirect_uris" || field === "expires") continue;
        const cleared = value === "" && read.json[field] === null;
        // The server trims text.
        const expected = cleared ? null : typeof value === "string" ? value.trim() : value;
        assert.deepEqual(read.json[field], expected, `${resource.kind}.${field}`);
      }
      const schema = publishedSchema("POST", resource.path, "201");
      assert.ok(schema, `the published schema has no ${resource.path}`);
      assert.deepEqual(schemaErrors(created.json, schema, resource.kind), []);
    });

    it(`${resource.kind} keeps every field that a PUT leaves out, and 404s after its deletion`, async () => {
      const created = await createSample(world, resource.kind);
      const item = itemOf(resource, created);
      const required = Object.fromEntries(
        Object.entries(resource.request)
          .filter(([field, rule]) => rule.required || field === "mode" || field === "group" || field === "content")
          .map(([field]) => [field, field in created ? created[field] : "x".repeat(8)]),
      );
      if (resource.kind === "certificate_key_pair") {
        required.certificate_data = (await world.call("GET", `${item}view_certificate/`)).json.data;
      }
      const put = await world.call("PUT", item, required);
      assert.equal(put.status, 200, JSON.stringify(put.json));
      const volatile = ["last_updated", "last_applied", "expires"];
      for (const field of Object.keys(created).filter((name) => !volatile.includes(name))) {
        assert.deepEqual(put.json[field], created[field], `${resource.kind}.${field} after a PUT without it`);
      }
      const patch = await world.call("PATCH", item, {});
      if (!["provider_proxy", "policy_binding", "blueprint"].includes(resource.kind)) assert.equal(patch.status, 200);
      assert.equal((await world.call("DELETE", item)).status, 204);
      for (const [method, body] of [["GET"], ["PUT", required], ["DELETE"]] as const) {
        const gone = await world.call(method, item, body);
        assert.equal(gone.status, 404, method);
        assert.equal(typeof gone.json.detail, "string");
      }
    });

    it(`${resource.kind} is listed page by page with the seven numbers`, async () => {
      await createSample(world, resource.kind);
      await createSample(world, resource.kind);
      const first = await world.call("GET", `${resource.path}?page_size=1`);
      assert.equal(first.status, 200);
      const numbers = first.json.pagination as { [name: string]: number };
      assert.deepEqual(Object.keys(numbers).sort(), [
        "count",
        "current",
        "end_index",
        "next",
        "previous",
        "start_index",
        "total_pages",
      ]);
      assert.equal(results(first).length, 1);
      assert.deepEqual(first.json.autocomplete, {});
      assert.equal(numbers.next, 2);
      assert.equal(numbers.total_pages, numbers.count);
      const last = await world.call("GET", `${resource.path}?page_size=1&page=${numbers.total_pages}`);
      assert.equal((last.json.pagination as Json).next, 0);
      assert.equal(
        (await world.call("GET", `${resource.path}?page_size=1&page=${Number(numbers.count) + 1}`)).status,
        404,
      );
      const all = await world.call("GET", `${resource.path}?page_size=100`);
      const schema = publishedSchema("GET", resource.path, "200");
      assert.deepEqual(schema ? schemaErrors(all.json, schema, resource.kind) : ["no schema"], []);
    });
  }
});
