import { SignJWT } from "jose";
import type { DoubleContext } from "../context";
import { parseDuration } from "../outpost/duration";
import type { UserRow } from "../rows";
import { subject, userClaims } from "./claims";
import { type ApplicationClient, isProxy } from "./clients";
import type { TokenAnswer } from "./endpoint";
import { keyId, privateKey, signingKey } from "./keys";
import { issueRefreshToken } from "./refresh";

/** What tokens are made for. */
interface Grant {
  client: ApplicationClient;
  user: UserRow;
  scopes: string[];
  /** Scheme and host that the token request went to: the issuer begins with it. */
  origin: string;
  /** Id of the login session, hashed; empty where the user did not log in with one. */
  sid: string;
  /** Seconds since 1970. */
  authTime: number;
  nonce?: string;
}

/** Issuer of a provider's tokens, as seen under an origin. */
export function issuerOf({ provider, application }: ApplicationClient, origin: string): string {
  const global = "issuer_mode" in provider && provider.issuer_mode === "global";
  return global ? `${origin}/` : `${origin}/application/o/${application.slug}/`;
}

/** Makes the access and the id token of a grant; both are JWTs with the user's claims, as authentik's are. */
export async function mintTokens(context: DoubleContext, grant: Grant): Promise<TokenAnswer> {
  const { client, user, scopes, origin, sid, authTime, nonce } = grant;
  const { provider } = client;
  const now = Math.floor(context.clock().getTime() / 1000);
  const seconds = Math.floor(parseDuration(provider.access_token_validity));
  const claims = {
    iss: issuerOf(client, origin),
    sub: subject(provider, user),
    aud: provider.client_id,
    exp: now + seconds,
    iat: now,
    auth_time: authTime,
    acr: "goauthentik.io/providers/oauth2/default",
    amr: ["pwd"],
    ...(nonce === undefined ? {} : { nonce }),
    ...(sid === "" ? {} : { sid }),
    azp: provider.client_id,
    uid: user.uid,
    ...(await userClaims(context.store, provider, scopes, user)),
  };
  const key = await signingKey(context.store, provider);
  const kid = keyId(key);
  const sign = async (payload: { [claim: string]: unknown }): Promise<string> =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: key.algorithm, typ: "JWT", ...(kid === undefined ? {} : { kid }) })
      .sign(await privateKey(key));
  // Since 2024.2 only for those who ask for offline_access (authentik's release notes), and are let to.
  const refreshes = scopes.includes("offline_access") && !isProxy(provider) && allowsRefresh(provider.grant_types);
  return {
    ...(refreshes && {
      refresh_token: await issueRefreshToken(
        context,
        { provider: provider.pk, user: user.pk, scopes, sid, authTime },
        parseDuration(provider.refresh_token_validity),
      ),
    }),
    access_token: await sign({ ...claims, scope: scopes.join(" ") }),
    token_type: "Bearer",
    scope: scopes.join(" "),
    expires_in: seconds,
    id_token: await sign(claims),
  };
}

/** Whether grant types let a client refresh. */
export function allowsRefresh(grantTypes: readonly string[]): boolean {
  return grantTypes.includes("refresh_token");
}
