/**
 * Where things lie in a PULUMI_HOME, as the CLI and the npm package `pulumi` look for them, and where ours lies.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PluginVersion } from "./versions";

/** Name of the file that marks a PULUMI_HOME as built on this machine. */
export const BUILT_HERE = "BUILT-HERE.json";

/** Folder of the `pulumi` executable; language hosts beside it are found before any other. */
export function binFolder(home: string, cliVersion: string): string {
  return join(home, "versions", cliVersion, "bin");
}

/** Folder of a resource plugin. */
export function pluginFolder(home: string, { name, version }: PluginVersion): string {
  return join(home, "plugins", `resource-${name}-v${version}`);
}

/** The user's own PULUMI_HOME. A shell set up for the built road names ours; that one is not the user's. */
export function userHome(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.PULUMI_HOME;
  return named && !existsSync(join(named, BUILT_HERE)) ? named : join(homedir(), ".pulumi");
}

/** Where built toolchains lie, one folder per version. */
export function toolchainCache(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "authentik-sso", "toolchain");
}
