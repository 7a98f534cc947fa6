/** The official road: Pulumi's release binaries in the user's own PULUMI_HOME. */

import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { ToolchainError } from "./errors";
import { BUILT_HERE, binFolder, pluginFolder } from "./layout";
import { run } from "./processes";
import { type PluginVersion, resourcePlugins, type ToolchainVersions } from "./versions";

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Folder of an installed CLI of exactly the pinned version, with its language host beside it: in PULUMI_HOME, where the
 * npm package `pulumi` puts it, or on PATH. What npm or this toolchain put on PATH does not count.
 */
export function findOfficialBin(
  home: string,
  version: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const downloaded = binFolder(home, version);
  if (isExecutable(join(downloaded, "pulumi")) && isExecutable(join(downloaded, LANGUAGE_HOST))) return downloaded;
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.split(sep).includes("node_modules") && !isBuiltHere(folder))
    .filter((folder) => isExecutable(join(folder, "pulumi")) && isExecutable(join(folder, LANGUAGE_HOST)))
    .find((folder) => answersVersion(join(folder, "pulumi"), version));
}

/** The plugins of the pinned versions that are not installed yet. */
export function missingPlugins(home: string, versions: ToolchainVersions): readonly PluginVersion[] {
  return resourcePlugins(versions).filter((plugin) => !existsSync(pluginFolder(home, plugin)));
}

/** What is needed to complete the official road. */
export interface OfficialHomeOptions {
  readonly home: string;
  readonly versions: ToolchainVersions;
  readonly report: (line: string) => void;
}

/**
 * Downloads what is missing: the CLI through the npm package `pulumi`, the plugins through the CLI.
 *
 * @returns folder of the `pulumi` executable
 * @throws {ToolchainError} where a download fails
 */
export async function ensureOfficialHome({ home, versions, report }: OfficialHomeOptions): Promise<string> {
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  let bin = findOfficialBin(home, versions.cli);
  if (!bin) {
    report(`downloading the Pulumi CLI ${versions.cli}`);
    // The npm package downloads the CLI of its own version when it is run and the CLI is missing.
    await mustRun(process.execPath, [require.resolve("pulumi/run.js"), "version"], env);
    bin = binFolder(home, versions.cli);
  }
  for (const { name, version } of missingPlugins(home, versions)) {
    report(`downloading the ${name} plugin ${version}`);
    await mustRun(join(bin, "pulumi"), ["plugin", "install", "resource", name, version], env);
  }
  return bin;
}

async function mustRun(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const lines: string[] = [];
  const { code } = await run(command, args, { env, onLine: (line) => lines.push(`  ${line}`) });
  if (code === 0) return;
  throw new ToolchainError(
    [`\`${[command, ...args].join(" ")}\` failed:`, ...lines.slice(-15)].join("\n"),
    "run the command again when the network is there, or build Pulumi here instead: AUTHENTIK_SSO_OFFLINE=1.",
  );
}

/** Whether a bin folder belongs to a home of the built road. */
function isBuiltHere(folder: string): boolean {
  return existsSync(join(folder, "..", "..", "..", BUILT_HERE));
}

function answersVersion(command: string, version: string): boolean {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const answer = spawnSync(command, ["version"], { encoding: "utf8", timeout: 10_000, env });
  return answer.status === 0 && answer.stdout.trim() === `v${version}`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(realpathSync(path), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
