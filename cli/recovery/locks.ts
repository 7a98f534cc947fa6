/**
 * Locks in the own backend that a killed process left behind.
 *
 * Pulumi's file backend writes one JSON file per lock (`pid`, `username`, `hostname`, `timestamp`) and never takes
 * away the lock of a process that died.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Checkout } from "../checkout";

/** A lock as it lies in the backend. */
export interface Lock {
  readonly path: string;
  /** Nothing where the file is damaged: killed while it was written. */
  readonly holder: { readonly pid: number; readonly hostname: string } | undefined;
  readonly ageMs: number;
}

/** What is known of this machine. */
export interface LockFacts {
  readonly hostname: string;
  /** Whether a pulumi process with this id runs here. */
  readonly isPulumi: (pid: number) => boolean;
}

/** Stale, held by a living process of this machine, or held by another machine. */
export type LockState = "stale" | "held" | "foreign";

/**
 * A lock, or one in writing: the backend writes `<id>.json.<hex>.tmp` first and renames it (gocloud.dev fileblob), and
 * pulumi counts both.
 */
const LOCK_FILE = /\.json(\.[^.]+\.tmp)?$/;

/** A damaged lock younger than this may still be in writing. */
const WRITING_MS = 5_000;

/** Judges a lock. */
export function judgeLock(lock: Lock, facts: LockFacts): LockState {
  if (lock.holder === undefined) return lock.ageMs > WRITING_MS ? "stale" : "held";
  if (lock.holder.hostname !== facts.hostname) return "foreign";
  return facts.isPulumi(lock.holder.pid) ? "held" : "stale";
}

/** The locks of a stack in the own backend. */
export function readLocks(checkout: Checkout): readonly Lock[] {
  const folder = join(checkout.stateFolder, ".pulumi", "locks", "organization", checkout.project, checkout.stack);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => LOCK_FILE.test(name))
    .map((name) => {
      const path = join(folder, name);
      return { path, holder: parseHolder(readFileSync(path, "utf8")), ageMs: Date.now() - statSync(path).mtimeMs };
    });
}

/** Takes a lock away. `pulumi cancel` would take all of a stack's, held ones too. */
export function removeLock(lock: Lock): void {
  rmSync(lock.path, { force: true });
}

/** The facts of this machine. Where there is no /proc, a living process counts as pulumi. */
export function machineFacts(isAlive: (pid: number) => boolean): LockFacts {
  return {
    hostname: hostname(),
    isPulumi: (pid) => {
      if (!isAlive(pid)) return false;
      const commandLine = `/proc/${pid}/cmdline`;
      return !existsSync("/proc/self/cmdline") || !existsSync(commandLine)
        ? true
        : readFileSync(commandLine, "utf8").includes("pulumi");
    },
  };
}

function parseHolder(text: string): Lock["holder"] {
  try {
    const value = JSON.parse(text) as { pid?: unknown; hostname?: unknown };
    if (typeof value.pid === "number" && typeof value.hostname === "string") {
      return { pid: value.pid, hostname: value.hostname };
    }
  } catch {
    // Not JSON: the process was killed while it wrote.
  }
  return undefined;
}
