import { setTimeout as sleep } from "node:timers/promises";
import { bootstrap } from "../bootstrap";
import { DOUBLE, type DoubleConfig, VERSION } from "../config";
import type { DoubleContext, Log } from "../context";
import { writeHeartbeat, writeMode } from "../mode";
import { PostgresStore } from "../store";
import { untilSchema } from "../untilSchema";
import { runTasks } from "./tasks";

/**
 * The worker role: makes the tables, brings in the shipped objects, then applies blueprints as they are asked for. A
 * heartbeat is written after each round in which the database answered. Stops on SIGTERM or SIGINT.
 */
export async function runWorker(config: DoubleConfig, log: Log): Promise<void> {
  const store = new PostgresStore(config.postgres);
  const context: DoubleContext = { store, config, clock: () => new Date(), log };
  const stopped = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      log.info("stopping", { signal: name });
      stopped.abort();
    });
  }
  writeMode({ role: "worker" });
  log.info(`${DOUBLE} ${VERSION}: worker started`);
  await untilSchema(store, log, stopped.signal);
  await Promise.all([
    repeat(context, stopped.signal, "heartbeat", async () => {
      await store.ping();
      writeHeartbeat(context.clock());
    }),
    work(context, stopped.signal),
  ]);
  await store.close();
}

async function work(context: DoubleContext, signal: AbortSignal): Promise<void> {
  let ready = false;
  await repeat(context, signal, "work", async () => {
    // A database that goes away during the set-up is met by doing the set-up again.
    if (!ready) await bootstrap(context, signal);
    ready = true;
    await runTasks(context);
  });
}

/** Does something over and over; a failure is logged by its code, and the next round tries again. */
async function repeat(
  context: DoubleContext,
  signal: AbortSignal,
  name: string,
  round: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      const { code, name: kind } = error as Error & { code?: string };
      context.log.warn("round failed", { round: name, code: code ?? kind });
    }
    await sleep(context.config.workerPollMs, undefined, { signal }).catch(() => {});
  }
}
