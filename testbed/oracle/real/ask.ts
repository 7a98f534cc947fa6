/** Asks Traefik what a browser, or an attacker, would ask. */
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import type { EntryPointPorts } from "../fleet/variants";
import { LOGIN_COOKIE, WITNESS, type Witness } from "./apps";
import type { Probe } from "./probes";

export interface Answer {
  /** 0: none. */
  readonly status: number;
  /** What the app that answered saw. */
  readonly witness?: Witness;
  /** Whether the outpost answered. */
  readonly outpost: boolean;
  /** Whether it is the login's challenge. */
  readonly login: boolean;
  /** Whether it is Traefik's API. */
  readonly api: boolean;
  /** Why there is none. */
  readonly error?: string;
}

export interface Asked {
  readonly probe: Probe;
  readonly answer: Answer;
}

/** An answer takes milliseconds; what hangs is a fault of the fleet. */
const PATIENCE_MS = 5_000;
const AT_ONCE = 12;

/** Asks all probes over new connections: what an entry point does below HTTP is decided once per connection. */
export async function askAll(probes: readonly Probe[], ports: EntryPointPorts): Promise<Asked[]> {
  const plain = new Agent({ keepAlive: true, maxSockets: 6 });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const asked: Asked[] = [];
  const waiting = [...probes];
  const worker = async (): Promise<void> => {
    for (let probe = waiting.shift(); probe; probe = waiting.shift()) {
      asked.push({ probe, answer: await ask(probe, ports, plain, tls) });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    plain.destroy();
    tls.destroy();
  }
  return asked;
}

function ask(probe: Probe, ports: EntryPointPorts, plain: Agent, tls: TlsAgent): Promise<Answer> {
  const { entryPoint, sni, host, path, method, headers, login } = probe;
  const options = {
    host: "127.0.0.1",
    port: ports[entryPoint],
    path,
    method,
    headers: { ...headers, Host: host, ...(login && { Cookie: LOGIN_COOKIE }) },
    timeout: PATIENCE_MS,
  };
  return new Promise((resolve) => {
    const read = (response: IncomingMessage): void => {
      let body = "";
      response.setEncoding("latin1");
      response.on("data", (text: string) => {
        body += text;
      });
      response.on("error", (error) => resolve(none(error.message)));
      response.on("end", () => resolve(answerOf(response, body)));
    };
    const request =
      entryPoint === "web"
        ? httpRequest({ ...options, agent: plain }, read)
        : httpsRequest({ ...options, agent: tls, servername: sni ?? "" }, read);
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", (error) => resolve(none(error.message)));
    request.end();
  });
}

function answerOf(response: IncomingMessage, body: string): Answer {
  const { headers, statusCode = 0 } = response;
  const at = body.indexOf(WITNESS);
  return {
    status: statusCode,
    ...(at >= 0 && { witness: JSON.parse(body.slice(at + WITNESS.length)) as Witness }),
    outpost: headers["x-oracle-outpost"] !== undefined,
    login: headers["x-oracle-login"] !== undefined,
    api: statusCode === 200 && /^\{"(Version|routers)"/.test(body),
  };
}

function none(error: string): Answer {
  return { status: 0, outpost: false, login: false, api: false, error };
}
