import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { type ApplicationClient, clientBySlug } from "./clients";
import { originOf } from "./endpoint";
import { jwkOf, signingKey } from "./keys";
import { issuerOf } from "./mint";
import { offeredScopes } from "./scopes";

/** What a client reads before it talks: the OpenID configuration and the keys of its provider. */
export function registerDiscovery(app: FastifyInstance, context: DoubleContext): void {
  app.get<{ Params: { slug: string } }>(
    "/application/o/:slug/.well-known/openid-configuration",
    async (request, reply) => {
      const client = await clientBySlug(context.store, request.params.slug);
      return client ? configuration(context, client, originOf(request)) : reply.callNotFound();
    },
  );
  app.get<{ Params: { slug: string } }>("/application/o/:slug/jwks/", async (request, reply) => {
    const client = await clientBySlug(context.store, request.params.slug);
    if (!client) return reply.callNotFound();
    const jwk = await jwkOf(await signingKey(context.store, client.provider));
    return { keys: jwk ? [jwk] : [] };
  });
}

async function configuration(
  context: DoubleContext,
  client: ApplicationClient,
  origin: string,
): Promise<{ [field: string]: unknown }> {
  const own = `${origin}/application/o/${client.application.slug}`;
  const { algorithm } = await signingKey(context.store, client.provider);
  return {
    issuer: issuerOf(client, origin),
    authorization_endpoint: `${origin}/application/o/authorize/`,
    token_endpoint: `${origin}/application/o/token/`,
    userinfo_endpoint: `${origin}/application/o/userinfo/`,
    end_session_endpoint: `${own}/end-session/`,
    introspection_endpoint: `${origin}/application/o/introspect/`,
    jwks_uri: `${own}/jwks/`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    id_token_signing_alg_values_supported: [algorithm],
    subject_types_supported: ["public"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    acr_values_supported: ["goauthentik.io/providers/oauth2/default"],
    scopes_supported: await offeredScopes(context.store, client.provider),
    code_challenge_methods_supported: ["plain", "S256"],
  };
}
