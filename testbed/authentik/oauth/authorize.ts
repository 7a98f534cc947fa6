import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { audit } from "../login/audit";
import { findSession, userOf } from "../login/coreSession";
import { parseDuration } from "../outpost/duration";
import { escapeHtml, notFoundPage, page } from "../pages";
import { mayAccess } from "../policies/access";
import type { UserRow } from "../rows";
import { type AuthorizeParams, answerUrl, errorUrl, readAuthorizeParams } from "./authorizeParams";
import { type ApplicationClient, type Client, clientById, isProxy } from "./clients";
import { issueCode } from "./codes";
import { allowsRedirect } from "./redirectUris";
import { offeredScopes } from "./scopes";

/**
 * `/application/o/authorize/`: client, redirect URI and request first, then the login, then the access to the
 * application; each refusal as authentik words it. Consent is never asked for, whatever the flow.
 */
export function registerAuthorize(app: FastifyInstance, context: DoubleContext): void {
  app.get("/application/o/authorize/", async (request, reply) => {
    const query = new URLSearchParams(request.url.split(/\?(.*)/s, 2)[1] ?? "");
    if (query.size === 0) return html(reply, 404, notFoundPage());
    const params = readAuthorizeParams(query);
    const client = await clientById(context.store, params.clientId);
    if (!client)
      return badRequest(reply, "Client ID Error", "The client identifier (client_id) is missing or invalid.");
    if (!allowsRedirect(client.provider.redirect_uris, params.redirectUri))
      return badRedirect(context, request, reply, client, params);
    const problem = requestProblem(params);
    if (problem) return reply.redirect(errorUrl(params, ...problem), 302);
    const { provider, application } = client;
    if (!application) return denied(reply, "Failed to resolve application");
    return forUser(context, request, reply, { provider, application }, params);
  });
}

async function forUser(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  client: ApplicationClient,
  params: AuthorizeParams,
): Promise<FastifyReply> {
  const session = await findSession(context, request);
  const user = await userOf(context, session);
  if (!session || !user) {
    if (params.prompt.includes("none"))
      return reply.redirect(
        errorUrl(params, "login_required", "The Authorization Server requires End-User authentication"),
        302,
      );
    return reply.redirect(await loginUrl(context, client, request.url), 302);
  }
  if (!(await mayAccess(context, client.application, user, request))) return denied(reply);
  return grant(context, request, reply, client, params, user, session.id, session.authTime ?? 0);
}

async function grant(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { provider, application }: ApplicationClient,
  params: AuthorizeParams,
  user: UserRow,
  sid: string,
  authTime: number,
): Promise<FastifyReply> {
  const offered = await offeredScopes(context.store, provider);
  // No scope asked for means all of them; what is not offered is left out without a word.
  const scopes = params.scopes.length === 0 ? offered : params.scopes.filter((scope) => offered.includes(scope));
  const validity = isProxy(provider) ? "minutes=1" : provider.access_code_validity;
  const { nonce, codeChallenge, codeChallengeMethod, redirectUri, state } = params;
  const challenge =
    codeChallenge === undefined ? {} : { codeChallenge, codeChallengeMethod: methodOf(codeChallengeMethod) };
  const code = await issueCode(
    context,
    {
      provider: provider.pk,
      user: user.pk,
      redirectUri,
      scopes,
      sid,
      authTime,
      ...(nonce === undefined ? {} : { nonce }),
      ...challenge,
    },
    parseDuration(validity),
  );
  const authorized = { pk: application.pk, app: "authentik_core", name: application.name, model_name: "application" };
  await audit(
    context,
    request,
    "authorize_application",
    user,
    { authorized_application: authorized, flow: provider.authorization_flow, scopes: scopes.join(", ") },
    "authentik.providers.oauth2.views.authorize",
  );
  return reply.redirect(answerUrl(redirectUri, { code, state }), 302);
}

/** What is wrong with a request whose client and redirect URI are right. */
function requestProblem({
  responseType,
  codeChallenge,
  codeChallengeMethod,
}: AuthorizeParams): [string, string] | undefined {
  if (responseType !== "code")
    return [
      "unsupported_response_type",
      "The authorization server does not support obtaining an authorization code using this method",
    ];
  if (codeChallenge !== undefined && !["plain", "S256"].includes(codeChallengeMethod)) {
    return ["invalid_request", `Unsupported challenge method ${codeChallengeMethod}`];
  }
  return undefined;
}

function methodOf(method: string): "plain" | "S256" {
  return method === "S256" ? "S256" : "plain";
}

/** The provider's own login flow where it names one, else the default of the host. */
async function loginUrl({ store }: DoubleContext, { provider }: Client, back: string): Promise<string> {
  // Django leaves the slashes of `next` uncoded.
  const next = encodeURIComponent(back).replaceAll("%2F", "/");
  const own = provider.authentication_flow === null ? undefined : await store.get("flow", provider.authentication_flow);
  return own ? `/if/flow/${own.slug}/?next=${next}` : `/flows/-/default/authentication/?next=${next}`;
}

async function badRedirect(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { provider }: Client,
  { redirectUri }: AuthorizeParams,
): Promise<FastifyReply> {
  const details = {
    message: "Invalid redirect URI was used by provider",
    provider: provider.name,
    redirect_uri_given: redirectUri,
  };
  await audit(
    context,
    request,
    "configuration_error",
    undefined,
    details,
    "authentik.providers.oauth2.views.authorize",
  );
  return badRequest(
    reply,
    "Redirect URI Error",
    "The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).",
  );
}

function badRequest(reply: FastifyReply, title: string, text: string): FastifyReply {
  return html(reply, 400, page(title, `<h1>${escapeHtml(title)}</h1>\n<p role="alert">${escapeHtml(text)}</p>`));
}

/** authentik's page for a user whom no binding lets in. It answers 200, like every page of its templates. */
function denied(reply: FastifyReply, reason = ""): FastifyReply {
  const why = reason === "" ? "" : `\n<p>${escapeHtml(reason)}</p>`;
  const body = `<h1>Permission denied</h1>\n<p role="alert">Request has been denied.</p>${why}\n<p><a href="/flows/-/default/invalidation/">Not you? Log out</a></p>`;
  return html(reply, 200, page("Permission denied", body));
}

function html(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).header("Cache-Control", "no-store").type("text/html; charset=utf-8").send(body);
}
