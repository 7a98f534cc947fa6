import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { recordEvent } from "../events";
import type { Document } from "../rows";
import { type Resource, resourceOf } from "./contract";
import { defaultsOf } from "./defaults";
import { ApiError, invalid } from "./errors";
import { readFields } from "./fields";
import { factsOf, kinds, PROVIDER_KINDS } from "./kinds";
import { rulesOf } from "./rules";
import type { Scope, View } from "./scope";

/** Create, update and delete of any kind, as API and blueprints share them. Rows in and out are whole rows. */

/** Fields that a blueprint may set although the API does not take them. */
const BLUEPRINT_FIELDS: { [kind: string]: string[] } = { user: ["password"], token: ["key", "managed"], brand: [] };

export async function createObject(kind: string, body: unknown, scope: Scope): Promise<Document> {
  const resource = resourceOf(kind);
  const input = readFields(resource.request, body, false);
  await judge(kind, input, undefined, scope);
  const row: Document = { ...defaultsOf(kind), ...input };
  row.pk = await newPk(kind, scope);
  await rulesOf(kind).complete?.(row, undefined, scope);
  if (scope.blueprint) takeBlueprintFields(kind, row, body);
  await scope.context.store.put(kind, String(row.pk), row);
  await rulesOf(kind).afterWrite?.(row, undefined, scope);
  await record("model_created", kind, row, scope);
  return row;
}

/**
 * Updates one object. A field that is left out keeps its value, for PUT and PATCH alike; `partial` (PATCH, blueprint)
 * also allows required fields to be left out.
 *
 * Between the read of the object and the write of the new one lies a small delay, and no lock: two updates of one
 * object at the same time lose one of them, as in the real server.
 */
export async function updateObject(
  kind: string,
  current: Document,
  body: unknown,
  partial: boolean,
  scope: Scope,
): Promise<Document> {
  const input = readFields(resourceOf(kind).request, body, partial);
  await judge(kind, input, current, scope);
  const row: Document = { ...current, ...input };
  await rulesOf(kind).complete?.(row, current, scope);
  if (scope.blueprint) takeBlueprintFields(kind, row, body);
  if (scope.context.config.writeDelayMs > 0) await sleep(scope.context.config.writeDelayMs);
  await scope.context.store.put(kind, String(row.pk), row);
  await rulesOf(kind).afterWrite?.(row, current, scope);
  await record("model_updated", kind, row, scope);
  return row;
}

/** Deletes one object and does to every object that points to it what the database of the server does. */
export async function deleteObject(kind: string, row: Document, scope: Scope): Promise<void> {
  const pk = row.pk;
  if ((await scope.context.store.remove(kind, String(pk))) === undefined) return;
  await rulesOf(kind).afterDelete?.(row, scope);
  await record("model_deleted", kind, row, scope);
  for (const [otherKind, { references }] of Object.entries(kinds)) {
    const pointing = Object.entries(references).filter(([, reference]) => reference.kinds.includes(kind));
    if (pointing.length === 0) continue;
    for (const other of await scope.context.store.list(otherKind as string)) {
      await unlink(otherKind, other, pointing, pk, scope);
    }
  }
}

/** The answer for one row: the fields of the contract and no other, so that secrets stay on the row. */
export async function presentObject(kind: string, row: Document, view: View): Promise<Document> {
  const resource: Resource = resourceOf(kind);
  const computed = (await rulesOf(kind).present?.(row, view)) ?? {};
  const answer: Document = {};
  for (const field of [...Object.keys(resource.required), ...Object.keys(resource.optional)]) {
    answer[field] = field in computed ? computed[field] : (row[field] ?? null);
  }
  return answer;
}

async function newPk(kind: string, { context }: Scope): Promise<string | number> {
  if (kind === "user") return context.store.nextNumber("user");
  if ((PROVIDER_KINDS as readonly string[]).includes(kind)) return context.store.nextNumber("provider");
  return randomUUID();
}

/** Uniqueness, references, then what the kind itself demands; the first group that fails answers, as in the server. */
async function judge(kind: string, input: Document, current: Document | undefined, scope: Scope): Promise<void> {
  const facts = factsOf(kind);
  const errors: { [field: string]: string } = {};
  const rows = await scope.context.store.list(kind as string);
  const others = rows.filter((row) => row.pk !== current?.pk);
  for (const field of facts.unique) {
    const value = input[field];
    if (value === undefined || value === null || value === "") continue;
    if (others.some((row) => row[field] === value))
      errors[field] = `${facts.verbose} with this ${field} already exists.`;
  }
  for (const [field, { kinds: targets }] of Object.entries(facts.references)) {
    const value = input[field];
    for (const pk of Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]) {
      if (!(await exists(targets, pk, scope))) errors[field] = `Invalid pk "${String(pk)}" - object does not exist.`;
    }
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const merged = { ...current, ...input };
  for (const set of facts.uniqueTogether ?? []) {
    if (set.some((field) => (merged[field] ?? null) === null)) continue;
    if (others.some((row) => set.every((field) => row[field] === merged[field]))) {
      throw invalid({ non_field_errors: `The fields ${set.join(", ")} must make a unique set.` });
    }
  }
  await rulesOf(kind).validate?.(input, current, scope);
}

async function exists(targets: readonly string[], pk: unknown, { context }: Scope): Promise<boolean> {
  for (const target of targets) {
    if ((await context.store.get(target as string, String(pk))) !== undefined) return true;
  }
  return false;
}

async function unlink(
  kind: string,
  row: Document,
  pointing: readonly [string, { onDelete: "cascade" | "clear" }][],
  pk: unknown,
  scope: Scope,
): Promise<void> {
  const changed: Document = { ...row };
  let touched = false;
  for (const [field, { onDelete }] of pointing) {
    const value = row[field];
    if (Array.isArray(value) && value.includes(pk)) {
      changed[field] = value.filter((one) => one !== pk);
      touched = true;
    } else if (value === pk && value !== undefined) {
      if (onDelete === "cascade") return deleteObject(kind, row, scope);
      changed[field] = null;
      touched = true;
    }
  }
  if (touched) await scope.context.store.put(kind, String(row.pk), changed);
}

function takeBlueprintFields(kind: string, row: Document, body: unknown): void {
  for (const field of BLUEPRINT_FIELDS[kind] ?? []) {
    const value = (body as Document)[field];
    if (value !== undefined && field !== "password") row[field] = value;
  }
}

/** Records what was done to an object, as the server's audit middleware does. */
export async function record(
  action: string,
  kind: string,
  row: Document,
  { context, actor, quiet }: Scope,
): Promise<void> {
  if (quiet) return;
  const [app = "", model = ""] = factsOf(kind).model.split(".");
  await recordEvent(context, {
    action,
    app: "authentik.core.middleware",
    ...(actor.user ? { user: actor.user } : {}),
    ...(actor.clientIp ? { clientIp: actor.clientIp } : {}),
    context: {
      model: { pk: eventPk(row.pk), app, name: nameOf(row), model_name: model },
      ...(actor.request ? { http_request: actor.request } : {}),
    },
  });
}

/** Events keep uuids without dashes. */
export function eventPk(pk: unknown): unknown {
  return typeof pk === "string" ? pk.replaceAll("-", "") : pk;
}

function nameOf(row: Document): string {
  return String(row.name || row.username || row.identifier || row.domain || row.pk);
}

/** Rethrows as a text what an operation refused; used where no HTTP answer is written. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) return JSON.stringify(error.body);
  return (error as Error).message;
}
