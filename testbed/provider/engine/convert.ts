import type { Field } from "./field";
import { hasUnknown, unknown, type Value } from "./value";

/** Thrown by `convert`; the text says what was expected, never what was given (it may be a secret). */
export class WrongType extends Error {}

/**
 * A program's value in the property's own type. Terraform converts between text, numbers and booleans, so an id such as
 * `"116"` is taken where a number is asked for. Unknown values pass through. `json` stays text, as written.
 *
 * @throws WrongType where the value has no such reading
 */
export function convert(field: Field, value: Value): Value {
  if (value === unknown || value === null) return value;
  switch (field.type) {
    case "string":
      return toText(value);
    case "json":
      return toJsonText(value);
    case "number":
      return toNumber(value);
    case "integer":
      return toInteger(value);
    case "boolean":
      return toBoolean(value);
    case "object":
      if (typeof value !== "object" || Array.isArray(value)) throw new WrongType("must be an object");
      return value;
    case "list":
      return toList(value).map((element) => convertElement(field, element));
    case "maps":
      return toList(value).map(toTextMap);
  }
}

function convertElement(field: Field, element: Value): Value {
  if (element === unknown) return element;
  if (element === null) throw new WrongType("must not hold an empty element");
  return field.element === "integer" ? toInteger(element) : toText(element);
}

function toText(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new WrongType("must be text");
}

function toJsonText(value: Value): string {
  const text = toText(value);
  try {
    JSON.parse(text);
  } catch {
    throw new WrongType("must be JSON text, for example JSON.stringify({})");
  }
  return text;
}

function toNumber(value: Value): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw new WrongType("must be a number");
  return number;
}

function toInteger(value: Value): number {
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw new WrongType("must be a whole number");
  return number;
}

function toBoolean(value: Value): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new WrongType("must be true or false");
}

function toList(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw new WrongType("must be a list");
  return value;
}

function toTextMap(element: Value): Value {
  if (element === unknown || hasUnknown(element)) return element;
  if (typeof element !== "object" || element === null || Array.isArray(element)) {
    throw new WrongType("must be a list of maps");
  }
  return Object.fromEntries(Object.entries(element).map(([key, member]) => [key, toText(member as Value)]));
}
