import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { enums, models } from "../../testbed/authentik/rest/contract";

/** Two independent judges of an answer: the contract's types, and the OpenAPI schema that authentik publishes. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What is wrong with a value that the contract says is of this type; empty where nothing is.
 *
 * @param nullable the client takes null for lists and texts although the type does not say so (proven, see the contract)
 */
export function typeErrors(value: unknown, type: string, path: string, nullable = false): string[] {
  if (value === undefined) return [`${path} is missing`];
  if (type.endsWith("|null")) return value === null ? [] : typeErrors(value, type.slice(0, -"|null".length), path);
  if (value === null) return nullable ? [] : [`${path} is null, not ${type}`];
  if (type.startsWith("list<")) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => typeErrors(item, type.slice("list<".length, -1), `${path}[${index}]`));
  }
  if (type.startsWith("map[")) return typeof value === "object" ? [] : [`${path} is no map`];
  if (type.startsWith("enum:")) {
    const allowed = enums[type.slice("enum:".length)] ?? [];
    return allowed.includes(value as string) ? [] : [`${path} is ${JSON.stringify(value)}, none of ${type}`];
  }
  if (type.startsWith("obj:")) return objectErrors(value, type.slice("obj:".length), path);
  return scalarErrors(value, type, path);
}

function objectErrors(value: unknown, name: string, path: string): string[] {
  const model = models[name];
  if (!model) return [`${path}: the contract has no model ${name}`];
  const fields = value as { [field: string]: unknown };
  return [
    ...Object.entries(model.required).flatMap(([field, type]) =>
      typeErrors(fields[field], type, `${path}.${field}`, true),
    ),
    ...Object.entries(model.optional).flatMap(([field, type]) =>
      field in fields ? typeErrors(fields[field], type, `${path}.${field}`, true) : [],
    ),
  ];
}

function scalarErrors(value: unknown, type: string, path: string): string[] {
  const fits: { [type: string]: boolean } = {
    str: typeof value === "string",
    bool: typeof value === "boolean",
    int: Number.isInteger(value),
    float: typeof value === "number",
    datetime: typeof value === "string" && !Number.isNaN(Date.parse(value)) && value.includes("T"),
    "json object": typeof value === "object" && !Array.isArray(value),
  };
  const result = fits[type];
  if (result === undefined) return [`${path}: unknown type ${type}`];
  return result ? [] : [`${path} is ${JSON.stringify(value)}, not ${type}`];
}

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  items?: Schema;
  required?: string[];
  properties?: { [field: string]: Schema };
}

interface Operation {
  parameters?: { name?: string; $ref?: string }[];
  responses: { [status: string]: { content?: { [type: string]: { schema: Schema } }; $ref?: string } };
}

interface OpenApi {
  info: { version: string };
  paths: { [path: string]: { [method: string]: Operation } };
  components: { schemas: { [name: string]: Schema }; parameters: { [name: string]: { name: string } } };
}

/** The OpenAPI schema that comes with the published TypeScript client. */
export const published: OpenApi = parse(
  readFileSync(join(dirname(require.resolve("@goauthentik/api/package.json")), "schema.yml"), "utf8"),
  { maxAliasCount: -1 },
);

/** The published schema of an answer. */
export function publishedSchema(method: string, path: string, status: string): Schema | undefined {
  const operation = published.paths[path]?.[method.toLowerCase()];
  return operation?.responses[status]?.content?.["application/json"]?.schema;
}

/** Names of the query parameters that the published schema lists for a GET. */
export function publishedQuery(path: string): string[] {
  const parameters = published.paths[path]?.get?.parameters ?? [];
  return parameters.map(
    ({ name, $ref }) => name ?? published.components.parameters[$ref?.split("/").pop() ?? ""]?.name ?? "",
  );
}

/** What is wrong with a value by the published schema. */
export function schemaErrors(value: unknown, schema: Schema, path: string): string[] {
  if (schema.$ref) {
    const target = published.components.schemas[schema.$ref.split("/").pop() ?? ""];
    return target ? schemaErrors(value, target, path) : [`${path}: no schema ${schema.$ref}`];
  }
  if (value === null) return schema.nullable || isNullEnum(schema) ? [] : [`${path} is null`];
  if (schema.oneOf) {
    const each = schema.oneOf.map((one) => schemaErrors(value, one, path));
    return each.some((errors) => errors.length === 0) ? [] : (each[0] ?? []);
  }
  if (schema.allOf) return schema.allOf.flatMap((one) => schemaErrors(value, one, path));
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${path} is ${JSON.stringify(value)}, not in the enum`];
  switch (schema.type) {
    case "array":
      if (!Array.isArray(value)) return [`${path} is no array`];
      return schema.items
        ? value.flatMap((item, i) => schemaErrors(item, schema.items as Schema, `${path}[${i}]`))
        : [];
    case "object": {
      if (typeof value !== "object" || Array.isArray(value)) return [`${path} is no object`];
      const fields = value as { [field: string]: unknown };
      const missing = (schema.required ?? []).filter((field) => !(field in fields));
      return [
        ...missing.map((field) => `${path}.${field} is missing`),
        ...Object.entries(schema.properties ?? {}).flatMap(([field, one]) =>
          field in fields ? schemaErrors(fields[field], one, `${path}.${field}`) : [],
        ),
      ];
    }
    case "string":
      if (typeof value !== "string") return [`${path} is no string`];
      if (schema.format === "uuid" && !UUID.test(value)) return [`${path} is no uuid: ${value}`];
      return schema.format === "date-time" ? scalarErrors(value, "datetime", path) : [];
    case "integer":
      return Number.isInteger(value) ? [] : [`${path} is no integer`];
    case "number":
      return typeof value === "number" ? [] : [`${path} is no number`];
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path} is no boolean`];
    default:
      return [];
  }
}

function isNullEnum(schema: Schema): boolean {
  return (schema.oneOf ?? []).some(({ $ref }) => $ref?.endsWith("/NullEnum"));
}
