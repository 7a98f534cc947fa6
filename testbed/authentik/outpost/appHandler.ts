import { isAllowlisted } from "./allowlist";
import { type Answer, empty, pass, plainError, redirect, redirectBody } from "./answer";
import type { OutpostApp, OutpostSettings } from "./app";
import type { OutpostCore } from "./core";
import { endpointsOf } from "./endpoints";
import { encodeQuery, queryValue } from "./goText";
import { goUrlText, parseGoUrl } from "./goUrl";
import type { HeaderLogins } from "./headerLogin";
import { identityHeaders, type OutpostClaims } from "./identity";
import { allowedReturn, authorizeUrl, CALLBACK_SIGNATURE, LOGOUT_SIGNATURE, startUrl } from "./redirects";
import { hasSignature, type OutpostRequest } from "./request";
import type { OutpostSessions } from "./sessions";
import { readState, signState } from "./state";
import { AppTokens } from "./tokens";
import { Visit } from "./visit";

/** What every request of every app shares. */
export interface OutpostParts {
  settings: OutpostSettings;
  core: OutpostCore;
  sessions: OutpostSessions;
  headerLogins: HeaderLogins;
  clock: () => Date;
}

/** One request to one app in forward mode. Method names are the endpoints below `/outpost.goauthentik.io/`. */
export class AppHandler {
  private readonly tokens: AppTokens;

  private constructor(
    private readonly app: OutpostApp,
    private readonly request: OutpostRequest,
    private readonly parts: OutpostParts,
    private readonly visit: Visit,
  ) {
    this.tokens = new AppTokens(app, parts.settings, parts.core, parts.clock);
  }

  static async of(app: OutpostApp, request: OutpostRequest, parts: OutpostParts): Promise<AppHandler> {
    return new AppHandler(app, request, parts, await Visit.of(app, request, parts.sessions, parts.clock));
  }

  /** `/auth/traefik`: 200 lets the request through, anything else is shown to the visitor. */
  async traefik(): Promise<Answer> {
    const { request, parts } = this;
    const [proto, host, uri] = ["Proto", "Host", "Uri"].map((part) => request.header(`X-Forwarded-${part}`));
    const wanted = parseGoUrl(`${proto}://${host}${uri}`);
    if (!wanted) return this.misconfigured("failed to detect a forward URL from Traefik");
    if (hasSignature(wanted.rawQuery, CALLBACK_SIGNATURE)) return this.callback(wanted.rawQuery);
    if (hasSignature(wanted.rawQuery, LOGOUT_SIGNATURE)) return this.signOut();
    const claims = (await this.visit.claims()) ?? (await this.headerLogin());
    if (claims) {
      const identity = identityHeaders(this.app, claims, endpointsOf(this.app, parts.settings), parts.settings);
      return pass({ ...identity, "User-Agent": request.header("User-Agent") }, this.visit.cookies);
    }
    if (isAllowlisted(this.app, wanted)) return pass({}, []);
    return this.login(goUrlText(wanted));
  }

  /** `/start`: always to the authorize page, also with a session (rule 13). */
  start(): Promise<Answer> {
    return this.login(allowedReturn(this.app, queryValue(this.request.rawQuery, "rd")));
  }

  /** `/callback`: 400 for a bad state; a refused code goes back without a session (rules 16 to 19). */
  async callback(rawQuery = this.request.rawQuery): Promise<Answer> {
    const state = await readState(this.app, queryValue(rawQuery, "state"));
    if (!state || !this.visit.began(state.sid)) return empty(400, this.visit.cookies);
    const claims = await this.tokens.redeem(queryValue(rawQuery, "code"));
    if (claims) await this.visit.complete(claims);
    const back = state.redirect === "" ? this.app.provider.external_host : state.redirect;
    return redirect(this.request.method, back, this.visit.cookies);
  }

  /** `/sign_out`: ends the user's sessions at every app of the outpost; the cookie stays (rules 31 and 32). */
  async signOut(): Promise<Answer> {
    const claims = await this.visit.claims();
    if (!claims) return this.signOutWithoutSession();
    await this.parts.sessions.end((other) => other.sub === claims.sub);
    const { endSession } = endpointsOf(this.app, this.parts.settings);
    return redirect(this.request.method, `${endSession}?${encodeQuery({ id_token_hint: claims.rawToken })}`, []);
  }

  private async signOutWithoutSession(): Promise<Answer> {
    const target = startUrl(this.app, this.request.path);
    // The only effect of intercept_header_auth in forward mode (rule 29); the link follows the page, as in the real one.
    if (this.app.provider.intercept_header_auth && this.request.header("Authorization") !== "") {
      const page =
        "<h1>Unauthenticated</h1>\n<p>Due to 'Receive header authentication' being set, no redirect is performed.</p>\n";
      return {
        status: 401,
        headers: [["Content-Type", "text/html; charset=utf-8"]],
        body: page + redirectBody(target),
      };
    }
    await this.visit.keep();
    return redirect(this.request.method, target, this.visit.cookies);
  }

  private async login(back: string): Promise<Answer> {
    const sid = await this.visit.begin();
    const state = await signState(this.app, { sid, redirect: back });
    const target = authorizeUrl(this.app, endpointsOf(this.app, this.parts.settings), state);
    return redirect(this.request.method, target, this.visit.cookies);
  }

  private async headerLogin(): Promise<OutpostClaims | undefined> {
    const header = this.request.header("Authorization");
    if (header === "") return undefined;
    const remembered = this.parts.headerLogins.remembered(this.app, header);
    if (remembered) return remembered;
    const claims = await this.parts.headerLogins.attempt(this.app, header, this.tokens);
    if (claims) await this.visit.keep(claims);
    return claims;
  }

  private async misconfigured(message: string): Promise<Answer> {
    const { settings, core } = this.parts;
    const provider = this.app.provider.name;
    await core.reportMisconfiguration({
      message: `Outpost ${settings.name} (Provider ${provider}) ${message}`,
      outpost: settings.name,
      provider,
      url: this.request.path,
      headers: this.request.headers,
      clientIp: this.request.peer,
    });
    return plainError(500, "configuration error");
  }
}
