import type { Field, ListOf, MapOf, Struct } from "./schema";
import type { Node } from "./tree";
import { DroppedError, fold } from "./tree";

/** A decoded field: structs and maps as records, lists as arrays; `false` for a struct that was switched off. */
export type Decoded = string | number | boolean | readonly Decoded[] | { readonly [name: string]: Decoded };

export type DecodedRecord = { readonly [name: string]: Decoded };

/** Something that Traefik accepts and that does not do what it seems to say. */
export interface Oddity {
  readonly kind: "indexed-list" | "empty-list" | "list-with-gaps" | "no-effect" | "switched-off";
  /** Key as written, without the root. */
  readonly key: string;
  readonly value: string;
}

/**
 * Reads a tree of labels by its schema, as Traefik does: field names without regard to case, an unknown field or a
 * value of the wrong type being an error for the whole container.
 *
 * @param oddities receives what was read but has no effect
 * @throws {DroppedError} where Traefik drops the container.
 */
export function decode(schema: Struct, root: Node, oddities: Oddity[]): DecodedRecord {
  return readStruct(schema, root, "", oddities);
}

function readStruct(schema: Struct, node: Node, path: string, oddities: Oddity[]): DecodedRecord {
  const entries: [string, Decoded][] = [];
  for (const child of node.children) {
    const name = fold(child.name);
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    const key = path === "" ? child.name : `${path}.${child.name}`;
    if (field === undefined) throw new DroppedError(`Traefik knows no field '${key}'`);
    const value = readField(field, child, key, oddities);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function readField(field: Field, node: Node, key: string, oddities: Oddity[]): Decoded | undefined {
  if (typeof field === "object") {
    if (field.kind === "list") return readList(field, node, key, oddities);
    const empty = node.children.length === 0;
    if (field.kind === "map") return readMap(field, node, key, oddities);
    if (!field.allowEmpty) {
      if (empty) throw new DroppedError(`'${key}' cannot stand alone`);
    } else if (node.value !== "" && node.value.toLowerCase() !== "true") {
      // Traefik switches the struct off, and everything below it: `tls=yes` is not TLS. A plain `false` says so itself.
      if (!empty || node.value.toLowerCase() !== "false")
        oddities.push({ kind: "switched-off", key, value: node.value });
      return false;
    }
    return readStruct(field, node, key, oddities);
  }
  if (field === "ignored") {
    oddities.push({ kind: "no-effect", key, value: node.value });
    return undefined;
  }
  if (field === "any") return node.value;
  if (field === "strings") return readStrings(node, key, oddities);
  if (node.children.length > 0) throw new DroppedError(`'${key}' has no fields below it`);
  return readScalar(field, node.value, key);
}

function readMap(field: MapOf, node: Node, key: string, oddities: Oddity[]): DecodedRecord {
  if (node.children.length === 0) throw new DroppedError(`'${key}' cannot stand alone`);
  const entries: [string, Decoded][] = [];
  for (const child of node.children) {
    const childKey = `${key}.${child.name}`;
    if (field.of === "string") entries.push(...flattened(child.name, child));
    // An entry without fields is still an entry: `routers.x=` is a router without a rule.
    else if (typeof field.of === "object" && field.of.kind === "struct")
      entries.push([child.name, readStruct(field.of, child, childKey, oddities)]);
    else {
      const value = readField(field.of, child, childKey, oddities);
      if (value !== undefined) entries.push([child.name, value]);
    }
  }
  return Object.fromEntries(entries);
}

/** A map of strings takes deeper keys too, joined by dots. */
function flattened(name: string, node: Node): [string, Decoded][] {
  if (node.children.length === 0) return [[name, node.value]];
  return node.children.flatMap((child) => flattened(`${name}.${child.name}`, child));
}

function readList(field: ListOf, node: Node, key: string, oddities: Oddity[]): Decoded {
  if (!field.asStruct)
    return node.children.map((child) => readStruct(field.of, child, `${key}${child.name}`, oddities));
  if (node.children.length === 0) throw new DroppedError(`'${key}' cannot stand alone`);
  return [readStruct(field.of, node, key, oddities)];
}

function readStrings(node: Node, key: string, oddities: Oddity[]): Decoded | undefined {
  for (const child of node.children) {
    if (child.children.length > 0) throw new DroppedError(`'${key}.${child.name}' has no fields below it`);
    oddities.push({ kind: "indexed-list", key: `${key}${child.name}`, value: child.value });
  }
  if (node.value === "") {
    if (node.children.length === 0) oddities.push({ kind: "empty-list", key, value: "" });
    return undefined;
  }
  const items = node.value.split(",").map((item) => item.trim());
  if (items.includes("")) oddities.push({ kind: "list-with-gaps", key, value: node.value });
  return items;
}

/** Spellings of Go's `strconv.ParseBool`. */
const BOOLEANS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false]),
]);

const DURATION =
  /^([+-]?\d+|[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*)$/;

function readScalar(type: "string" | "bool" | "int" | "duration", value: string, key: string): Decoded {
  switch (type) {
    case "string":
      return value;
    case "bool": {
      const parsed = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
      if (parsed === undefined) throw new DroppedError(`'${key}' is '${value}', which is neither true nor false`);
      return parsed;
    }
    case "int":
      if (!/^[+-]?\d+$/.test(value) || !fitsInt64(value))
        throw new DroppedError(`'${key}' is '${value}', which is no whole number`);
      return Number(value);
    case "duration":
      if (!DURATION.test(value)) throw new DroppedError(`'${key}' is '${value}', which is no duration such as '10s'`);
      return value;
  }
}

function fitsInt64(value: string): boolean {
  return BigInt.asIntN(64, BigInt(value.replace(/^\+/, ""))) === BigInt(value.replace(/^\+/, ""));
}
