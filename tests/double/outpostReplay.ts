import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { decodeJwt } from "jose";
import { cookieName, type OutpostApp, type OutpostSettings } from "../../testbed/authentik/outpost/app";
import { FileSessions, type SessionFiles } from "../../testbed/authentik/outpost/fileSessions";
import { serveOutpost } from "../../testbed/authentik/outpost/register";
import { type OutpostSessions, ProxySessions } from "../../testbed/authentik/outpost/sessions";
import { MemoryStore } from "../../testbed/authentik/store";
import { differences, type Placeholders } from "./outpostCompare";
import { type Exchange, queryOf } from "./outpostExchanges";
import { RecordingCore } from "./outpostRecordingCore";
import { runningApp, SETUPS, type SetupProvider } from "./outpostSetups";
import { cookieOf, send, type WireAnswer } from "./outpostWire";

const CORE_ANSWER = "answered by the core";

/** A state that the outpost gave out, by the session that it belongs to. */
interface GivenState {
  sid: string;
  redirect: string;
  token: string;
}

/** One setup of the recording, running: the double's outpost over loopback, before the recording's stand-in core. */
export class Replay {
  private readonly placeholders: Placeholders = new Map();
  private readonly states: GivenState[] = [];
  private readonly store = new MemoryStore();
  private readonly files: SessionFiles = new Map();
  private readonly key = randomBytes(32);
  private sessions: OutpostSessions;
  private readonly core: RecordingCore;
  private readonly settings: OutpostSettings;
  private apps: OutpostApp[];
  private shiftMs = 0;
  private server: FastifyInstance | undefined;

  constructor(setup: string) {
    const found = SETUPS[setup];
    if (!found) throw new Error(`no setup ${setup}`);
    this.settings = {
      kind: found.kind,
      name: found.kind === "embedded" ? "authentik Embedded Outpost" : "edge",
      version: "2026.2.2",
      authentikHost: found.authentikHost,
      hostBrowser: found.hostBrowser,
    };
    this.apps = found.providers.map(runningApp);
    this.sessions = this.open();
    this.core = new RecordingCore(() => this.apps, this.clock);
  }

  /** The store as a new process opens it. */
  private open(): OutpostSessions {
    return this.settings.kind === "embedded"
      ? new ProxySessions(this.store, this.clock)
      : new FileSessions(this.clock, this.files, this.key);
  }

  private address(): AddressInfo {
    const address = this.server?.server.address();
    if (typeof address !== "object" || !address) throw new Error("the replay has not started");
    return address;
  }

  private readonly clock = (): Date => new Date(Date.now() + this.shiftMs);

  async start(): Promise<void> {
    this.server = fastify();
    this.server.setNotFoundHandler(async (_request, reply) => reply.code(404).send(CORE_ANSWER));
    this.sessions = this.open();
    serveOutpost(this.server, { sessions: this.sessions, clock: this.clock }, this.core, {
      kind: this.settings.kind,
      load: async () => ({ settings: this.settings, apps: this.apps }),
    });
    await this.server.listen({ host: "127.0.0.1", port: 0 });
  }

  async stop(): Promise<void> {
    await this.server?.close();
  }

  /** A new process over the same sessions. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Loses every session, as a store that was emptied. */
  async loseSessions(): Promise<void> {
    this.files.clear();
    for (const { provider, id } of await this.store.list("proxy_session")) await this.sessions.save(provider, id, 0);
  }

  /** Changes the only provider, as a refresh of the outpost would see it; undefined removes it. */
  change(change: Partial<SetupProvider> | undefined): void {
    this.apps =
      change === undefined ? [] : this.apps.map(({ provider, slug }) => runningApp({ ...provider, slug, ...change }));
  }

  advance(seconds: number): void {
    this.shiftMs += seconds * 1000;
  }

  /** The core tells that a login session has ended. */
  async endCoreSession(sid: string): Promise<void> {
    await this.sessions.end((claims) => claims.sid === sid);
  }

  /** Plays an exchange. @returns what differs from the recording; empty where it is the same */
  async play(exchange: Exchange): Promise<string[]> {
    await this.bindCookies(exchange);
    const headers = exchange.request.headers.map(([name, value]): [string, string] => [name, this.fill(value)]);
    const state = exchange.request.path.includes("<state>") || headers.some(([, value]) => value.includes("<state>"));
    const token = state ? await this.stateFor(exchange) : "";
    this.core.calls = [];
    const answer = await this.send(
      exchange.request.method,
      exchange.request.path.replace("<state>", token),
      headers.map(([name, value]) => [name, value.replace("<state>", token)]),
    );
    if (answer.body === CORE_ANSWER) {
      return exchange.response.status === "(passed on to authentik core)" ? [] : ["passed on to the core"];
    }
    return differences(exchange, answer, this.core.calls, this.placeholders, this.clock());
  }

  /** Starts a login at a URL in a fresh browser. @returns the value of its session cookie */
  async startLogin(url: string): Promise<string> {
    const { protocol, host, pathname, search } = new URL(url);
    const answer = await this.send("GET", "/outpost.goauthentik.io/auth/traefik", [
      ["Host", "outpost:9000"],
      ["X-Forwarded-Proto", protocol.replace(":", "")],
      ["X-Forwarded-Host", host],
      ["X-Forwarded-Uri", pathname + search],
    ]);
    return cookieOf(answer);
  }

  /** Logs a fresh browser in. @returns the value of its session cookie */
  async logIn(url: string, code: string): Promise<string> {
    const cookie = await this.startLogin(url);
    const state = this.states.findLast((given) => this.belongs(given, cookie));
    const app = this.apps.find(({ provider }) => decodeJwt(state?.token ?? "").iss?.endsWith(`/${provider.client_id}`));
    const name = app ? cookieNameOf(app) : "";
    await this.send("GET", `/outpost.goauthentik.io/callback?code=${code}&state=${state?.token ?? ""}`, [
      ["Host", app?.host ?? ""],
      ["Cookie", `${name}=${cookie}`],
    ]);
    return cookie;
  }

  /** Fixes what `<session cookie n>` stands for. */
  bind(number: number, cookie: string): void {
    this.placeholders.set(`<session cookie ${number}>`, cookie);
  }

  /** Gives every cookie of a request that no exchange has set before the session that the answer shows. */
  private async bindCookies(exchange: Exchange): Promise<void> {
    const cookies = exchange.request.headers.find(([name]) => name === "Cookie")?.[1] ?? "";
    for (const [placeholder, number] of cookies.matchAll(/<session cookie (\d+)>/g)) {
      if (this.placeholders.has(placeholder)) continue;
      const host = exchange.request.headers.find(([name]) => name === "X-Forwarded-Host")?.[1] ?? "";
      const user = exchange.response.headers.find(([name]) => name === "X-Authentik-Username")?.[1];
      const loggedIn = exchange.response.status === 200 || exchange.location?.base.endsWith("/end-session/");
      const target = loggedIn
        ? `https://${host}/`
        : (exchange.location?.base ?? `https://${host}/`) + queryOf(exchange);
      this.bind(
        Number(number),
        loggedIn ? await this.logIn(target, `good.${user ?? "alice"}`) : await this.startLogin(target),
      );
    }
  }

  /** The state that the recorded request carried: that of its session, leading to where the answer leads. */
  private async stateFor(exchange: Exchange): Promise<string> {
    const value = exchange.request.headers.find(([name]) => name === "Cookie")?.[1].split("=")[1];
    const session = value === undefined ? undefined : this.fill(value);
    if (exchange.id === "sglA-cb-othersession") await this.startLogin("https://app.example.com/elsewhere");
    const own = this.states.filter((given) => this.belongs(given, session));
    const target = exchange.location && exchange.location.base + queryOf(exchange);
    const fitting = own.findLast((given) => given.redirect === target) ?? own.at(-1);
    const wanted = exchange.id === "sglA-cb-othersession" ? undefined : fitting;
    return (wanted ?? this.states.at(-1))?.token ?? "";
  }

  private belongs({ sid }: GivenState, cookie: string | undefined): boolean {
    return cookie === this.sessions.cookieText(sid);
  }

  private fill(text: string): string {
    return text
      .replace(/<session cookie \d+>/g, (placeholder) => this.placeholders.get(placeholder) ?? placeholder)
      .replace(/(.)\1*… \((\d+) × \1\)/, (_all, character: string, times: string) => character.repeat(Number(times)));
  }

  private async send(method: string, path: string, headers: [string, string][]): Promise<WireAnswer> {
    const { port } = this.address();
    const answer = await send(port, method, path, headers);
    const location = answer.headers.find(([name]) => name === "Location")?.[1] ?? "";
    const token = URL.canParse(location) ? new URL(location).searchParams.get("state") : null;
    if (token !== null) {
      const { sid, redirect } = decodeJwt<{ sid: string; redirect: string }>(token);
      this.states.push({ sid, redirect, token });
    }
    return answer;
  }
}

function cookieNameOf({ provider }: OutpostApp): string {
  return cookieName(provider.client_id);
}
