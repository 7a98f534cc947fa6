import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { authenticate } from "../rest/auth";
import { forbidden } from "../rest/errors";
import { presentObject } from "../rest/objects";
import type { Document, OutpostRow, UserRow } from "../rows";
import { type OutpostApp, sessionSeconds } from "./app";
import { attachedApps } from "./embedded";

const API = "/api/v3";

/**
 * What the core tells an outpost of its own: which outpost it is, and its providers with their secrets. The service
 * account of an outpost sees that outpost only, and nothing else of the API.
 */
export function registerOutpostApi(app: FastifyInstance, context: DoubleContext): void {
  // The list is every administrator's too; for an outpost's account it is answered here, before that one refuses it.
  app.addHook("preHandler", async (request, reply) => {
    if (request.method !== "GET" || request.url.split("?", 1)[0] !== `${API}/outposts/instances/`) return;
    const own = await ownOutpost(request, context);
    if (!own) return;
    const view = { context, query: () => undefined, origin: `${request.protocol}://${request.host}` };
    return reply.send(onePage([await presentObject("outpost", own as unknown as Document, view)]));
  });

  app.get(`${API}/outposts/proxy/`, async (request) => {
    const own = await ownOutpost(request, context);
    if (!own) throw forbidden("You do not have permission to perform this action.");
    return onePage((await attachedApps(context.store, own)).map(proxyConfig));
  });
}

/** The outpost whose service account calls; undefined for everybody else. */
export async function ownOutpost(request: FastifyRequest, context: DoubleContext): Promise<OutpostRow | undefined> {
  const { user } = await authenticate(request, context);
  return (await context.store.list("outpost")).find(({ pk }) => accountOf(pk) === (user as UserRow).username);
}

const accountOf = (outpost: string): string => `ak-outpost-${outpost.replaceAll("-", "")}`;

/** Model `ProxyOutpostConfig`, named as the published schema names it. The validity is in seconds here. */
function proxyConfig(app: OutpostApp): Document {
  const { provider, slug, scopes } = app;
  return {
    pk: provider.pk,
    name: provider.name,
    external_host: provider.external_host,
    internal_host: provider.internal_host,
    internal_host_ssl_validation: provider.internal_host_ssl_validation,
    client_id: provider.client_id,
    client_secret: provider.client_secret,
    cookie_secret: provider.cookie_secret,
    certificate: provider.certificate,
    skip_path_regex: provider.skip_path_regex,
    basic_auth_enabled: provider.basic_auth_enabled,
    basic_auth_user_attribute: provider.basic_auth_user_attribute,
    basic_auth_password_attribute: provider.basic_auth_password_attribute,
    mode: provider.mode,
    cookie_domain: provider.cookie_domain,
    access_token_validity: sessionSeconds(app) - 1,
    intercept_header_auth: provider.intercept_header_auth,
    scopes_to_request: scopes,
    assigned_application_slug: slug,
    assigned_application_name: slug,
  };
}

function onePage(results: Document[]): Document {
  const count = results.length;
  const pagination = {
    next: 0,
    previous: 0,
    count,
    current: 1,
    total_pages: 1,
    start_index: Math.min(1, count),
    end_index: count,
  };
  return { pagination, results, autocomplete: {} };
}
