import { createObject, updateObject } from "../rest/objects";
import type { Scope } from "../rest/scope";
import type { Document } from "../rows";

/**
 * Makes the object that has these values, or brings the existing one to them: what a shipped blueprint does.
 *
 * @param identifiers fields by which the object is found again
 * @returns the row
 */
export async function ensure(
  scope: Scope,
  kind: string,
  identifiers: Document,
  attributes: Document = {},
): Promise<Document> {
  const body = { ...attributes, ...identifiers };
  const found = await findBy(scope, kind, identifiers);
  return found ? updateObject(kind, found, body, true, scope) : createObject(kind, body, scope);
}

/** As {@link ensure}, but an object that is there stays as it is (`state: created`). */
export async function ensureCreated(
  scope: Scope,
  kind: string,
  identifiers: Document,
  attributes: Document = {},
): Promise<Document> {
  return (await findBy(scope, kind, identifiers)) ?? createObject(kind, { ...attributes, ...identifiers }, scope);
}

async function findBy(scope: Scope, kind: string, identifiers: Document): Promise<Document | undefined> {
  const rows = await scope.context.store.list(kind as string);
  return rows.find((row) => Object.entries(identifiers).every(([field, value]) => row[field] === value));
}
