import { spawn } from "node:child_process";

/** How a command ended; a failure is a result, not an exception. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables laid over this process's own; undefined takes one away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Pulumi's Node runtime checks the program's types each time it runs it, which is half of a preview's time. They are
 * checked once, by `npm run check`, and in one update of a test (`WITH_TYPES`) as a user's own pulumi does it.
 */
const TRANSPILE_ONLY = "PULUMI_NODEJS_TRANSPILE_ONLY";

/** For the run of a program whose types are to be checked. */
export const WITH_TYPES: Environment = { [TRANSPILE_ONLY]: undefined };

/** What a developer's shell, or the test command, is tied to must not leak into a test's stack. */
export const WITHOUT_STACK: Environment = {
  [TRANSPILE_ONLY]: "true",
  PULUMI_OPTION_STACK: undefined,
  PULUMI_OPTION_CONFIG_FILE: undefined,
  PULUMI_OPTION_POLICY_PACK: undefined,
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
  NODE_TEST_CONTEXT: undefined,
  ...(process.env.AUTHENTIK_SSO_ROAD === "built" && { AUTHENTIK_SSO_OFFLINE: "1" }),
};

/** Runs a command to its end. */
export function runCommand(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...WITHOUT_STACK, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, ...said }));
  });
}
