import { randomBytes } from "node:crypto";
import type { Store } from "../store";
import { type OutpostApp, sessionSeconds } from "./app";
import type { OutpostClaims } from "./identity";

/** A session of the embedded outpost. One store per provider: the same id under another provider is another session. */
interface ProxySessionRow {
  provider: number;
  id: string;
  /** Absent until the login that the session was started for has come back. */
  claims?: OutpostClaims;
  /** RFC 3339; a row past it counts as gone. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    proxy_session: ProxySessionRow;
  }
}

/** What a request's cookie is to the store. */
export type CookieState =
  | { readonly kind: "none" }
  /** Not of this store, by its form or its signature. */
  | { readonly kind: "bad" }
  /** A session that is there, or that the store takes over. */
  | { readonly kind: "live"; readonly id: string }
  /** Of this store, but its session has ended. */
  | { readonly kind: "gone"; readonly id: string };

/** What a session's cookie looks like. */
export interface SessionCookieOptions {
  /** `cookie_domain` as written. */
  readonly domain: string;
  /** Decides whether the cookie is Secure. */
  readonly externalHost: string;
  /** How long a session lasts before its login. */
  readonly seconds: number;
}

/** Where an outpost keeps its sessions: the embedded one in the database, a standalone one in files. */
export interface OutpostSessions {
  /** Told of the apps whenever they are loaded. */
  settle(apps: readonly OutpostApp[]): void;
  optionsFor(app: OutpostApp): SessionCookieOptions;
  cookieText(id: string): string;
  /** @param cookie its text; undefined where the request brought none */
  read(provider: number, cookie: string | undefined): Promise<CookieState>;
  /** Claims of a session; undefined where it is unknown, over, or not logged in. */
  claims(provider: number, id: string): Promise<OutpostClaims | undefined>;
  /** @param seconds how long from now; zero or less removes the session. */
  save(provider: number, id: string, seconds: number, claims?: OutpostClaims): Promise<void>;
  /** Ends the sessions whose claims match, at every provider of the outpost (rule 31). */
  end(matches: (claims: OutpostClaims) => boolean): Promise<number>;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** How often the rows of visitors who never came back are dropped. */
const SWEEP_MS = 3_600_000;

/** Sessions of the embedded outpost, kept in the double's store (Postgres where it runs). */
export class ProxySessions implements OutpostSessions {
  private sweptAt: number;

  constructor(
    private readonly store: Store,
    private readonly clock: () => Date,
  ) {
    this.sweptAt = clock().getTime();
  }

  settle(): void {}

  optionsFor(app: OutpostApp): SessionCookieOptions {
    const { cookie_domain, external_host } = app.provider;
    return { domain: cookie_domain, externalHost: external_host, seconds: sessionSeconds(app) };
  }

  cookieText(id: string): string {
    return id;
  }

  /** Every value counts as a session id, known or not (rule 34). */
  async read(_provider: number, cookie: string | undefined): Promise<CookieState> {
    return cookie === undefined || cookie === "" ? { kind: "none" } : { kind: "live", id: cookie };
  }

  async claims(provider: number, id: string): Promise<OutpostClaims | undefined> {
    if (id === "") return undefined;
    const row = await this.store.get("proxy_session", key(provider, id));
    return row && Date.parse(row.expires) > this.clock().getTime() ? row.claims : undefined;
  }

  async save(provider: number, id: string, seconds: number, claims?: OutpostClaims): Promise<void> {
    if (seconds <= 0) {
      await this.store.remove("proxy_session", key(provider, id));
      return;
    }
    const now = this.clock().getTime();
    if (now - this.sweptAt > SWEEP_MS) {
      this.sweptAt = now;
      await this.end(() => false);
    }
    const expires = new Date(now + seconds * 1000).toISOString();
    await this.store.put("proxy_session", key(provider, id), { provider, id, expires, ...(claims ? { claims } : {}) });
  }

  /** Drops the expired ones too. */
  async end(matches: (claims: OutpostClaims) => boolean): Promise<number> {
    let ended = 0;
    for (const row of await this.store.list("proxy_session")) {
      const over = Date.parse(row.expires) <= this.clock().getTime();
      const matching = row.claims !== undefined && matches(row.claims);
      if (!over && !matching) continue;
      await this.store.remove("proxy_session", key(row.provider, row.id));
      if (matching && !over) ended += 1;
    }
    return ended;
  }
}

/** A session id of the outpost: 32 random bytes in base32 without padding, 52 characters. */
export function newSessionId(): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of randomBytes(32)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text + BASE32[(held << (5 - bits)) & 31];
}

function key(provider: number, id: string): string {
  return `${provider}:${id}`;
}
