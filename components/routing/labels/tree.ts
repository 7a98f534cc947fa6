/** Labels as a tree, the way Traefik's decoder builds it (paerser v0.2.2, `labels_decode.go`). */

export interface Node {
  /** Spelling of the first key that named it, in byte order. */
  readonly name: string;
  value: string;
  readonly children: Node[];
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
 * Builds the tree of the keys that begin with one of `filters`.
 *
 * Keys are taken in byte order and merged without regard to case: of two spellings the later one, which is the one in
 * lower case, wins.
 *
 * @throws {DroppedError} for a key that Traefik cannot split.
 */
export function buildTree(pairs: Readonly<Record<string, string>>, filters: readonly string[]): Node | undefined {
  const keys = Object.keys(pairs).filter((key) => {
    const folded = fold(key);
    return filters.some((filter) => folded.startsWith(filter));
  });
  if (keys.length === 0) return undefined;
  const root: Node = { name: "traefik", value: "", children: [] };
  for (const key of keys.sort()) insert(root, splitKey(key), pairs[key] ?? "");
  return root;
}

function splitKey(key: string): string[] {
  const parts = key.split(".");
  if (parts[0] !== "traefik") {
    throw new DroppedError(`label '${key}' begins with '${parts[0]}', which has to be 'traefik' in lower case`);
  }
  if (!key.includes("[") && !key.includes("]") && !key.includes("..") && !key.endsWith(".")) return parts.slice(1);
  return parts.slice(1).flatMap((part) => {
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
    let child = node.children.find((other) => fold(other.name) === folded);
    if (child === undefined) {
      child = { name, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
  }
  node.value = value;
}
