import { healthcheck } from "./healthcheck";

const COMMANDS = "server, worker, proxy, healthcheck";

/**
 * Entry point of the image: `server`, `worker` or `healthcheck`, as `ak` of the real image takes them, and `proxy`.
 *
 * Each loads no more than it needs: the engine runs the health check every five seconds in each container, and loading
 * the server for it costs a tenth of a core all the time.
 */
async function main(command: string | undefined): Promise<void> {
  if (command === "healthcheck") {
    const result = await healthcheck();
    process.stdout.write(`${result.text}\n`);
    process.exitCode = result.healthy ? 0 : 1;
    return;
  }
  const { ConfigError, DOUBLE, readConfig, VERSION } = await import("./config");
  if (command !== "server" && command !== "worker" && command !== "proxy") {
    process.stderr.write(`${DOUBLE} ${VERSION}: unknown command "${command ?? ""}". It takes one of: ${COMMANDS}.\n`);
    process.exitCode = 2;
    return;
  }
  const { consoleLog } = await import("./log");
  const log = consoleLog(command);
  try {
    if (command === "proxy") {
      const { readProxyConfig, runProxy } = await import("./outpost/runProxy");
      return await runProxy(readProxyConfig(), log);
    }
    const config = readConfig();
    if (command === "server") await (await import("./runServer")).runServer(config, log);
    else await (await import("./worker/runWorker")).runWorker(config, log);
  } catch (error) {
    const known = error instanceof ConfigError || (error as { syscall?: string }).syscall === "listen";
    log.error(known ? (error as Error).message : `cannot start: ${(error as Error).name}`);
    process.exitCode = 1;
  }
}

void main(process.argv[2]);
