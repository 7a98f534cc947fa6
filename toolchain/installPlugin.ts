/** Puts a ready plugin folder where the engine looks for it. */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Toolchain } from "./ensureToolchain";
import { pluginFolder } from "./layout";
import { alone } from "./lock";
import type { PluginVersion } from "./versions";

/** In an installed folder: the hash of what was copied into it. */
const STAMP = ".content-hash";

/** A plugin that stands in for one that cannot be downloaded. */
export interface StandInPlugin extends PluginVersion {
  /**
   * Holds the executable `pulumi-resource-<name>`, or a `PulumiPlugin.yaml` with everything that its runtime needs.
   * Copied as it is; links into other places stay links.
   */
  readonly directory: string;
}

/**
 * Installs a stand-in, or refreshes it where its content has changed.
 *
 * @throws {Error} on the official road: a stand-in there would shadow the real plugin in every other project
 * @example
 * await installPlugin(tools, { name: "terraform-provider", version: "1.1.3", directory: "dist/terraform-provider" });
 */
export async function installPlugin(toolchain: Toolchain, plugin: StandInPlugin): Promise<void> {
  if (toolchain.road === "official") {
    throw new Error(`${plugin.name} ${plugin.version} is a stand-in; the official road takes the released plugin`);
  }
  const target = pluginFolder(toolchain.pulumiHome, plugin);
  const source = resolve(plugin.directory);
  const hash = contentHash(source);
  if (installedHash(target) === hash) return;
  // Not in `plugins/` itself: the CLI reads meaning into every name there.
  const workshop = join(toolchain.pulumiHome, "installing", basename(target));
  await alone(workshop, async () => {
    if (installedHash(target) === hash) return;
    rmSync(workshop, { recursive: true, force: true });
    const [incoming, outgoing] = [join(workshop, "incoming"), join(workshop, "outgoing")];
    for (const folder of [incoming, dirname(target)]) mkdirSync(folder, { recursive: true });
    cpSync(source, incoming, { recursive: true });
    writeFileSync(join(incoming, STAMP), hash);
    if (existsSync(target)) renameSync(target, outgoing);
    renameSync(incoming, target);
    rmSync(workshop, { recursive: true });
  });
}

function installedHash(target: string): string | undefined {
  const stamp = join(target, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
}

/** Covers paths, kinds, execution rights, contents, and where links lead; not what lies behind a link. */
function contentHash(folder: string): string {
  const hash = createHash("sha256");
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of entries) {
    const status = lstatSync(path);
    if (status.isDirectory()) continue;
    const content = status.isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path);
    const kind = status.isSymbolicLink() ? "link" : (status.mode & 0o111) !== 0 ? "program" : "file";
    hash.update(`\0${relative(folder, path)}\0${kind}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
