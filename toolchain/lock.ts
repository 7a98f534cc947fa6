/** Lets one process at a time change a folder that several share. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { lock } from "proper-lockfile";

/** A holder that has not renewed its lock for so long counts as dead. It renews every half of that. */
const STALE_MS = 15_000;

/** How often a waiting process tries again, and how often altogether: an hour, longer than any build. */
const RETRY_MS = 2_000;
const RETRIES = 1_800;

/**
 * Runs `work` alone.
 *
 * @param path need not exist; the lock itself is the folder `<path>.lock`
 * @param waiting called once if another process holds the lock
 */
export async function alone<T>(path: string, work: () => Promise<T>, waiting: () => void = () => {}): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const settings = {
    realpath: false,
    stale: STALE_MS,
    // A machine that slept loses its lock. Whatever is done under it ends with a rename, so nothing is harmed.
    onCompromised: () => {},
  };
  const release = await lock(path, settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ELOCKED") throw error;
    waiting();
    return lock(path, { ...settings, retries: { retries: RETRIES, minTimeout: RETRY_MS, factor: 1 } });
  });
  try {
    return await work();
  } finally {
    // A lock that was taken over is no longer ours to release.
    await release().catch(() => {});
  }
}
