import { jwtVerify } from "jose";
import { type OutpostApp, type OutpostSettings, outpostAgent } from "./app";
import type { CoreAnswer, CoreRequest, OutpostCore } from "./core";
import { endpointsOf } from "./endpoints";
import { encodeQuery } from "./goText";
import { type OutpostClaims, readClaims } from "./identity";
import { callbackUrl } from "./redirects";

/** What the outpost does with tokens of one app: redeem, introspect, verify. Undefined always means "not logged in". */
export class AppTokens {
  constructor(
    private readonly app: OutpostApp,
    private readonly settings: OutpostSettings,
    private readonly core: OutpostCore,
    private readonly clock: () => Date,
  ) {}

  /** Exchanges the code of a callback (rule 17). The access token is what is kept. */
  async redeem(code: string): Promise<OutpostClaims | undefined> {
    if (code === "") return undefined;
    const answer = await this.ask("/application/o/token/", {
      ...this.credentials(),
      code,
      grant_type: "authorization_code",
      redirect_uri: callbackUrl(this.app),
    });
    return this.verify(tokenOf(answer, "access_token"));
  }

  /** Logs in by name and app password (rule 28). Here it is the id token that is kept. */
  async byPassword(username: string, password: string): Promise<OutpostClaims | undefined> {
    const answer = await this.ask("/application/o/token/", {
      client_id: this.app.provider.client_id,
      grant_type: "client_credentials",
      password,
      scope: this.app.scopes.join(" "),
      username,
    });
    return this.verify(tokenOf(answer, "id_token"));
  }

  /** Asks the core whether a bearer token is good; the token itself becomes the one that the app sees. */
  async introspect(token: string): Promise<OutpostClaims | undefined> {
    const { status, json } = await this.ask("/application/o/introspect/", { ...this.credentials(), token });
    return status === 200 && json.active === true ? readClaims(json, token) : undefined;
  }

  private credentials(): { client_id: string; client_secret: string } {
    return { client_id: this.app.provider.client_id, client_secret: this.app.provider.client_secret };
  }

  private ask(path: CoreRequest["path"], form: { [field: string]: string }): Promise<CoreAnswer> {
    return this.core.request({
      path,
      origin: endpointsOf(this.app, this.settings).tokenOrigin,
      userAgent: `${outpostAgent(this.settings)} (provider=${this.app.provider.name})`,
      body: encodeQuery(form),
    });
  }

  private async verify(token: string): Promise<OutpostClaims | undefined> {
    if (token === "") return undefined;
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(this.app.provider.client_secret), {
        algorithms: ["HS256"],
        issuer: endpointsOf(this.app, this.settings).issuer,
        audience: this.app.provider.client_id,
        currentDate: this.clock(),
      });
      return readClaims(payload, token);
    } catch {
      return undefined;
    }
  }
}

function tokenOf({ status, json }: CoreAnswer, field: string): string {
  const token = json[field];
  return status === 200 && typeof token === "string" ? token : "";
}
