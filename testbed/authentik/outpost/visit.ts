import { cookieName, type OutpostApp, sessionSeconds } from "./app";
import { readCookie, sessionCookie } from "./cookies";
import type { OutpostClaims } from "./identity";
import type { OutpostRequest } from "./request";
import { newSessionId, type ProxySessions } from "./sessions";

/** Put before the id of a session that did not begin with a visit to the authorize page. */
const STORE_PREFIX = "authentik_proxy_session_";

/**
 * One request's session at one app. The cookie's value is the session id, also where nobody knows it: a foreign value
 * is taken over and used at the next login (rule 34).
 */
export class Visit {
  /** Set-Cookie values for the answer, in order. */
  readonly cookies: string[] = [];
  private id: string;

  constructor(
    private readonly app: OutpostApp,
    request: OutpostRequest,
    private readonly sessions: ProxySessions,
    private readonly clock: () => Date,
  ) {
    this.id = readCookie(request.header("Cookie"), cookieName(app.provider.client_id)) ?? "";
  }

  /** Empty where the request brought no cookie. */
  get sessionId(): string {
    return this.id;
  }

  claims(): Promise<OutpostClaims | undefined> {
    return this.sessions.claims(this.app.provider.pk, this.id);
  }

  /** Begins a login: a visit without cookie gets a new session and its Set-Cookie, any other keeps what it has (rule 9). */
  async begin(): Promise<string> {
    if (this.id === "") {
      this.id = newSessionId();
      await this.save(sessionSeconds(this.app), await this.claims());
    }
    return this.id;
  }

  /** Keeps what a header login or a logout without session leaves behind. */
  async keep(claims?: OutpostClaims): Promise<void> {
    if (this.id === "") this.id = `${STORE_PREFIX}${newSessionId()}`;
    await this.save(sessionSeconds(this.app), claims);
  }

  /** Ends a login: same id, but it lasts as long as the token (rule 16). */
  async complete(claims: OutpostClaims): Promise<void> {
    await this.save(Math.trunc(claims.exp - this.clock().getTime() / 1000), claims);
  }

  private async save(seconds: number, claims: OutpostClaims | undefined): Promise<void> {
    await this.sessions.save(this.app.provider.pk, this.id, seconds, claims);
    this.cookies.push(sessionCookie(this.app, this.id, seconds, this.clock()));
  }
}
