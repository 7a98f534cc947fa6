/**
 * Every app of a fleet and the outpost: one process that answers on many loopback addresses, by the address at which
 * it was asked. What it says of itself cannot come from anywhere else.
 */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { IDENTITY_HEADERS } from "../../../components/routing";
import { APP_ADDRESSES, appAddress, SERVER_ADDRESS } from "../fleet/model";

/** What an app says of a request that reached it. */
export interface Witness {
  readonly app: string;
  readonly url: string;
  /** Headers as they came in, names in lower case. */
  readonly headers: readonly (readonly [string, string])[];
}

/** Begins every body of an app, so that it is known even where something else answers with it. */
export const WITNESS = "oracle-app ";
/** Who is logged in, by the stand-in outpost. */
export const USER = "alice";
/** Cookie of somebody who is. */
export const LOGIN_COOKIE = "login=ok";
/** Path that the stand-in outpost lets through by itself, like a provider's `skip_path_regex`. */
export const SKIPPED = "/authentik-skips";
/** An address of another server that calls everybody an administrator. */
export const FORGER = "/forger";

const ADDRESSES = [
  "127.77.0.1",
  SERVER_ADDRESS,
  "127.77.0.3",
  "127.77.3.1",
  ...Array.from({ length: APP_ADDRESSES }, (_, index) => appAddress(index)),
  ...Array.from({ length: APP_ADDRESSES }, (_, index) => `127.77.2.${index + 1}`),
];

export class Apps {
  private names: ReadonlyMap<string, string> = new Map();
  /** Addresses that got bytes which are no HTTP. */
  private readonly raw = new Set<string>();
  private readonly http = createHttpServer({ keepAlive: true }, (request, response) => this.answer(request, response));
  private readonly servers: Server[] = [];
  port = 0;

  /** Listens on the same free port of every address. */
  static async start(): Promise<Apps> {
    const apps = new Apps();
    apps.http.on("clientError", (_error, socket) => {
      apps.raw.add((socket as Socket).localAddress ?? "");
      socket.destroy();
    });
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await apps.listenEverywhere()) return apps;
      apps.close();
    }
    throw new Error("no port is free on every loopback address of the oracle");
  }

  /** Names the apps, by address. */
  name(names: ReadonlyMap<string, string>): void {
    this.names = names;
    this.raw.clear();
  }

  /** Names of apps that somebody's bytes reached, which were no HTTP, since they were named. */
  touched(): string[] {
    return [...this.raw].map((address) => this.names.get(address) ?? address);
  }

  close(): void {
    for (const server of this.servers.splice(0)) server.close();
    this.http.closeAllConnections();
  }

  private async listenEverywhere(): Promise<boolean> {
    let port = 0;
    for (const address of ADDRESSES) {
      const server = createServer((socket) => this.http.emit("connection", socket));
      const listened = await new Promise<boolean>((resolve) => {
        server.once("error", () => resolve(false)).listen(port, address, () => resolve(true));
      });
      if (!listened) return false;
      this.servers.push(server);
      const bound = server.address();
      if (typeof bound === "object" && bound) port = bound.port;
    }
    this.port = port;
    return true;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const address = request.socket.localAddress ?? "";
    const url = request.url ?? "";
    if (address === SERVER_ADDRESS && outpost(request, response, url)) return;
    const headers: [string, string][] = [];
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      headers.push([(request.rawHeaders[at] ?? "").toLowerCase(), request.rawHeaders[at + 1] ?? ""]);
    }
    const witness: Witness = { app: this.names.get(address) ?? address, url, headers };
    response.writeHead(200, { "Content-Type": "text/plain", "X-Oracle-App": witness.app });
    response.end(`${WITNESS}${JSON.stringify(witness)}`);
  }
}

/** The stand-in outpost; `false` for what is authentik's own pages. */
function outpost(request: IncomingMessage, response: ServerResponse, url: string): boolean {
  if (url.startsWith(FORGER)) {
    response.writeHead(200, { "X-Authentik-Username": "administrator" }).end();
    return true;
  }
  if (!url.startsWith("/outpost.goauthentik.io/")) return false;
  if (!url.startsWith("/outpost.goauthentik.io/auth/")) {
    response.writeHead(url.startsWith("/outpost.goauthentik.io/ping") ? 204 : 200, { "X-Oracle-Outpost": "yes" }).end();
    return true;
  }
  const skipped = String(request.headers["x-forwarded-uri"] ?? "").startsWith(SKIPPED);
  if (skipped || String(request.headers.cookie ?? "").includes(LOGIN_COOKIE)) {
    const values: Record<string, string> = {};
    // Some headers only, as authentik leaves out what a user has not got.
    for (const header of skipped ? [] : IDENTITY_HEADERS.slice(0, 6)) values[header] = USER;
    response.writeHead(200, values).end();
    return true;
  }
  response.writeHead(302, { Location: "/outpost.goauthentik.io/start", "X-Oracle-Login": "yes" }).end();
  return true;
}
