import data from "../../contract/authentik-rest.json";

/**
 * The REST contract as data: every resource with its path, id, request fields and response fields, and every enum,
 * taken from `testbed/contract/authentik-rest.json` (seen on the wire from the real Terraform provider 2026.2) with
 * its section of 2026.5 changes applied.
 */

/** Type of a field: `str`, `int`, `bool`, `float`, `datetime`, `json object`, `list<T>`, `enum:Name`, `obj:Name`, `|null`. */
export type FieldType = string;

/** A field that a client may send. */
export interface RequestField {
  type: FieldType;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  /** `uuid`, `uri`, `email` or `date-time`. */
  format?: string;
}

/** One kind of object of the API. */
export interface Resource {
  kind: string;
  /** Path of the list below `/api/v3`, with both slashes, for example `/core/groups/`. */
  path: string;
  /** Field whose value stands in the path of one object: `pk`, `slug`, `identifier` or `brand_uuid`. */
  lookup: string;
  request: { [field: string]: RequestField };
  required: { [field: string]: FieldType };
  optional: { [field: string]: FieldType };
}

interface RawResource {
  id: { field?: string };
  ops: { [operation: string]: string | string[] };
  request: { [field: string]: RequestField };
  accepted_never_sent?: { [field: string]: string };
  response_required?: { [field: string]: FieldType };
  response_optional?: { [field: string]: FieldType };
}

/** Not kinds of their own: they act on other kinds, by routes of their own. */
const ACTIONS = ["outpost_provider_attachment", "rbac_permission_role"];

/** Every enum by name, 2026.5 values included. */
export const enums: { [name: string]: readonly string[] } = withEnumChanges();

/** Every resource by kind. */
export const resources: { [kind: string]: Resource } = Object.fromEntries(
  Object.entries(data.resources as unknown as { [kind: string]: RawResource })
    .filter(([kind]) => !ACTIONS.includes(kind))
    .map(([kind, raw]) => [kind, toResource(kind, raw)]),
);

/** Fields of the embedded objects, by model name. */
export const models = data.models as unknown as {
  [name: string]: { required: { [field: string]: FieldType }; optional: { [field: string]: FieldType } };
};

/** The resource of a kind. @throws Error for a kind that the contract does not have. */
export function resourceOf(kind: string): Resource {
  const found = resources[kind];
  if (!found) throw new Error(`no such kind: ${kind}`);
  return found;
}

function toResource(kind: string, raw: RawResource): Resource {
  const create = raw.ops.create;
  const changes = data.diff_2026_5.changed as unknown as {
    [kind: string]: { add?: { [field: string]: RequestField } };
  };
  const added = changes[kind]?.add ?? {};
  // Fields that the API takes although the Terraform provider never sends them.
  const extra = Object.fromEntries(
    Object.entries(raw.accepted_never_sent ?? {}).map(([field, type]): [string, RequestField] => [field, { type }]),
  );
  const required = { ...raw.response_required };
  if (kind === "event_rule") required.destination_group_obj = "obj:Group|null";
  return {
    kind,
    path: Array.isArray(create) ? (create[1] ?? "") : "",
    lookup: raw.id.field ?? "pk",
    request: { ...raw.request, ...extra, ...added },
    required,
    optional: {
      ...raw.response_optional,
      ...Object.fromEntries(Object.entries(added).map(([field, { type }]) => [field, type])),
    },
  };
}

function withEnumChanges(): { [name: string]: readonly string[] } {
  const changed = data.diff_2026_5.changed as unknown as { [kind: string]: { [name: string]: unknown } };
  const merged: { [name: string]: readonly string[] } = { ...(data.enums as { [name: string]: string[] }) };
  for (const change of Object.values(changed)) {
    for (const [name, values] of Object.entries(change)) {
      if (name.endsWith("Enum") && Array.isArray(values)) merged[name] = values as string[];
    }
  }
  // "+ a, b; - c" as the contract writes it.
  for (const [name, text] of Object.entries(data.diff_2026_5.enums as { [name: string]: string })) {
    let values = [...(merged[name] ?? [])];
    for (const part of text.split(";")) {
      const names = part
        .trim()
        .slice(1)
        .split(",")
        .map((value) => value.trim());
      values = part.trim().startsWith("+") ? [...values, ...names] : values.filter((value) => !names.includes(value));
    }
    merged[name] = values;
  }
  return merged;
}
