/** The built road: a PULUMI_HOME whose programs were compiled on this machine, one per version, made once. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compile } from "./compile";
import { ToolchainError } from "./errors";
import { fingerprint } from "./fingerprint";
import { BUILT_HERE, binFolder, pluginFolder } from "./layout";
import { alone } from "./lock";
import { run } from "./processes";
import { buildArguments, goPrograms } from "./programs";
import type { ToolchainVersions } from "./versions";

/** The Go module that is compiled. */
export const GO_MODULE = __dirname;

/** What BUILT-HERE.json says of a built home. */
export interface BuiltHere {
  readonly versions: ToolchainVersions;
  /** SHA-256 of the go.sum that pinned every module. */
  readonly goSum: string;
  readonly goVersion: string;
  readonly builtAt: string;
  readonly seconds: number;
}

/** What is needed to find or make a built home. */
export interface BuiltHomeOptions {
  /** Holds one folder per version. */
  readonly cache: string;
  readonly versions: ToolchainVersions;
  readonly report: (line: string) => void;
}

/** Path of the built home for these versions, whether it is there or not. */
export function builtHomePath(cache: string, versions: ToolchainVersions): string {
  const settings = { flags: buildArguments(goPrograms(versions), "OUTPUT"), versions: versions.built };
  return join(cache, fingerprint({ moduleFolder: GO_MODULE, settings }));
}

/** Whether a built home is complete; the file is written last, before the rename into place. */
export function isBuilt(home: string): boolean {
  return existsSync(join(home, BUILT_HERE));
}

/**
 * Gives the built home, and makes it first where it is missing: in a folder beside it, renamed into place at the end.
 * So a build that is killed leaves nothing that looks ready, and of two at once the second waits and takes the first's.
 */
export async function ensureBuiltHome(options: BuiltHomeOptions): Promise<string> {
  const { cache, versions, report } = options;
  const home = builtHomePath(cache, versions);
  if (isBuilt(home)) return home;
  await alone(
    home,
    async () => {
      if (isBuilt(home)) return;
      removeUnfinished(home);
      const workshop = `${home}.unfinished-${process.pid}`;
      await build(workshop, `${home}.log`, options);
      moveIntoPlace(workshop, home);
      tellOlder(home, report);
    },
    () => report("another process is building the same toolchain; waiting for it"),
  );
  return home;
}

async function build(home: string, logFile: string, { versions, report }: BuiltHomeOptions): Promise<void> {
  mkdirSync(home, { recursive: true });
  const output = join(home, "output");
  const { goVersion, seconds } = await compile({ moduleFolder: GO_MODULE, output, logFile, versions, report });
  arrange(home, output, versions);
  await check(home, versions);
  const stamp: BuiltHere = {
    versions,
    goSum: createHash("sha256")
      .update(readFileSync(join(GO_MODULE, "go.sum")))
      .digest("hex"),
    goVersion,
    builtAt: new Date().toISOString(),
    seconds,
  };
  writeFileSync(join(home, BUILT_HERE), `${JSON.stringify(stamp, null, 2)}\n`);
}

/** Moves the executables to where the CLI looks for them. */
function arrange(home: string, output: string, versions: ToolchainVersions): void {
  const places: Readonly<Record<string, string>> = {
    pulumi: binFolder(home, versions.cli),
    "pulumi-language-nodejs": binFolder(home, versions.cli),
    "pulumi-resource-docker": pluginFolder(home, { name: "docker", version: versions.built.docker }),
    "pulumi-resource-random": pluginFolder(home, { name: "random", version: versions.built.random }),
  };
  for (const [program, folder] of Object.entries(places)) {
    mkdirSync(folder, { recursive: true });
    renameSync(join(output, program), join(folder, program));
  }
  rmSync(output, { recursive: true });
}

/** A machine that slept may have lost its lock, and another process may have been quicker: its result is as good. */
function moveIntoPlace(workshop: string, home: string): void {
  try {
    renameSync(workshop, home);
  } catch (error) {
    if (!isBuilt(home)) throw error;
    rmSync(workshop, { recursive: true });
  }
}

/** A program that does not start here must not be kept for ever. */
async function check(home: string, versions: ToolchainVersions): Promise<void> {
  const cli = join(binFolder(home, versions.cli), "pulumi");
  const answer = await run(cli, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (answer.code === 0 && answer.stdout.trim() === `v${versions.cli}`) return;
  throw new ToolchainError(
    `The CLI that was just built answers "${answer.stdout.trim()}" (code ${answer.code}) where v${versions.cli} is wanted.`,
    "look whether that folder lies on a file system that may hold programs (mount option noexec).",
  );
}

/** Leftovers of builds that were killed. Whoever calls this holds the lock, so none of them is alive. */
function removeUnfinished(home: string): void {
  for (const name of siblings(home)) {
    if (name.startsWith(`${basename(home)}.unfinished-`)) rmSync(join(dirname(home), name), { recursive: true });
  }
}

/** Older builds are left alone, since another checkout may use them. */
function tellOlder(home: string, report: (line: string) => void): void {
  const older = siblings(home).filter((name) => name !== basename(home) && isBuilt(join(dirname(home), name)));
  if (older.length > 0) {
    report(`older toolchains in ${dirname(home)} may be deleted if no checkout uses them: ${older.join(", ")}`);
  }
}

function siblings(home: string): readonly string[] {
  return existsSync(dirname(home)) ? readdirSync(dirname(home)) : [];
}
