import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Role of this container and, for server and proxy, the port; written at start and read by `healthcheck`. */
export interface Mode {
  role: "server" | "worker" | "proxy";
  port?: number;
}

/** A worker whose heartbeat is older than this is unhealthy. */
export const HEARTBEAT_LIMIT_MS = 30_000;

// The real image keeps its mode file in the temporary folder, which is memory (/dev/shm) there.
const folder = process.env.TMPDIR ?? (existsSync("/dev/shm") ? "/dev/shm" : tmpdir());
const modeFile = join(folder, "authentik-mode");
const heartbeatFile = join(folder, "authentik-worker-heartbeat");

export function writeMode(mode: Mode): void {
  writeWhole(modeFile, JSON.stringify(mode));
}

/** Undefined before the container has started its role. */
export function readMode(): Mode | undefined {
  try {
    return JSON.parse(readFileSync(modeFile, "utf8")) as Mode;
  } catch {
    return undefined;
  }
}

/** Called by the worker after each round in which the database answered. */
export function writeHeartbeat(now: Date): void {
  writeWhole(heartbeatFile, String(now.getTime()));
}

/** Milliseconds since the last heartbeat; infinite where there was none. */
export function heartbeatAge(now: Date): number {
  try {
    return now.getTime() - Number(readFileSync(heartbeatFile, "utf8"));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Renamed, since a health check at the same moment would find an empty file. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
