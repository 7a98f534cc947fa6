/**
 * Whether Traefik serves an emergency route already: it reads a new file with a delay (`providersThrottleDuration`, 2 s
 * by default, after any other change), and until then the service's own router answers.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Probe } from "../live/probe";
import { realmOf } from "./routeFile";

/** How long it is looked for. */
export const SERVED_PATIENCE_MS = 15_000;

const PAUSE_MS = 200;

/** What to look for, and how long. */
export interface ServedOptions {
  /** Asks Traefik; never with the route's password. */
  readonly ask: Probe;
  /** Public URL of the service. */
  readonly url: string;
  /** User of this very opening: the route of an earlier one may still be served. */
  readonly user: string;
  /** Ends the wait early. */
  readonly signal?: AbortSignal;
  /** Milliseconds. @default SERVED_PATIENCE_MS */
  readonly patienceMs?: number;
}

/**
 * Asks without credentials until the answer is the route's own 401, which names its realm.
 *
 * @returns `false` when that was not seen: Traefik has not read the file, or this machine is outside of the route's
 * addresses, for which the service answers as always
 */
export async function waitUntilServed(options: ServedOptions): Promise<boolean> {
  const { ask, url, user, signal, patienceMs = SERVED_PATIENCE_MS } = options;
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask(url).catch(() => undefined);
    if (answer?.status === 401 && answer.challenge?.includes(`realm="${realmOf(user)}"`)) return true;
    if (signal?.aborted || Date.now() + PAUSE_MS > end) return false;
    await sleep(PAUSE_MS);
  }
}
