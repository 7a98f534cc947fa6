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
import { parse, stringify } from "yaml";
import { type CommandResult, type Environment, runCommand } from "./command";

const ROOT = resolve(__dirname, "..", "..");
/** Workspaces are linked to the copy, everything else to the packages that are installed already. */
const WORKSPACES: Readonly<Record<string, string>> = {
  "authentik-sso": "components",
  "authentik-sso-policies": "policies",
};

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
    return runCommand(process.execPath, ["cli/start.mjs", ...args], this.folder, env);
  }

  /** Runs plain pulumi on the copy's stack, as a user does after `eval "$(npx authentik-sso env)"`. */
  async pulumi(args: readonly string[], options: { env?: Environment; cwd?: string } = {}): Promise<CommandResult> {
    this.shell ??= JSON.parse((await this.run(["env", "--json"])).stdout) as Environment;
    const env = { ...this.shell, ...options.env };
    return runCommand("pulumi", [...args, "--non-interactive"], options.cwd ?? this.folder, env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
