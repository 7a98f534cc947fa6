import type { Document } from "../rows";
import { enums, type RequestField } from "./contract";
import { invalid } from "./errors";

type FieldErrors = { [field: string]: string[] };

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const EMAIL = /^[^@\s]+@[^@\s]+$/;

/**
 * Checks a request body field by field and returns what it sets; fields that the API does not know are left out, as
 * the server does. The texts are those of the server's framework (Django REST framework).
 *
 * @param partial true for an update: a field that is left out keeps its value and is not an error.
 * @throws ApiError 400 with every field that is wrong.
 */
export function readFields(fields: { [field: string]: RequestField }, body: unknown, partial: boolean): Document {
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw invalid({ non_field_errors: `Invalid data. Expected a dictionary, but got ${pythonType(body)}.` });
  }
  const given = body as Document;
  const errors: FieldErrors = {};
  const values: Document = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!(name in given)) {
      if (field.required && !partial) errors[name] = ["This field is required."];
      continue;
    }
    const result = readValue(field, given[name]);
    if (result.errors) errors[name] = result.errors;
    else values[name] = result.value;
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return values;
}

type Result = { value: unknown; errors?: undefined } | { errors: string[] };

function readValue(field: RequestField, value: unknown): Result {
  const nullable = field.type.endsWith("|null");
  const type = nullable ? field.type.slice(0, -"|null".length) : field.type;
  if (value === null) return nullable ? { value: null } : { errors: ["This field may not be null."] };
  // The Terraform provider sends "" for an unset stage; the server reads it as null.
  if (value === "" && nullable && (field.format !== undefined || type.startsWith("enum:"))) return { value: null };
  if (type.startsWith("list<")) return readList(type.slice("list<".length, -1), field, value);
  return readSingle(type, field, value);
}

function readList(inner: string, field: RequestField, value: unknown): Result {
  if (!Array.isArray(value)) return { errors: [`Expected a list of items but got type "${pythonType(value)}".`] };
  const values: unknown[] = [];
  for (const item of value) {
    // A limit of the field is a limit of the whole, so an item is read by its type alone.
    const result = readSingle(inner, { type: inner, ...(field.format ? { format: field.format } : {}) }, item);
    if (result.errors) return result;
    values.push(result.value);
  }
  return { value: values };
}

function readSingle(type: string, field: RequestField, value: unknown): Result {
  if (type.startsWith("enum:")) {
    const allowed = enums[type.slice("enum:".length)] ?? [];
    if (typeof value === "string" && allowed.includes(value)) return { value };
    return { errors: [`"${String(value)}" is not a valid choice.`] };
  }
  if (type.startsWith("obj:")) return readRedirectUri(value);
  switch (type) {
    case "str":
      return readText(field, value);
    case "int":
      return readInteger(field, value);
    case "float":
      return typeof value === "number" ? { value } : { errors: ["A valid number is required."] };
    case "bool":
      return typeof value === "boolean" ? { value } : { errors: ["Must be a valid boolean."] };
    case "datetime":
      return typeof value === "string" && !Number.isNaN(Date.parse(value))
        ? { value: new Date(value).toISOString() }
        : { errors: ["Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]]."] };
    case "json object":
      return value !== null && typeof value === "object" && !Array.isArray(value)
        ? { value }
        : { errors: ["Value must be a dictionary, and not have any duplicate keys."] };
    default:
      throw new Error(`unknown field type: ${type}`);
  }
}

function readText(field: RequestField, value: unknown): Result {
  if (typeof value !== "string" && typeof value !== "number") return { errors: ["Not a valid string."] };
  // The server trims text fields.
  const text = String(value).trim();
  if (text === "") return (field.minLength ?? 0) > 0 ? { errors: ["This field may not be blank."] } : { value: text };
  if (field.maxLength !== undefined && text.length > field.maxLength) {
    return { errors: [`Ensure this field has no more than ${field.maxLength} characters.`] };
  }
  if (field.pattern !== undefined && !new RegExp(field.pattern).test(text)) {
    const slug = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
    return { errors: [field.pattern === "^[-a-zA-Z0-9_]+$" ? slug : "Enter a valid value."] };
  }
  if (field.format === "uuid" && !UUID.test(text)) return { errors: [`“${text}” is not a valid UUID.`] };
  if (field.format === "email" && !EMAIL.test(text)) return { errors: ["Enter a valid email address."] };
  if (field.format === "uri" && !isUrl(text)) return { errors: ["Enter a valid URL."] };
  return { value: text };
}

function readInteger(field: RequestField, value: unknown): Result {
  // The framework takes whole numbers written as text too.
  const number = typeof value === "string" && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) return { errors: ["A valid integer is required."] };
  if (field.maximum !== undefined && number > field.maximum) {
    return { errors: [`Ensure this value is less than or equal to ${field.maximum}.`] };
  }
  if (field.minimum !== undefined && number < field.minimum) {
    return { errors: [`Ensure this value is greater than or equal to ${field.minimum}.`] };
  }
  return { value: number };
}

function readRedirectUri(value: unknown): Result {
  const { matching_mode, url, redirect_uri_type = "authorization" } = (value ?? {}) as Document;
  if (typeof url !== "string" || url === "") return { errors: ["url: This field is required."] };
  if (typeof matching_mode !== "string" || !enums.MatchingModeEnum?.includes(matching_mode)) {
    return { errors: [`matching_mode: "${String(matching_mode)}" is not a valid choice.`] };
  }
  if (redirect_uri_type !== "authorization" && redirect_uri_type !== "logout") {
    return { errors: [`redirect_uri_type: "${String(redirect_uri_type)}" is not a valid choice.`] };
  }
  return { value: { matching_mode, url, redirect_uri_type } };
}

function isUrl(text: string): boolean {
  try {
    return ["http:", "https:", "ldap:", "ldaps:", "blank:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function pythonType(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (value === null || value === undefined) return "NoneType";
  return { string: "str", number: "int", boolean: "bool", object: "dict" }[typeof value as string] ?? "str";
}
