import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { buildPlugins } from "../../testbed/provider/build";
import { ensureToolchain, withPathPrefix } from "../../toolchain/ensureToolchain";

/** Pulumi's real engine with the stand-in plug-ins, a PULUMI_HOME and a state of its own. */
export class RealEngine {
  private constructor(
    private readonly folder: string,
    private readonly command: PulumiCommand,
    private readonly env: Record<string, string>,
  ) {}

  static async start(): Promise<RealEngine> {
    const tools = await ensureToolchain({
      offline: process.env.AUTHENTIK_SSO_OFFLINE === "1",
      report: () => undefined,
    });
    const folder = await mkdtemp(join(tmpdir(), "stand-in-engine-"));
    const home = join(folder, "home");
    await buildPlugins(join(home, "plugins"), () => undefined);
    await shareRandom(tools.pulumiHome, home);
    const env = {
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase-of-the-tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PATH: withPathPrefix(tools.bin),
    };
    return new RealEngine(folder, await PulumiCommand.get({ root: dirname(tools.bin), skipVersionCheck: true }), env);
  }

  /** A stack whose program runs in this process. */
  stack(name: string, program: PulumiFn): Promise<Stack> {
    return LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: "stand-ins", program },
      { workDir: this.folder, pulumiCommand: this.command, envVars: this.env },
    );
  }

  /** The state as it lies on the disk. */
  stateFile(stack: string): Promise<string> {
    return readFile(join(this.folder, ".pulumi", "stacks", "stand-ins", `${stack}.json`), "utf8");
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The random plug-in of the toolchain, which is no stand-in: `random.RandomPassword` is made by the real one. */
async function shareRandom(from: string, to: string): Promise<void> {
  for (const entry of await readdir(join(from, "plugins"), { withFileTypes: true })) {
    if (!entry.isDirectory() || !entry.name.startsWith("resource-random-")) continue;
    await cp(join(from, "plugins", entry.name), join(to, "plugins", entry.name), { recursive: true });
  }
}
