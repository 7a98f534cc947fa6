/** A Pulumi project in a temporary folder, run by whichever toolchain is ready on this machine. */
import { spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { builtHomePath, isBuilt } from "../../toolchain/builtHome";
import { ensureToolchain, type Toolchain, withPathPrefix } from "../../toolchain/ensureToolchain";
import { toolchainCache, userHome } from "../../toolchain/layout";
import { findOfficialBin, missingPlugins } from "../../toolchain/officialHome";
import { readVersions } from "../../toolchain/versions";
import { temporaryFolder, write } from "./temporary";

const root = resolve(__dirname, "..", "..");

/** The toolchain that is ready now; none where the first use would download or compile. */
export async function readyToolchain(): Promise<Toolchain | undefined> {
  const versions = readVersions();
  const home = userHome();
  const official = findOfficialBin(home, versions.cli) && missingPlugins(home, versions).length === 0;
  const built = isBuilt(builtHomePath(toolchainCache(), versions));
  if (!official && !built) return undefined;
  return ensureToolchain({ offline: !official, report: () => {} });
}

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

/** A project with one stack on a file backend. */
export interface EngineWorld {
  readonly folder: string;
  /** Runs the CLI; `started` gets the process, to send it signals. */
  pulumi(args: readonly string[], started?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<CommandResult>;
}

/** Writes the files, makes the stack `test`. */
export async function openWorld(
  t: TestContext,
  toolchain: Toolchain,
  files: Readonly<Record<string, string>>,
): Promise<EngineWorld> {
  const folder = temporaryFolder(t);
  for (const [path, content] of Object.entries(files)) write(join(folder, path), content);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const state = write(join(temporaryFolder(t), "state", ".keep"), "");
  const env = {
    ...withoutPulumi(process.env),
    ...toolchain.env,
    PATH: withPathPrefix(toolchain.bin),
    PULUMI_BACKEND_URL: `file://${resolve(state, "..")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    // Nothing of the machine's own logins or selected stacks.
    PULUMI_CREDENTIALS_PATH: join(folder, ".credentials"),
  };
  const world: EngineWorld = {
    folder,
    pulumi: (args, started) =>
      new Promise((done, failed) => {
        const child = spawn("pulumi", [...args, "--non-interactive"], { cwd: folder, env });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
        child.on("error", failed);
        child.on("close", (code) => done({ code: code ?? 128, output }));
        started?.((signal) => child.kill(signal));
      }),
  };
  await world.pulumi(["stack", "init", "test"]);
  return world;
}

/** A shell that was set up for a stack of its own must not lead the test there. */
function withoutPulumi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PULUMI_")));
}
