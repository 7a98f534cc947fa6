import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { type CommandResult, type Environment, runCommand } from "./command";
import { preparedImages } from "./engine";

export const ROOT = resolve(__dirname, "..", "..");
const STACK = "test";

/**
 * A stack of this program on plain pulumi, as a user with an own Docker host has it: no wrapper, an own backend and
 * configuration file.
 */
export class PlainStack {
  private readonly folder = mkdtempSync(join(tmpdir(), "authentik-sso-stack-"));
  private readonly configFile = join(this.folder, `Pulumi.${STACK}.yaml`);

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
    const init = await stack.pulumi(["stack", "init", STACK], { cwd: stack.folder });
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

  private get environment(): Environment {
    return {
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "of a test",
    };
  }

  /** Runs pulumi on this stack. */
  pulumi(args: readonly string[], options: { env?: Environment; cwd?: string } = {}): Promise<CommandResult> {
    return runCommand("pulumi", [...args, "--non-interactive"], options.cwd ?? ROOT, {
      ...this.environment,
      ...(options.cwd !== this.folder && { PULUMI_OPTION_CONFIG_FILE: this.configFile, PULUMI_OPTION_STACK: STACK }),
      ...options.env,
    });
  }

  /** Runs a command of this program that operates a stack, such as `audit-log`. */
  operate(args: readonly string[]): Promise<CommandResult> {
    return runCommand(process.execPath, ["cli/start.mjs", ...args, "--stack", STACK], ROOT, this.environment);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
