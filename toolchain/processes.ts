/** Runs other programs and hands on what they say, line by line. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of either stream. */
  readonly onLine?: (line: string) => void;
}

/** How it ended. */
export interface RunResult {
  /** 127 where the program could not be started. */
  readonly code: number;
  readonly stdout: string;
}

/** Runs a program to its end, and ends it with this process. A code other than 0 is an answer, not an error. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  const end = (): boolean => child.kill();
  process.once("exit", end);
  let stdout = "";
  createInterface(child.stdout).on("line", (line) => {
    stdout += `${line}\n`;
    options.onLine?.(line);
  });
  createInterface(child.stderr).on("line", (line) => options.onLine?.(line));
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      options.onLine?.(error.message);
      resolve(127);
    });
    child.on("close", (status) => resolve(status ?? 128));
  });
  process.removeListener("exit", end);
  return { code, stdout };
}
