import type { DoubleConfig } from "./config";
import { DOUBLE, VERSION } from "./config";
import type { DoubleContext, Log } from "./context";
import { writeMode } from "./mode";
import { buildServer } from "./server";
import { PostgresStore } from "./store";
import { untilSchema } from "./untilSchema";

/** The server role: listens at once, is ready when Postgres answers, stops on SIGTERM or SIGINT. */
export async function runServer(config: DoubleConfig, log: Log): Promise<void> {
  const store = new PostgresStore(config.postgres);
  const context: DoubleContext = { store, config, clock: () => new Date(), log };
  const app = await buildServer(context);
  const { host, port } = config.listen;
  await app.listen({ host, port });
  writeMode({ role: "server", port });
  log.info(`${DOUBLE} ${VERSION}: listening`, { listen: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}` });

  const stopped = new AbortController();
  const stop = async (signal: string): Promise<void> => {
    log.info("stopping", { signal });
    stopped.abort();
    await app.close();
    await store.close();
  };
  process.once("SIGTERM", () => void stop("SIGTERM"));
  process.once("SIGINT", () => void stop("SIGINT"));

  await untilSchema(store, log, stopped.signal);
}
