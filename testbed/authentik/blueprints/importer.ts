import { createHash } from "node:crypto";
import { factsOf, kindOfModel } from "../rest/kinds";
import { createObject, deleteObject, errorText, updateObject } from "../rest/objects";
import { setPassword } from "../rest/rules/identities";
import type { Scope } from "../rest/scope";
import type { Document, UserRow } from "../rows";
import { OverlayStore } from "./overlay";
import { resolveTags, type TagScope } from "./resolve";
import { BlueprintError, parseBlueprintYaml } from "./yaml";

/** Entries that act on other blueprints; shipped blueprints order each other with it. */
const META_APPLY = "authentik_blueprints.metaapplyblueprint";

const STATES = ["present", "created", "must_created", "absent"];

/** What applying a blueprint's text came to. */
export interface ApplyResult {
  /** One line for each thing that is wrong; empty where everything was applied. */
  problems: string[];
  /** The `metadata` section, name and labels. */
  metadata: Document;
  /** Hash by which the server tells whether the text has changed. */
  hash: string;
}

/** What is wrong with a blueprint's text, found by applying it to a copy that is thrown away. Changes nothing. */
export async function judgeContent(content: string, context: Document, scope: Scope): Promise<string[]> {
  return (await apply(content, context, { ...scope, quiet: true }, false)).problems;
}

/** Applies a blueprint: all of its entries, or none where one of them fails. */
export function applyContent(content: string, context: Document, scope: Scope): Promise<ApplyResult> {
  return apply(content, context, scope, true);
}

async function apply(content: string, context: Document, scope: Scope, commit: boolean): Promise<ApplyResult> {
  const overlay = new OverlayStore(scope.context.store);
  const result: ApplyResult = {
    problems: [],
    metadata: {},
    hash: createHash("sha512").update(content).digest("hex"),
  };
  try {
    const blueprint = readBlueprint(parseBlueprintYaml(content));
    result.metadata = blueprint.metadata;
    const tags: TagScope = { store: overlay, context: { ...blueprint.context, ...context }, ids: new Map() };
    const inner: Scope = {
      ...scope,
      blueprint: true,
      // The delay of an update is one between two clients; inside a transaction there is none.
      context: { ...scope.context, store: overlay, config: { ...scope.context.config, writeDelayMs: 0 } },
    };
    for (const entry of blueprint.entries) await applyEntry(entry, tags, inner);
    if (commit) await overlay.commit();
  } catch (error) {
    result.problems.push(errorText(error));
  }
  return result;
}

interface Blueprint {
  metadata: Document;
  context: Document;
  entries: Document[];
}

function readBlueprint(data: unknown): Blueprint {
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    throw new BlueprintError("a blueprint is a mapping with `version` and `entries`");
  }
  const { version = 1, metadata = {}, context = {}, entries = [] } = data as Document;
  if (version !== 1) throw new BlueprintError("Invalid blueprint version");
  const list = Array.isArray(entries) ? entries : Object.values((entries ?? {}) as Document).flat();
  return { metadata: metadata as Document, context: (context ?? {}) as Document, entries: list as Document[] };
}

async function applyEntry(entry: Document, tags: TagScope, scope: Scope): Promise<void> {
  const conditions = (await resolveTags(entry.conditions ?? [], tags)) as unknown[];
  if (!conditions.every(Boolean)) return;
  const model = String(await resolveTags(entry.model, tags));
  const state = String((await resolveTags(entry.state, tags)) ?? "present");
  if (!STATES.includes(state)) throw new BlueprintError(`"${state}" is no state. It takes ${STATES.join(", ")}.`);
  const attrs = ((await resolveTags(entry.attrs, tags)) ?? {}) as Document;
  if (model.toLowerCase() === META_APPLY) return requireBlueprint(attrs, tags);
  const kind = kindOfModel(model);
  if (kind === undefined) throw new BlueprintError(`the model ${model} is not supported by the double`);
  const identifiers = ((await resolveTags(entry.identifiers, tags)) ?? {}) as Document;
  if (Object.keys(identifiers).length === 0) throw new BlueprintError("No or invalid identifiers");

  const current = await findExisting(kind, identifiers, tags);
  if (state === "absent") {
    if (current) await deleteObject(kind, current, scope);
    return;
  }
  if (current && state === "must_created") {
    throw new BlueprintError("State is set to must_created and object exists already");
  }
  const row = await write(kind, current, state, { ...attrs, ...identifiers }, scope);
  if (typeof entry.id === "string") tags.ids.set(entry.id, row.pk);
}

async function write(
  kind: string,
  current: Document | undefined,
  state: string,
  body: Document,
  scope: Scope,
): Promise<Document> {
  if (current && state === "created") return current;
  const row = current ? await updateObject(kind, current, body, true, scope) : await createObject(kind, body, scope);
  if (kind === "user" && typeof body.password === "string" && body.password !== "") {
    await setPassword(row as unknown as UserRow, body.password, scope);
  }
  return row;
}

/** The object with this pk, or with all of the other identifiers; a mapping is found inside a larger one. */
async function findExisting(kind: string, identifiers: Document, { store }: TagScope): Promise<Document | undefined> {
  const rows = await store.list(kind as string);
  const { pk, ...others } = identifiers;
  const known = rows[0] ?? {};
  for (const field of Object.keys(others)) {
    if (rows.length > 0 && !(field in known)) {
      throw new BlueprintError(`Invalid identifier field: ${factsOf(kind).verbose} has no ${field}`);
    }
  }
  return rows.find((row) => {
    if (pk !== undefined && row.pk === pk) return true;
    const fields = Object.entries(others);
    return fields.length > 0 && fields.every(([field, value]) => contains(row[field], value));
  });
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== "object" || Array.isArray(wanted)) return actual === wanted;
  if (actual === null || typeof actual !== "object") return false;
  return Object.entries(wanted).every(([key, value]) => contains((actual as Document)[key], value));
}

async function requireBlueprint(attrs: Document, { store }: TagScope): Promise<void> {
  const identifiers = (attrs.identifiers ?? {}) as Document;
  const instances = await store.list("blueprint" as string);
  const found = instances.some((row) => Object.entries(identifiers).every(([field, value]) => row[field] === value));
  if (!found && attrs.required !== false) throw new BlueprintError("Required blueprint does not exist");
}
