/** Names things by what goes into them, so that equal input is never built twice and changed input always is. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Input of a hash: named texts or bytes; their order does not count. */
export type Inputs = Readonly<Record<string, string | Uint8Array>>;

/** Twelve hex digits over all inputs. Each name and value is framed by its length, so that none can run into another. */
export function contentHash(inputs: Inputs): string {
  const hash = createHash("sha256");
  for (const [name, value] of Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    hash.update(`${Buffer.byteLength(name)}:${name}:${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex").slice(0, 12);
}

/** The files of a flat folder as inputs, named by file name. */
export function folderInputs(folder: string): Record<string, Uint8Array> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name))]));
}
