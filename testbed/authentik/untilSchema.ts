import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./context";
import type { PostgresStore } from "./store";

const RETRY_MS = 500;

/**
 * Waits for Postgres and makes the tables. Tries until it works or the signal aborts; the reason is logged when it
 * changes, by its code alone (a message could name the password's owner).
 */
export async function untilSchema(store: PostgresStore, log: Log, signal: AbortSignal): Promise<void> {
  let reason = "";
  while (!signal.aborted) {
    try {
      await store.createSchema();
      log.info("database ready");
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? (error as Error).name;
      if (code !== reason) log.warn("waiting for the database", { code });
      reason = code;
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
  }
}
