import { execFileSync, spawn } from "node:child_process";
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

/** Variables laid over this process's own; undefined takes one away. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A copy of this checkout with a stack, state and configuration of its own, for tests of what users do from their
 * clone. The developer's own dev stack stays untouched.
 */
export class CheckoutCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "authentik-sso-checkout-"));
  private shell: Environment | undefined;

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
  run(args: readonly string[], env: Environment = {}): Promise<CommandResult> {
    return command(process.execPath, ["cli/start.mjs", ...args], this.folder, { ...WITHOUT_STACK, ...env });
  }

  /** Runs plain pulumi on the copy's stack, as a user does after `eval "$(npx authentik-sso env)"`. */
  async pulumi(args: readonly string[], options: { env?: Environment; cwd?: string } = {}): Promise<CommandResult> {
    this.shell ??= JSON.parse((await this.run(["env", "--json"])).stdout) as Environment;
    const env = { ...WITHOUT_STACK, ...this.shell, ...options.env };
    return command("pulumi", [...args, "--non-interactive"], options.cwd ?? this.folder, env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a developer's shell, or the test command, is tied to must not leak into the copy. */
const WITHOUT_STACK: Environment = {
  PULUMI_OPTION_STACK: undefined,
  PULUMI_OPTION_CONFIG_FILE: undefined,
  PULUMI_OPTION_POLICY_PACK: undefined,
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
  NODE_TEST_CONTEXT: undefined,
  ...(process.env.AUTHENTIK_SSO_ROAD === "built" && { AUTHENTIK_SSO_OFFLINE: "1" }),
};

function command(file: string, args: readonly string[], cwd: string, env: Environment): Promise<CommandResult> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolvePromise({ code: code ?? 1, ...said }));
  });
}
