import type { Field, ListOf, MapOf, Struct } from "./schema";
import type { Node } from "./tree";
import { DroppedError, keyOf } from "./tree";

/** A decoded field: structs as records, lists as arrays; `false` for a struct that was switched off. */
export type Decoded =
  | string
  | number
  | boolean
  | readonly Decoded[]
  | DecodedMap
  | { readonly [name: string]: Decoded };

/** Entries by names that somebody chose. An object with other keys for each container costs V8 several times as much. */
export type DecodedMap = ReadonlyMap<string, Decoded>;

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
  return readStruct(schema, root, oddities);
}

function readStruct(schema: Struct, node: Node, oddities: Oddity[]): DecodedRecord {
  const found: Record<string, Decoded> = {};
  for (const child of node.children) {
    const name = child.folded;
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    if (field === undefined) throw new DroppedError(`Traefik knows no field '${keyOf(child)}'`);
    const value = readField(field, child, oddities);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function readField(field: Field, node: Node, oddities: Oddity[]): Decoded | undefined {
  if (typeof field === "object") {
    if (field.kind === "list") return readList(field, node, oddities);
    const empty = node.children.length === 0;
    if (field.kind === "map") return readMap(field, node, oddities);
    if (!field.allowEmpty) {
      if (empty) throw standsAlone(node);
    } else if (node.value !== "" && node.value.toLowerCase() !== "true") {
      // Traefik switches the struct off, and everything below it: `tls=yes` is not TLS. A plain `false` says so itself.
      if (!empty || node.value.toLowerCase() !== "false") oddities.push(oddity("switched-off", node));
      return false;
    }
    return readStruct(field, node, oddities);
  }
  if (field === "ignored") {
    oddities.push(oddity("no-effect", node));
    return undefined;
  }
  if (field === "any") return node.value;
  if (field === "strings") return readStrings(node, oddities);
  if (node.children.length > 0) throw hasNoFields(node);
  return readScalar(field, node);
}

function readMap(field: MapOf, node: Node, oddities: Oddity[]): DecodedMap {
  if (node.children.length === 0) throw standsAlone(node);
  const found = new Map<string, Decoded>();
  for (const child of node.children) {
    if (field.of === "string") for (const [name, value] of flattened(child.name, child)) found.set(name, value);
    // An entry without fields is still an entry: `routers.x=` is a router without a rule.
    else if (typeof field.of === "object" && field.of.kind === "struct")
      found.set(child.name, readStruct(field.of, child, oddities));
    else {
      const value = readField(field.of, child, oddities);
      if (value !== undefined) found.set(child.name, value);
    }
  }
  return found;
}

/** A map of strings takes deeper keys too, joined by dots. */
function flattened(name: string, node: Node): [string, Decoded][] {
  if (node.children.length === 0) return [[name, node.value]];
  return node.children.flatMap((child) => flattened(`${name}.${child.name}`, child));
}

function readList(field: ListOf, node: Node, oddities: Oddity[]): Decoded {
  if (!field.asStruct) return node.children.map((child) => readStruct(field.of, child, oddities));
  if (node.children.length === 0) throw standsAlone(node);
  return [readStruct(field.of, node, oddities)];
}

function readStrings(node: Node, oddities: Oddity[]): Decoded | undefined {
  for (const child of node.children) {
    if (child.children.length > 0) throw hasNoFields(child);
    oddities.push(oddity("indexed-list", child));
  }
  if (node.value === "") {
    if (node.children.length === 0) oddities.push(oddity("empty-list", node));
    return undefined;
  }
  const items = node.value.split(",").map((item) => item.trim());
  if (items.includes("")) oddities.push(oddity("list-with-gaps", node));
  return items;
}

function oddity(kind: Oddity["kind"], node: Node): Oddity {
  return { kind, key: keyOf(node), value: node.value };
}

function standsAlone(node: Node): DroppedError {
  return new DroppedError(`'${keyOf(node)}' cannot stand alone`);
}

function hasNoFields(node: Node): DroppedError {
  return new DroppedError(`'${keyOf(node)}' has no fields below it`);
}

/** Spellings of Go's `strconv.ParseBool`. */
const BOOLEANS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false]),
]);

const DURATION =
  /^([+-]?\d+|[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*)$/;

function readScalar(type: "string" | "bool" | "int" | "duration", node: Node): Decoded {
  const { value } = node;
  const wrong = (what: string) => new DroppedError(`'${keyOf(node)}' is '${value}', which is ${what}`);
  switch (type) {
    case "string":
      return value;
    case "bool": {
      const parsed = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
      if (parsed === undefined) throw wrong("neither true nor false");
      return parsed;
    }
    case "int":
      if (!/^[+-]?\d+$/.test(value) || !fitsInt64(value)) throw wrong("no whole number");
      return Number(value);
    case "duration":
      if (!DURATION.test(value)) throw wrong("no duration such as '10s'");
      return value;
  }
}

function fitsInt64(value: string): boolean {
  return BigInt.asIntN(64, BigInt(value.replace(/^\+/, ""))) === BigInt(value.replace(/^\+/, ""));
}
