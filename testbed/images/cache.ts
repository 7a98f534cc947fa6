/** The folder per user that keeps what was built, and its lock. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { ImageError, type Report } from "./types";

/** Two builds on one machine: the second waits for the first at most this long. Milliseconds. */
const LOCK_BOUND = 20 * 60_000;
/** A lock whose holder was killed counts as free after this time. Milliseconds. */
const LOCK_STALE = 10_000;

/** `${XDG_CACHE_HOME:-~/.cache}/authentik-sso/images`, made if it is not there. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folder = join(env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), ".cache"), "authentik-sso", "images");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Does the work while no other process of this user builds images. What an interrupted run left half done is removed. */
export async function withLock<T>(folder: string, report: Report, work: (scratch: string) => Promise<T>): Promise<T> {
  const release = await acquire(folder, report);
  const scratch = join(folder, "unfinished");
  try {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await release();
  }
}

/** Removes files of the folder whose names start with a prefix, but the one that is in use. */
export function dropOthers(folder: string, prefix: string, keep: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && name !== keep) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function acquire(folder: string, report: Report): Promise<() => Promise<void>> {
  const started = Date.now();
  let told = 0;
  for (;;) {
    try {
      // A lost lock (the machine slept) may not end the process: results appear by rename, so two builders do no harm.
      return await lock(folder, { stale: LOCK_STALE, update: 2_000, onCompromised: () => undefined });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    const waited = Date.now() - started;
    if (waited > LOCK_BOUND) {
      throw new ImageError(
        `Another process has been building images for ${LOCK_BOUND / 60_000} minutes (lock ${folder}.lock).`,
        "see what it does, end it, then run the same command again",
      );
    }
    if (waited >= told) {
      report(`another process builds the images; waiting for it (${Math.round(waited / 1000)} s)`);
      told += 15_000;
    }
    await sleep(500);
  }
}
