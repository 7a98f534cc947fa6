/** Previews of programs on the real engine: own backend, own stack, nothing of the user's. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import type { Cost } from "../support/measure";
import { measure } from "../support/measure";

const ROOT = join(__dirname, "..", "..");

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment in which plain pulumi runs here; builds or finds the toolchain first. */
export async function toolchainEnvironment(): Promise<Environment> {
  const start = join(ROOT, "cli", "start.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [start, "env", "--toolchain", "--json"]);
  // Variables to take away are not in the document: JSON has no `undefined`.
  return {
    ...(JSON.parse(stdout) as Record<string, string>),
    PULUMI_OPTION_STACK: undefined,
    PULUMI_OPTION_CONFIG_FILE: undefined,
    PULUMI_OPTION_POLICY_PACK: undefined,
  };
}

/** A program in bench/programs. */
export type ProgramName = "components" | "bare";

export interface PreviewOptions {
  /** Folder of a policy pack. */
  readonly policyPack?: string;
  readonly env?: Environment;
}

/** A stack of one of the programs, in a folder of its own that ends with it. */
export class BenchStack {
  private constructor(
    private readonly folder: string,
    private readonly toolchain: Environment,
  ) {}

  /** @param nodeArguments for the program's process; an empty text is Node's defaults */
  static async create(name: ProgramName, toolchain: Environment, nodeArguments: string): Promise<BenchStack> {
    const folder = mkdtempSync(join(tmpdir(), "authentik-sso-bench-"));
    mkdirSync(join(folder, "state"));
    const options = nodeArguments === "" ? {} : { options: { nodeargs: nodeArguments } };
    const main = join(ROOT, "bench", "programs", name, "index.ts");
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      stringify({ name: "bench", main, runtime: { name: "nodejs", ...options } }),
    );
    const stack = new BenchStack(folder, toolchain);
    await stack.pulumi(["stack", "init", "bench"]);
    return stack;
  }

  /** Previews the creation of everything and says what it cost. */
  preview({ policyPack, env }: PreviewOptions = {}): Promise<Cost> {
    const pack = policyPack === undefined ? [] : ["--policy-pack", policyPack];
    return this.pulumi(["preview", "--stack", "bench", ...pack], env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pulumi(args: readonly string[], env: Environment = {}): Promise<Cost> {
    return measure("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: {
        ...this.toolchain,
        PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "of a benchmark",
        ...env,
      },
    });
  }
}

/** The node arguments with which this project's own program runs. */
export function ownNodeArguments(): string {
  const project = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as {
    readonly runtime: { readonly options?: { readonly nodeargs?: string } };
  };
  return project.runtime.options?.nodeargs ?? "";
}
