/** Runs a program and keeps what it said, for the error text. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ImageError } from "./types";

const run = promisify(execFile);

/** How a program is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What to do where it fails; ends the error text. */
  readonly fix: string;
}

/** Runs a program to its end and gives its standard output. Throws with its last words where it fails. */
export async function command(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { cwd, env, fix } = options;
  try {
    const done = await run(program, [...args], {
      ...(cwd ? { cwd } : {}),
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return done.stdout;
  } catch (error) {
    const { code, stderr, message } = error as { code?: string | number; stderr?: string; message: string };
    if (code === "ENOENT") throw new ImageError(`The program ${program} is not installed.`, fix);
    const words = (stderr?.trim() || message).split("\n").slice(-12).join("\n");
    throw new ImageError(`${program} ${args[0] ?? ""} failed:\n${words}`, fix);
  }
}
