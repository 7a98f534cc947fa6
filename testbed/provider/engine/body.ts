import type { Field } from "./field";
import type { Planned } from "./resource";
import { canonicalJson, hasUnknown, isZero, type Props, type Value } from "./value";

/** A JSON body by REST name. */
export type Body = Record<string, Value>;

/** The create or update body of a resource: every field by its `send` rule. Unknown values count as unset. */
export function writeBody(fields: readonly Field[], planned: Planned): Body {
  const body: Body = {};
  for (const field of fields) {
    if (field.sentAs === undefined || field.send === "never") continue;
    const value = sendable(planned[field.name]);
    if (!isZero(value)) body[field.sentAs] = field.type === "json" ? JSON.parse(String(value)) : (value as Value);
    else if (field.send === "always") body[field.sentAs] = value ?? emptyOf(field);
    else if (field.send === "nullable") body[field.sentAs] = null;
    else if (field.send === "empty") body[field.sentAs] = "";
  }
  return body;
}

/**
 * The properties that an answer gives, by Pulumi name. What the real provider does not read back, or what the answer
 * leaves out, keeps its planned value; after an import there is none and the property stays unset.
 */
export function readBody(fields: readonly Field[], answer: Props, planned: Planned): Record<string, Value | undefined> {
  return Object.fromEntries(fields.map((field) => [field.name, readField(field, answer, planned[field.name])]));
}

function readField(field: Field, answer: Props, planned: Value | undefined): Value | undefined {
  const kept = hasUnknown(planned) ? undefined : planned;
  if (field.readAs === undefined || !(field.readAs in answer)) return kept;
  if (field.readOnlyWhenSet === true && isZero(kept)) return kept;
  const value = answer[field.readAs];
  if (value === null || value === undefined) return undefined;
  if (field.type === "json") return canonicalJson(value);
  if (field.type === "string" && typeof value !== "string") return String(value);
  if (Array.isArray(value) && Array.isArray(kept) && field.keepsServerOrder !== true) return inOrderOf(kept, value);
  return value;
}

/** The server's list in the program's order, when both hold the same elements. */
function inOrderOf(wanted: readonly Value[], found: readonly Value[]): readonly Value[] {
  const texts = (list: readonly Value[]) => list.map((element) => canonicalJson(element)).sort();
  return canonicalJson(texts(wanted)) === canonicalJson(texts(found)) ? wanted : found;
}

function sendable(value: Value | undefined): Value | undefined {
  return hasUnknown(value) ? undefined : value;
}

function emptyOf(field: Field): Value {
  switch (field.type) {
    case "boolean":
      return false;
    case "number":
    case "integer":
      return 0;
    case "json":
    case "object":
      return {};
    case "list":
    case "maps":
      return [];
    case "string":
      return "";
  }
}
