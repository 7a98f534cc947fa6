import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type OutpostApp, sessionSeconds } from "./app";
import type { OutpostClaims } from "./identity";
import type { CookieState, OutpostSessions, SessionCookieOptions } from "./sessions";

interface SessionFile {
  claims?: OutpostClaims;
  /** Milliseconds; the age of the signed cookie, never the end of the token (rule 38). */
  until: number;
}

/** What a standalone outpost keeps beside its process: a restart of the container loses it, one of the process does not. */
export type SessionFiles = Map<string, SessionFile>;

const SIGNATURE = /^([A-Za-z0-9_]+)\.([A-Za-z0-9_-]{43})$/;

/**
 * The file store of a standalone outpost: **one** for all providers, with the options of the one that was loaded last
 * at the first load (rule 35), signed cookies, and no look at the end of the token.
 */
export class FileSessions implements OutpostSessions {
  private options: SessionCookieOptions | undefined;

  constructor(
    private readonly clock: () => Date,
    private readonly files: SessionFiles = new Map(),
    private readonly key: Buffer = randomBytes(32),
  ) {}

  settle(apps: readonly OutpostApp[]): void {
    const last = apps.at(-1);
    if (!last || this.options) return;
    const { cookie_domain, external_host } = last.provider;
    this.options = { domain: cookie_domain, externalHost: external_host, seconds: sessionSeconds(last) };
  }

  optionsFor(app: OutpostApp): SessionCookieOptions {
    this.settle([app]);
    return this.options as SessionCookieOptions;
  }

  cookieText(id: string): string {
    return `${id}.${this.sign(id)}`;
  }

  async read(_provider: number, cookie: string | undefined): Promise<CookieState> {
    if (cookie === undefined) return { kind: "none" };
    const [, id, signature] = SIGNATURE.exec(cookie) ?? [];
    if (id === undefined || signature === undefined || !same(signature, this.sign(id))) return { kind: "bad" };
    return this.file(id) ? { kind: "live", id } : { kind: "gone", id };
  }

  async claims(_provider: number, id: string): Promise<OutpostClaims | undefined> {
    return this.file(id)?.claims;
  }

  async save(_provider: number, id: string, seconds: number, claims?: OutpostClaims): Promise<void> {
    if (seconds <= 0) this.files.delete(id);
    else this.files.set(id, { until: this.clock().getTime() + this.age() * 1000, ...(claims ? { claims } : {}) });
  }

  async end(matches: (claims: OutpostClaims) => boolean): Promise<number> {
    let ended = 0;
    for (const [id, { claims }] of this.files) {
      if (!claims || !matches(claims)) continue;
      this.files.delete(id);
      ended += 1;
    }
    return ended;
  }

  private file(id: string): SessionFile | undefined {
    const found = this.files.get(id);
    return found && found.until > this.clock().getTime() ? found : undefined;
  }

  private age(): number {
    return this.options?.seconds ?? 0;
  }

  private sign(id: string): string {
    return createHmac("sha256", this.key).update(id).digest("base64url");
  }
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
