import { cookieName, type OutpostApp } from "./app";
import { endedCookie, readCookie, sessionCookie } from "./cookies";
import type { OutpostClaims } from "./identity";
import type { OutpostRequest } from "./request";
import { type CookieState, newSessionId, type OutpostSessions } from "./sessions";

/** Put before the id of a session that did not begin with a visit to the authorize page. */
const STORE_PREFIX = "authentik_proxy_session_";

/** One request's session at one app. What its cookie is worth, the store says. */
export class Visit {
  /** Set-Cookie values for the answer, in order. */
  readonly cookies: string[] = [];

  private constructor(
    private readonly app: OutpostApp,
    private readonly sessions: OutpostSessions,
    private readonly clock: () => Date,
    private readonly cookie: CookieState,
    private id: string,
  ) {}

  static async of(
    app: OutpostApp,
    request: OutpostRequest,
    sessions: OutpostSessions,
    clock: () => Date,
  ): Promise<Visit> {
    const text = readCookie(request.header("Cookie"), cookieName(app.provider.client_id));
    const cookie = await sessions.read(app.provider.pk, text);
    return new Visit(app, sessions, clock, cookie, "id" in cookie ? cookie.id : "");
  }

  /** Whether the state of a login that `sid` began belongs to this browser; a cookie without a session is taken away. */
  began(sid: string): boolean {
    if (this.cookie.kind === "live") return this.id === sid;
    if (this.cookie.kind !== "none") this.forget(2);
    return false;
  }

  claims(): Promise<OutpostClaims | undefined> {
    return this.sessions.claims(this.app.provider.pk, this.id);
  }

  /**
   * Begins a login: a visit without cookie gets a new session and its Set-Cookie, one with a session keeps what it has
   * (rule 9). A cookie without a session is only taken away, so the login that begins here fails (rule 33): once where
   * the session has ended, twice where the cookie is none of this store's.
   */
  async begin(): Promise<string> {
    if (this.cookie.kind === "gone") this.forget(1);
    if (this.cookie.kind === "bad") this.forget(2);
    if (this.id !== "") return this.id;
    this.id = newSessionId();
    if (this.cookie.kind === "none") await this.save(this.seconds, undefined);
    return this.id;
  }

  /** Keeps what a header login or a logout without session leaves behind. */
  async keep(claims?: OutpostClaims): Promise<void> {
    if (this.id === "") this.id = `${STORE_PREFIX}${newSessionId()}`;
    await this.save(this.seconds, claims);
  }

  /** Ends a login: same id, but it lasts as long as the token (rule 16). */
  async complete(claims: OutpostClaims): Promise<void> {
    await this.save(Math.trunc(claims.exp - this.clock().getTime() / 1000), claims);
  }

  private get seconds(): number {
    return this.sessions.optionsFor(this.app).seconds;
  }

  private forget(times: number): void {
    const ended = endedCookie(this.app, this.sessions.optionsFor(this.app));
    for (let at = 0; at < times; at += 1) this.cookies.push(ended);
  }

  private async save(seconds: number, claims: OutpostClaims | undefined): Promise<void> {
    await this.sessions.save(this.app.provider.pk, this.id, seconds, claims);
    const options = this.sessions.optionsFor(this.app);
    this.cookies.push(sessionCookie(this.app, options, this.sessions.cookieText(this.id), seconds, this.clock()));
  }
}
