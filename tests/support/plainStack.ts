import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { type CommandResult, type Environment, runCommand } from "./command";
import { preparedImages } from "./engine";

export const ROOT = resolve(__dirname, "..", "..");

/**
 * A stack of this program on plain pulumi, as a user with an own Docker host has it: no wrapper, an own backend and
 * configuration file.
 */
export class PlainStack {
  private readonly folder = mkdtempSync(join(tmpdir(), "authentik-sso-stack-"));
  private readonly configFile = join(this.folder, "Pulumi.test.yaml");

  /**
   * @param config keys without the project's name
   * @param secrets keys that are set with `--secret`
   */
  static async create(
    config: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<PlainStack> {
    const stack = new PlainStack();
    mkdirSync(join(stack.folder, "state"));
    copyFileSync(join(ROOT, "Pulumi.yaml"), join(stack.folder, "Pulumi.yaml"));
    const init = await stack.pulumi(["stack", "init", "test"], { cwd: stack.folder });
    if (init.code !== 0) throw new Error(init.stderr);
    const salt = parse(readFileSync(stack.configFile, "utf8")) as Record<string, unknown>;
    const keys = Object.entries({ images: preparedImages(), ...config }).map(([key, value]) => [
      `authentik-sso:${key}`,
      value,
    ]);
    writeFileSync(stack.configFile, stringify({ ...salt, config: Object.fromEntries(keys) }));
    for (const [key, value] of Object.entries(secrets)) {
      const set = await stack.pulumi(["config", "set", "--secret", key, value]);
      if (set.code !== 0) throw new Error(set.stderr);
    }
    return stack;
  }

  /** Runs pulumi on this stack. */
  pulumi(args: readonly string[], options: { env?: Environment; cwd?: string } = {}): Promise<CommandResult> {
    return runCommand("pulumi", [...args, "--non-interactive"], options.cwd ?? ROOT, {
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "of a test",
      ...(options.cwd !== this.folder && { PULUMI_OPTION_CONFIG_FILE: this.configFile, PULUMI_OPTION_STACK: "test" }),
      ...options.env,
    });
  }

  /** The stack's outputs, secrets included. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.pulumi(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
