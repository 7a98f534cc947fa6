import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import type { UserRow } from "../rows";
import { hasAccess } from "./access";
import { type ApplicationClient, clientById, isProxy } from "./clients";
import { takeCode, verifierFits } from "./codes";
import { clientCredentials, type EndpointAnswer, type EndpointRequest, oauthError, sameSecret } from "./endpoint";
import { allowsRefresh, mintTokens } from "./mint";
import { takeRefreshToken } from "./refresh";
import { offeredScopes } from "./scopes";

const GRANT_REFUSED = oauthError(
  "invalid_grant",
  "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client",
);
const CLIENT_REFUSED = oauthError(
  "invalid_client",
  "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)",
);

/**
 * `/application/o/token/`: grants `authorization_code`, `refresh_token` and, with a user's app password,
 * `client_credentials`.
 * The outpost comes here by a plain call, everybody else over HTTP.
 */
export async function tokenEndpoint(context: DoubleContext, request: EndpointRequest): Promise<EndpointAnswer> {
  const { id, secret } = clientCredentials(request);
  const client = await clientById(context.store, id);
  if (!client?.application) return CLIENT_REFUSED;
  const known = { provider: client.provider, application: client.application };
  switch (request.form.get("grant_type")) {
    case "authorization_code":
      return isPublic(known) || sameSecret(secret, client.provider.client_secret)
        ? redeemCode(context, request, known)
        : CLIENT_REFUSED;
    case "refresh_token":
      return isPublic(known) || sameSecret(secret, client.provider.client_secret)
        ? refresh(context, request, known)
        : CLIENT_REFUSED;
    case "client_credentials":
    case "password":
      // A user's name and app password stand for themselves; the client needs no secret with them.
      return passwordGrant(context, request, known);
    default:
      return oauthError(
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server",
      );
  }
}

async function redeemCode(
  context: DoubleContext,
  { form, origin }: EndpointRequest,
  client: ApplicationClient,
): Promise<EndpointAnswer> {
  const code = await takeCode(context, form.get("code") ?? "");
  if (!code || code.provider !== client.provider.pk) return GRANT_REFUSED;
  if (code.redirectUri !== form.get("redirect_uri") || !verifierFits(code, form.get("code_verifier") ?? "")) {
    return GRANT_REFUSED;
  }
  const user = await context.store.get("user", String(code.user));
  if (!user?.is_active) return GRANT_REFUSED;
  const { scopes, sid, authTime, nonce } = code;
  const grant = { client, user, scopes, origin, sid, authTime, ...(nonce === undefined ? {} : { nonce }) };
  return { status: 200, json: { ...(await mintTokens(context, grant)) } };
}

async function refresh(
  context: DoubleContext,
  { form, origin }: EndpointRequest,
  client: ApplicationClient,
): Promise<EndpointAnswer> {
  const { provider } = client;
  if (isProxy(provider) || !allowsRefresh(provider.grant_types)) return GRANT_REFUSED;
  const token = await takeRefreshToken(context, form.get("refresh_token") ?? "");
  if (!token || token.provider !== provider.pk) return GRANT_REFUSED;
  const user = await context.store.get("user", String(token.user));
  if (!user?.is_active || !(await hasAccess(context.store, client.application, user))) return GRANT_REFUSED;
  const { scopes, sid, authTime } = token;
  return { status: 200, json: { ...(await mintTokens(context, { client, user, scopes, origin, sid, authTime })) } };
}

async function passwordGrant(
  context: DoubleContext,
  { form, origin }: EndpointRequest,
  client: ApplicationClient,
): Promise<EndpointAnswer> {
  const user = await userByAppPassword(context, form.get("username") ?? "", form.get("password") ?? "");
  if (!user || !(await hasAccess(context.store, client.application, user))) return GRANT_REFUSED;
  const offered = await offeredScopes(context.store, client.provider);
  const wanted = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const scopes = wanted.length === 0 ? offered : wanted.filter((scope) => offered.includes(scope));
  const authTime = Math.floor(context.clock().getTime() / 1000);
  await recordEvent(context, {
    action: "login",
    app: "authentik.events.signals",
    user,
    context: { auth_method: "token" },
  });
  return { status: 200, json: { ...(await mintTokens(context, { client, user, scopes, origin, sid: "", authTime })) } };
}

async function userByAppPassword(
  { store, clock }: DoubleContext,
  username: string,
  password: string,
): Promise<UserRow | undefined> {
  const [users, tokens] = await Promise.all([store.list("user"), store.list("token")]);
  const user = users.find((candidate) => candidate.username === username && candidate.is_active);
  if (!user || password === "") return undefined;
  const token = tokens.find((candidate) => {
    const current =
      !candidate.expiring || candidate.expires === null || Date.parse(candidate.expires) > clock().getTime();
    return (
      candidate.user === user.pk &&
      candidate.intent === "app_password" &&
      current &&
      sameSecret(candidate.key, password)
    );
  });
  return token ? user : undefined;
}

function isPublic({ provider }: ApplicationClient): boolean {
  return !isProxy(provider) && provider.client_type === "public";
}
