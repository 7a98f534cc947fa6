import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { parse, stringify } from "yaml";

const ROOT = resolve(__dirname, "..", "..");
/** Workspaces are linked to the copy, everything else to the packages that are installed already. */
const WORKSPACES: Readonly<Record<string, string>> = {
  "authentik-sso": "components",
  "authentik-sso-policies": "policies",
};

/** What a command of the copy's command line gave. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A copy of this checkout with a stack, state and configuration of its own, for tests of what users do from their
 * clone. The developer's own dev stack stays untouched.
 */
export class CheckoutCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "authentik-sso-checkout-"));

  /** @param config values of `Pulumi.dev.yaml`, laid over the committed ones */
  constructor(config: Readonly<Record<string, unknown>>) {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT });
    for (const file of files.toString().split("\0").filter(Boolean)) {
      if (!existsSync(join(ROOT, file))) continue;
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(this.folder, file), { verbatimSymlinks: true });
    }
    const modules = join(this.folder, "node_modules");
    mkdirSync(modules);
    for (const name of readdirSync(join(ROOT, "node_modules"))) {
      const workspace = WORKSPACES[name];
      symlinkSync(workspace ? join(this.folder, workspace) : join(ROOT, "node_modules", name), join(modules, name));
    }
    this.configure(config);
  }

  /** Lays values over the stack's configuration. */
  configure(config: Readonly<Record<string, unknown>>): void {
    const path = join(this.folder, "Pulumi.dev.yaml");
    const file = parse(readFileSync(path, "utf8")) as { config: Record<string, unknown> };
    for (const [key, value] of Object.entries(config)) file.config[`authentik-sso:${key}`] = value;
    writeFileSync(path, stringify(file));
  }

  /** Runs the copy's command line; a failure is a result, not an exception. */
  async run(args: readonly string[], options: { env?: Record<string, string> } = {}): Promise<CommandResult> {
    const result = await execa(process.execPath, ["cli/start.mjs", ...args], {
      cwd: this.folder,
      env: { ...process.env, ...withoutStack(), ...options.env },
      reject: false,
      stdin: "ignore",
    });
    return { code: result.exitCode ?? 1, stdout: result.stdout, stderr: result.stderr };
  }

  /** Environment for plain pulumi on the copy's stack. */
  async pulumiEnvironment(): Promise<Record<string, string>> {
    const { stdout } = await this.run(["env", "--json"]);
    return JSON.parse(stdout) as Record<string, string>;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The test command ties its own environment to no stack; what a developer's shell is tied to must not leak in. */
function withoutStack(): Record<string, string | undefined> {
  return {
    PULUMI_OPTION_STACK: undefined,
    PULUMI_OPTION_CONFIG_FILE: undefined,
    PULUMI_OPTION_POLICY_PACK: undefined,
    PULUMI_BACKEND_URL: undefined,
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    NODE_TEST_CONTEXT: undefined,
    ...(process.env.AUTHENTIK_SSO_ROAD === "built" && { AUTHENTIK_SSO_OFFLINE: "1" }),
  };
}
