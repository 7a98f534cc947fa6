import { spawn } from "node:child_process";

/** How a command ended; a failure is a result, not an exception. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables laid over this process's own; undefined takes one away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a developer's shell, or the test command, is tied to must not leak into a test's stack. */
export const WITHOUT_STACK: Environment = {
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
