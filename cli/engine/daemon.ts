/** Installs and starts Docker Engine on Debian and its kind, as root. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../errors";
import type { Machine } from "./machine";

const run = promisify(execFile);

/** A daemon that was just told to start. `failure` gives the reason once it is known to have ended. */
export interface Starting {
  /** `systemd`, or the pid and the log of our own dockerd. */
  readonly how: string;
  failure(): string | undefined;
}

/** Installs docker.io with apt. Minutes at most; another apt that is at work is waited for. */
export async function installEngine(env: NodeJS.ProcessEnv): Promise<void> {
  const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 64 * 1024 * 1024 };
  // With what the package recommends: apparmor and cgroupfs-mount are among it, and kernels differ in needing them.
  const apt = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"];
  try {
    await run("apt-get", [...apt, "update"], options);
    await run("apt-get", [...apt, "install", "docker.io"], options);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new UserError({
      what: `apt-get could not install docker.io:\n${lastLines(stderr || message, 12)}`,
      fix: "mend what apt says (apt-get install docker.io), or point DOCKER_HOST at a machine that has an engine",
    });
  }
}

/** Tells the daemon to start and returns at once: by systemd where that runs, else as a process of its own. */
export async function startEngine(machine: Machine, env: NodeJS.ProcessEnv): Promise<Starting> {
  if (!machine.systemd) return startDetached(machine.dockerd ?? "dockerd", env);
  try {
    await run("systemctl", ["start", "docker"], { env });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new UserError({
      what: `systemctl could not start docker: ${(stderr || message).trim()}`,
      fix: "see journalctl -u docker",
    });
  }
  return { how: "systemd", failure: () => undefined };
}

/** Where our own dockerd keeps its pid file and log. */
export function engineFolder(env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), ".cache");
  return join(cache, "authentik-sso", "engine");
}

function startDetached(dockerd: string, env: NodeJS.ProcessEnv): Starting {
  const folder = engineFolder(env);
  mkdirSync(folder, { recursive: true });
  const pidFile = join(folder, "dockerd.pid");
  const logFile = join(folder, "dockerd.log");
  dropStalePidFile(pidFile);
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, "a");
  // Its own session, so that neither Ctrl-C nor the end of this process takes every container down with it.
  const child: ChildProcess = spawn(dockerd, ["--pidfile", pidFile], {
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    env,
  });
  closeSync(log);
  child.unref();
  let failure: string | undefined;
  child.on("error", (error) => {
    failure = `dockerd cannot be run: ${error.message}`;
  });
  child.on("exit", (code, signal) => {
    failure = `dockerd ended (${signal ?? code}). Its log, ${logFile}, ends with:\n${lastLines(readFileSync(logFile, "utf8"), 8)}`;
  });
  // Two at once: the second dockerd ends because of the first one's pid file, and the first is about to answer.
  const ended = (): string | undefined => (namesDaemon(pidFile) ? undefined : failure);
  return { how: `dockerd, pid ${child.pid ?? "unknown"}, log ${logFile}`, failure: ended };
}

/**
 * Removes the pid file of a daemon that is gone. It outlives a restart of the machine, and dockerd refuses to start
 * when any process, not only another dockerd, has that number by now.
 */
function dropStalePidFile(pidFile: string): void {
  if (!namesDaemon(pidFile)) rmSync(pidFile, { force: true });
}

/** Whether the pid file names a process that is a dockerd. */
function namesDaemon(pidFile: string): boolean {
  if (!existsSync(pidFile)) return false;
  const pid = readFileSync(pidFile, "utf8").trim();
  const nameFile = `/proc/${pid}/comm`;
  return /^\d+$/.test(pid) && existsSync(nameFile) && readFileSync(nameFile, "utf8").trim() === "dockerd";
}

function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
