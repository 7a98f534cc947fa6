/**
 * A Docker Engine to work with: the one DOCKER_HOST names, else the one of this machine, started or installed if need
 * be.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type Dockerode from "dockerode";
import { UserError } from "../errors";
import { type Answer, ask, connect } from "./connect";
import { installEngine, startEngine } from "./daemon";
import { type Endpoint, endpointFromEnvironment, localEndpoints } from "./endpoint";
import { planFor, readMachine } from "./machine";

/** An engine that answers. */
export interface Engine {
  readonly docker: Dockerode;
  /** What DOCKER_HOST has to be for others to reach the same engine: `unix:///var/run/docker.sock`. */
  readonly host: string;
  /** `20.10.24+dfsg1` */
  readonly version: string;
  /** `1.41` */
  readonly apiVersion: string;
  /** Whether this call started it. */
  readonly startedByUs: boolean;
  /** What the user must be told: that it was installed, how it was started. Empty where it simply was there. */
  readonly notes: readonly string[];
}

/** How an engine is looked for. */
export interface EngineOptions {
  /** Whether an engine may be installed. An installed one that is stopped is started either way. */
  readonly install: boolean;
  /** Takes each line of progress. */
  readonly report: (line: string) => void;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A daemon with many containers takes a while to answer after a start. Milliseconds. */
const START_BOUND = 90_000;
const REPORT_EVERY = 5_000;

/**
 * Gives an engine that answers.
 *
 * Order: DOCKER_HOST and nothing else where it is set; the sockets of a local engine; starting an installed one;
 * installing docker.io (Debian and Ubuntu, as root, `install: true`).
 *
 * @throws UserError with the fix, where none can be had
 * @example
 * const engine = await ensureEngine({ install: true, report: console.log });
 * await engine.docker.listContainers();
 */
export async function ensureEngine(options: EngineOptions): Promise<Engine> {
  const env = options.env ?? process.env;
  const named = endpointFromEnvironment(env);
  if (named) return engineAt(named, env);
  const tried: { endpoint: Endpoint; answer: Answer }[] = [];
  for (const endpoint of localEndpoints(env)) {
    const docker = connect(endpoint, env);
    const answer = await ask(docker, endpoint);
    if (answer.answers) return engine(docker, endpoint, answer, []);
    tried.push({ endpoint, answer });
  }
  for (const { endpoint, answer } of tried) {
    if (!answer.answers && (answer.because === "permission" || answer.because === "other")) {
      throw notAnswering(endpoint, answer.because, answer.text);
    }
  }
  return makeEngine(options, env);
}

async function engineAt(endpoint: Endpoint, env: NodeJS.ProcessEnv): Promise<Engine> {
  const docker = connect(endpoint, env);
  const answer = await ask(docker, endpoint);
  if (!answer.answers) throw notAnswering(endpoint, answer.because, answer.text, "DOCKER_HOST names it. ");
  return engine(docker, endpoint, answer, []);
}

/** Installs where needed and allowed, starts, and waits until it answers. */
async function makeEngine(options: EngineOptions, env: NodeJS.ProcessEnv): Promise<Engine> {
  const plan = planFor(readMachine(env), options.install);
  if (plan.kind === "refuse") throw new UserError(plan.fault);
  const notes: string[] = [];
  if (plan.kind === "install") {
    options.report("no Docker Engine here: installing docker.io with apt");
    await installEngine(env);
    notes.push("Docker Engine was not there: docker.io has been installed with apt.");
  }
  // Read again: installing may have brought dockerd, and its package may have started it.
  const machine = readMachine(env);
  const [endpoint] = localEndpoints(env);
  if (!endpoint) throw new Error("no local endpoint");
  const docker = connect(endpoint, env);
  const already = await ask(docker, endpoint);
  if (already.answers) return engine(docker, endpoint, already, notes, true);
  options.report("starting Docker Engine");
  const starting = await startEngine(machine, env);
  const answer = await waitFor(docker, endpoint, starting.failure, options.report);
  notes.push(`Docker Engine ${answer.version} has been started (${starting.how}).`);
  return engine(docker, endpoint, answer, notes, true);
}

async function waitFor(
  docker: Dockerode,
  endpoint: Endpoint,
  failure: () => string | undefined,
  report: (line: string) => void,
): Promise<Answer & { answers: true }> {
  const started = Date.now();
  let reported = started;
  let last = "nothing was asked yet";
  while (Date.now() - started < START_BOUND) {
    // Read before asking: where another process started the engine, ours ends and that one answers.
    const ended = failure();
    const answer = await ask(docker, endpoint);
    if (answer.answers) return answer;
    if (ended) throw new UserError({ what: ended, fix: "mend what the log says, then run the same command again" });
    last = answer.text;
    if (Date.now() - reported >= REPORT_EVERY) {
      reported = Date.now();
      report(`starting Docker Engine: ${Math.round((reported - started) / 1000)} s, ${last}`);
    }
    await sleep(250);
  }
  throw new UserError({
    what: `Docker Engine was started, but did not answer at ${endpoint.text} within ${START_BOUND / 1000} s: ${last}.`,
    fix: "see its log (journalctl -u docker, or dockerd.log in ~/.cache/authentik-sso/engine)",
  });
}

function engine(
  docker: Dockerode,
  endpoint: Endpoint,
  answer: Answer & { answers: true },
  notes: readonly string[],
  startedByUs = false,
): Engine {
  const { version, apiVersion } = answer;
  return { docker, host: endpoint.text, version, apiVersion, startedByUs, notes };
}

function notAnswering(endpoint: Endpoint, because: string, text: string, who = ""): UserError {
  const fixes: Readonly<Record<Endpoint["kind"], string>> = {
    unix: "start that engine, or unset DOCKER_HOST to use the one of this machine",
    tcp: "check host, port and firewall, and for TLS DOCKER_CERT_PATH; or unset DOCKER_HOST",
    ssh: `make this work without a question: ssh ${endpoint.kind === "ssh" ? endpoint.target.join(" ") : ""} docker version`,
  };
  const permission = "join the group of the socket (sudo usermod -aG docker $USER, then log in again), or run as root";
  return new UserError({
    what: `No Docker Engine answers at ${endpoint.text}. ${who}It said: ${text}`,
    fix: because === "permission" ? permission : fixes[endpoint.kind],
  });
}
