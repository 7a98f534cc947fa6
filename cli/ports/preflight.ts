/**
 * Looks, before anything is created, whether the host ports that the update needs are free.
 */
import { connect, createServer } from "node:net";
import type Docker from "dockerode";
import { readInventory, readPublishedPorts } from "../engineClient";
import { UserError } from "../errors";
import { runProcess } from "../process";
import {
  collides,
  describeConflicts,
  describeTakenNames,
  type PlannedResource,
  type PortHolder,
  type WantedPort,
  wantedNames,
  wantedPorts,
} from "./plan";

/** What the look needs. */
export interface PreflightOptions {
  readonly docker: Docker;
  readonly planned: readonly PlannedResource[];
  /** Ids of containers that the state knows: they give their ports back when they are replaced. */
  readonly own: ReadonlySet<string>;
  /** The engine runs on this machine, so its ports can be tried. */
  readonly engineIsHere: boolean;
}

/** @throws {UserError} naming what is taken, and by whom as far as that can be told. */
export async function preflight(options: PreflightOptions): Promise<void> {
  const { containers } = await readInventory(options.docker);
  const taken = describeTakenNames(wantedNames(options.planned), containers, options.own);
  if (taken.length > 0) {
    throw new UserError({
      what: taken.join("\n"),
      fix: "take the stack down that made it (another checkout?), or give this one another `prefix` in its configuration",
    });
  }
  await checkPorts(options, wantedPorts(options.planned));
}

async function checkPorts(options: PreflightOptions, wantedHere: readonly WantedPort[]): Promise<void> {
  const published = await readPublishedPorts(options.docker);
  const own = published.filter((port) => options.own.has(port.containerId));
  const others = published.filter((port) => !options.own.has(port.containerId));
  const holders: PortHolder[] = others.map(({ address, port, container }) => ({
    address,
    port,
    who: `container ${container}`,
  }));
  if (options.engineIsHere) {
    for (const wanted of wantedHere) {
      if ([...own, ...others].some((port) => collides(port, wanted))) continue;
      if (await isTaken(wanted.address, wanted.port)) {
        const who = await listenerOf(wanted.port);
        holders.push({ address: wanted.address, port: wanted.port, ...(who ? { who } : {}) });
      }
    }
  }
  const conflicts = describeConflicts(wantedHere, holders);
  if (conflicts.length === 0) return;
  throw new UserError({
    what: conflicts.join("\n"),
    fix: "stop what holds it, or set httpPort, httpsPort, authentikApiPort or bindAddress in the stack's configuration",
  });
}

/** Tries to listen; where that is not allowed (ports below 1024 without root), tries to connect. */
async function isTaken(address: string, port: number): Promise<boolean> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  if (code === "EACCES") return answers(address === "0.0.0.0" ? "127.0.0.1" : address, port);
  return code === "EADDRINUSE";
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}

/** Name and pid of the program that listens, where `ss` can tell. */
async function listenerOf(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await runProcess("ss", ["-Hltnp", `sport = :${port}`], { cwd: "/" });
    const match = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout);
    return match ? `${match[1]} (pid ${match[2]})` : undefined;
  } catch {
    return undefined;
  }
}
