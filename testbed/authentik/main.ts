import { ConfigError, DOUBLE, readConfig, VERSION } from "./config";
import { healthcheck } from "./healthcheck";
import { consoleLog } from "./log";
import { readProxyConfig, runProxy } from "./outpost/runProxy";
import { runServer } from "./runServer";
import { runWorker } from "./worker/runWorker";

const COMMANDS = "server, worker, proxy, healthcheck";

/** Entry point of the image: `server`, `worker` or `healthcheck`, as `ak` of the real image takes them, and `proxy`. */
async function main(command: string | undefined): Promise<void> {
  if (command === "healthcheck") {
    const result = await healthcheck();
    process.stdout.write(`${result.text}\n`);
    process.exitCode = result.healthy ? 0 : 1;
    return;
  }
  if (command !== "server" && command !== "worker" && command !== "proxy") {
    process.stderr.write(`${DOUBLE} ${VERSION}: unknown command "${command ?? ""}". It takes one of: ${COMMANDS}.\n`);
    process.exitCode = 2;
    return;
  }
  const log = consoleLog(command);
  try {
    if (command === "proxy") return await runProxy(readProxyConfig(), log);
    const config = readConfig();
    await (command === "server" ? runServer(config, log) : runWorker(config, log));
  } catch (error) {
    const known = error instanceof ConfigError || (error as { syscall?: string }).syscall === "listen";
    log.error(known ? (error as Error).message : `cannot start: ${(error as Error).name}`);
    process.exitCode = 1;
  }
}

void main(process.argv[2]);
