/** Runs other programs. */
import { spawn } from "node:child_process";

/** How a program ended. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link runProcess}. */
export interface ProcessOptions {
  readonly cwd: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGINT to the program. */
  readonly signal?: AbortSignal;
  /** Called with each line of either stream. */
  readonly onLine?: (line: string) => void;
  /** Hand this process's own streams over instead of collecting what the program says. */
  readonly inherit?: boolean;
}

/** Runs a program to its end; a code other than 0 is an answer, not an error. Throws if it cannot be started. */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.inherit ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const stop = (): void => {
      child.kill("SIGINT");
    };
    options.signal?.addEventListener("abort", stop);
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      let rest = "";
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) options.onLine?.(line);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      options.signal?.removeEventListener("abort", stop);
      resolve({ code: code ?? (signal ? 128 : 1), ...said });
    });
  });
}

/** Whether a process of this machine is alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
