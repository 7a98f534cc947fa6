/** The name under which a build is cached: equal inputs give the equal name, whatever else is on the machine. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Raise it where the layout of a built home changes without a change in the Go sources. */
const LAYOUT = 1;

/** What a build is made of. */
export interface BuildInputs {
  /** The Go module's folder: go.mod, go.sum and every Go source in it. */
  readonly moduleFolder: string;
  /** Flags, tags and versions: whatever else goes into the executables. */
  readonly settings: unknown;
  /** Operating system and processor. Default: this machine's. */
  readonly platform?: string;
}

/** Sixteen hexadecimal digits. */
export function fingerprint({ moduleFolder, settings, platform }: BuildInputs): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify({ layout: LAYOUT, platform: platform ?? `${process.platform}-${process.arch}`, settings }),
  );
  for (const path of goSources(moduleFolder)) {
    const content = readFileSync(join(moduleFolder, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Paths below the module's folder, sorted, with forward slashes on every system. */
function goSources(moduleFolder: string): readonly string[] {
  return readdirSync(moduleFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^go\.(mod|sum)$|(?<!_test)\.go$/.test(entry.name))
    .map((entry) => relative(moduleFolder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
