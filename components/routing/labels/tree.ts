/** Labels as a tree, the way Traefik's decoder builds it (paerser v0.2.2, `labels_decode.go`). */

export interface Node {
  /** Spelling of the first key that named it, in byte order. */
  readonly name: string;
  /** The same by which Traefik compares it: see {@link fold}. */
  readonly folded: string;
  /** `undefined` for the root. */
  readonly parent: Node | undefined;
  value: string;
  readonly children: Node[];
}

/** The key that leads to a node as written, without the root: `http.routers.a`, `http.routers.a.tls.domains[0]`. */
export function keyOf(node: Node): string {
  const { parent, name } = node;
  if (!parent) return "";
  const above = keyOf(parent);
  return above === "" || name.startsWith("[") ? `${above}${name}` : `${above}.${name}`;
}

export interface Label {
  readonly key: string;
  readonly value: string;
}

/** A label with its key as Traefik compares it. */
export interface FoldedLabel extends Label {
  readonly folded: string;
}

/** Raised where Traefik gives up: it then drops everything that the container says. */
export class DroppedError extends Error {
  override readonly name = "DroppedError";
}

/**
 * Lower-case spelling by which Traefik compares names. Go folds two characters outside ASCII into it, so
 * `routerſ` is `routers`.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes("ſ") ? lower.replaceAll("ſ", "s") : lower;
}

/**
 * Builds the tree of labels.
 *
 * Keys are taken in byte order and merged without regard to case: of two spellings the later one, which is the one in
 * lower case, wins.
 *
 * @param labels in byte order of their keys
 * @returns `undefined` without any
 * @throws {DroppedError} for a key that Traefik cannot split.
 */
export function buildTree(labels: readonly FoldedLabel[]): Node | undefined {
  if (labels.length === 0) return undefined;
  const root: Node = { name: "traefik", folded: "traefik", parent: undefined, value: "", children: [] };
  for (const label of labels) {
    if (PLAIN.test(label.key)) insertPlain(root, label);
    else insert(root, splitKey(label.key), label.value);
  }
  return root;
}

/** Keys as nearly all are: in lower case, and nothing to split but dots. */
const PLAIN = /^traefik(\.[a-z0-9_@-]+)+$/;

/** The same as {@link insert} of the key's parts, which are not cut out where their node is there already. */
function insertPlain(root: Node, { key, value }: FoldedLabel): void {
  let node = root;
  let from = "traefik.".length;
  while (from <= key.length) {
    const dot = key.indexOf(".", from);
    const to = dot < 0 ? key.length : dot;
    const isAt = ({ folded }: Node) => folded.length === to - from && key.startsWith(folded, from);
    let child = node.children.find(isAt);
    if (!child) {
      const name = key.slice(from, to);
      child = { name, folded: name, parent: node, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
    from = to + 1;
  }
  node.value = value;
}

function splitKey(key: string): string[] {
  const parts = key.split(".");
  if (parts[0] !== "traefik") {
    throw new DroppedError(`label '${key}' begins with '${parts[0]}', which has to be 'traefik' in lower case`);
  }
  parts.shift();
  if (!key.includes("[") && !key.includes("]") && !parts.includes("")) return parts;
  return parts.flatMap((part) => {
    if (part === "") throw new DroppedError(`label '${key}' has an empty part`);
    if (part.startsWith("[")) throw new DroppedError(`label '${key}' has a part that begins with a bracket`);
    const bracket = part.indexOf("[");
    if (!part.endsWith("]")) return [part];
    if (bracket < 0) throw new DroppedError(`label '${key}' has a bracket that is not opened`);
    return [part.slice(0, bracket), part.slice(bracket)];
  });
}

function insert(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const name of path) {
    const folded = fold(name);
    let child = node.children.find((other) => other.folded === folded);
    if (child === undefined) {
      child = { name, folded, parent: node, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
  }
  node.value = value;
}
