/** Runs a command and says what it cost: wall time, and processor time and peak memory of each process it started. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One process of the command's tree. */
export interface ProcessCost {
  readonly command: string;
  /** User and system time in seconds. */
  readonly cpuSeconds: number;
  /** Largest resident set in MB (10^6 bytes). */
  readonly peakMb: number;
}

/** What a command cost. */
export interface Cost {
  readonly wallSeconds: number;
  /** Sum over all processes. */
  readonly cpuSeconds: number;
  readonly processes: readonly ProcessCost[];
  readonly stdout: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Longest time it may take, in seconds. @default 900 */
  readonly timeoutSeconds?: number;
}

/** How often processes are looked at; what starts and ends in between is not seen. */
const LOOK_EVERY_MS = 100;

/** Ticks per second of /proc/<pid>/stat: USER_HZ, which is 100 on every Linux of today (man 5 proc). */
const TICKS = 100;

/**
 * Runs `file` to its end.
 *
 * Processor time and memory come from /proc, so elsewhere than on Linux both are empty.
 *
 * @throws Error with the end of its output when it fails or takes too long
 */
export function measure(file: string, args: readonly string[], options: CommandOptions): Promise<Cost> {
  const { cwd, env, timeoutSeconds = 900 } = options;
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(file, [...args], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const seen = new Map<number, ProcessCost>();
    const look = setInterval(() => {
      if (child.pid !== undefined) lookAt(child.pid, seen);
    }, LOOK_EVERY_MS);
    const timer = setTimeout(() => child.kill("SIGINT"), timeoutSeconds * 1000);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const end = () => {
      clearInterval(look);
      clearTimeout(timer);
    };
    child.on("error", (error) => {
      end();
      reject(error);
    });
    child.on("close", (code) => {
      end();
      const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code !== 0) {
        const said = `${stdout}\n${stderr}`.trim().slice(-3000);
        reject(new Error(`${file} ${args.join(" ")} ended with ${code} after ${wallSeconds.toFixed(0)} s:\n${said}`));
        return;
      }
      const processes = [...seen.values()].sort((a, b) => b.cpuSeconds - a.cpuSeconds);
      const cpuSeconds = processes.reduce((sum, one) => sum + one.cpuSeconds, 0);
      resolve({ wallSeconds, cpuSeconds, processes, stdout });
    });
  });
}

/** The costliest process whose command line contains `part`. */
export function processOf(cost: Pick<Cost, "processes">, part: string): ProcessCost | undefined {
  return cost.processes.find(({ command }) => command.includes(part));
}

function lookAt(root: number, seen: Map<number, ProcessCost>): void {
  for (const pid of treeOf(root)) {
    const cost = costOf(pid);
    if (cost) seen.set(pid, cost);
  }
}

/** A process and all that descend from it. */
function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of folders("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(statOf(pid)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Memory and processor time of a process; `undefined` when it has ended. */
export function costOf(pid: number): ProcessCost | undefined {
  const stat = statOf(pid);
  const status = text(`/proc/${pid}/status`);
  const peak = /VmHWM:\s+(\d+) kB/.exec(status ?? "")?.[1];
  if (!stat || peak === undefined) return undefined;
  return {
    command: (text(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim(),
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS,
    peakMb: (Number(peak) * 1024) / 1e6,
  };
}

/** Fields of /proc/<pid>/stat from the state on (field 3), so that spaces in the program's name do not matter. */
function statOf(pid: number): string[] | undefined {
  const stat = text(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function folders(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
