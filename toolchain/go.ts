/** Finds a Go that can build the toolchain. */
import { delimiter } from "node:path";
import { ToolchainError } from "./errors";
import { findExecutable } from "./executable";
import { run } from "./processes";

/** A Go installation. */
export interface GoInstallation {
  readonly command: string;
  /** What it calls itself: "1.26.8". */
  readonly version: string;
  /** Variables for a build with it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Since this release Go can fetch a newer Go from the module proxy by itself. Source: go.dev/doc/toolchain. */
const SELF_UPDATING = "1.21";

/** Places beside PATH where Go's own installers put it. */
const USUAL_FOLDERS = ["/usr/local/go/bin", "/usr/lib/go/bin", "/opt/homebrew/bin"];

/**
 * Finds Go and says how to build with it.
 *
 * @param needed the `go` line of go.mod
 * @throws {ToolchainError} where there is none, or one too old to fetch a newer one
 */
export async function findGo(
  needed: string,
  env: NodeJS.ProcessEnv = process.env,
  usualFolders: readonly string[] = USUAL_FOLDERS,
): Promise<GoInstallation> {
  const command = findExecutable("go", [...(env.PATH ?? "").split(delimiter), ...usualFolders]);
  const fix = `install Go ${needed} or newer from https://go.dev/doc/install (any Go since ${SELF_UPDATING} fetches ${needed} itself)`;
  if (!command) throw new ToolchainError(`Go was not found; building Pulumi here needs Go ${needed}.`, fix);

  // `local` asks the installed Go for its own version, without a download.
  const answer = await run(command, ["env", "GOVERSION"], { env: { ...env, GOTOOLCHAIN: "local" }, cwd: "/" });
  const version = /go(\d+\.\d+(?:\.\d+)?)/.exec(answer.stdout)?.[1];
  if (!version || isOlder(version, SELF_UPDATING)) {
    const found = version ? `Go ${version}` : "an unknown version (Go before 1.16, or broken)";
    throw new ToolchainError(`${command} is ${found}; building Pulumi here needs Go ${needed}.`, fix);
  }
  return { command, version, env: buildVariables(isOlder(version, needed)) };
}

/** Whether one Go version comes before another; parts that one of them leaves out count as 0. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split(".").map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * Variables that make a build the same on every machine: no C compiler, nothing taken over from the user's own Go
 * settings, and a newer Go fetched where the installed one is too old.
 */
function buildVariables(tooOld: boolean): Record<string, string> {
  return { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off", ...(tooOld ? { GOTOOLCHAIN: "auto" } : {}) };
}
