import fastify, { type FastifyInstance } from "fastify";
import { ConfigError, DOUBLE, parseListen, VERSION } from "../config";
import type { Log } from "../context";
import { writeMode } from "../mode";
import { FileSessions } from "./fileSessions";
import { serveOutpost } from "./register";
import { StandaloneCore, type StandaloneEnvironment } from "./standaloneCore";

/** The configuration of the proxy role: the environment of the real image, and how often the core is asked. */
export interface ProxyConfig extends StandaloneEnvironment {
  listen: { host: string; port: number };
  /**
   * Milliseconds between two looks at the core. The real outpost is told over a websocket and looks every five
   * minutes besides; this stands for both.
   */
  pollMs: number;
}

/**
 * Reads the environment of `ghcr.io/goauthentik/proxy`. Its values are taken as they are: no `file://` here, as in the
 * real one.
 *
 * @throws ConfigError naming the variable
 */
export function readProxyConfig(environment: { [name: string]: string | undefined } = process.env): ProxyConfig {
  const { AUTHENTIK_HOST: host = "", AUTHENTIK_TOKEN: token = "" } = environment;
  if (!URL.canParse(host)) throw new ConfigError("AUTHENTIK_HOST is not set to the URL of authentik's server.");
  if (token === "") throw new ConfigError("AUTHENTIK_TOKEN is not set to the token of the outpost.");
  return {
    host,
    token,
    hostBrowser: environment.AUTHENTIK_HOST_BROWSER ?? "",
    listen: parseListen(environment.AUTHENTIK_LISTEN__HTTP ?? "[::]:9000"),
    pollMs: Number(environment.AUTHENTIK_DOUBLE_OUTPOST_POLL_MS ?? 1000),
  };
}

/** A running standalone outpost. */
export interface RunningProxy {
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

/**
 * The proxy role: waits for the core, loads its providers, serves them, and looks for changes. Sessions lie in the
 * memory of the process, as the real one's in that of the container.
 */
export async function startProxy(config: ProxyConfig, log: Log, clock = () => new Date()): Promise<RunningProxy> {
  const core = new StandaloneCore(config);
  let loaded = await firstLoad(core, config, log);
  const app = fastify({ logger: false });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("X-Authentik-Double", VERSION);
  });
  serveOutpost(app, { clock, sessions: new FileSessions(clock) }, core, {
    kind: "standalone",
    load: async () => loaded,
  });
  await app.listen(config.listen);
  const timer = setInterval(() => {
    core.load().then(
      (found) => {
        loaded = found;
      },
      (error: Error) => log.warn("cannot look at the core; going on with what is known", { why: error.message }),
    );
  }, config.pollMs);
  return {
    app,
    stop: async () => {
      clearInterval(timer);
      await app.close();
    },
  };
}

async function firstLoad(core: StandaloneCore, config: ProxyConfig, log: Log) {
  for (let told = ""; ; ) {
    try {
      return await core.load();
    } catch (error) {
      const why = (error as Error).message;
      if (why !== told) log.warn("waiting for the core", { why });
      told = why;
      await new Promise((resolve) => setTimeout(resolve, Math.min(config.pollMs, 1000)));
    }
  }
}

/** The command: runs until SIGTERM or SIGINT. */
export async function runProxy(config: ProxyConfig, log: Log): Promise<void> {
  const { stop } = await startProxy(config, log);
  writeMode({ role: "proxy", port: config.listen.port });
  log.info(`${DOUBLE} ${VERSION}: listening as a standalone outpost`, { port: config.listen.port });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info("stopping", { signal });
      void stop();
    });
  }
}
