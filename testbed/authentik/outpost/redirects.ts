import { posix } from "node:path";
import type { OutpostApp } from "./app";
import type { Endpoints } from "./endpoints";
import { encodeQuery } from "./goText";
import { goHostname, goUrlText, parseGoUrl } from "./goUrl";

/** Present and "true" in the query of a request that ends a login. */
export const CALLBACK_SIGNATURE = "X-authentik-auth-callback";
/** Present and "true" in the query of a request that asks for a logout. */
export const LOGOUT_SIGNATURE = "X-authentik-logout";

/** `external_host` with a path joined to its own. */
function externalUrl(app: OutpostApp, path: string): string {
  const url = parseGoUrl(app.provider.external_host);
  if (!url) return app.provider.external_host;
  const joined = posix.join(url.path, path);
  return goUrlText({ ...url, path: joined, rawPath: "" });
}

/** The callback of an app: always on its external_host, also in domain mode (rule 8). */
export function callbackUrl(app: OutpostApp): string {
  return `${externalUrl(app, "/outpost.goauthentik.io/callback")}?${CALLBACK_SIGNATURE}=true`;
}

/** The authorize URL that an anonymous visitor is sent to (rule 7). */
export function authorizeUrl(app: OutpostApp, endpoints: Endpoints, state: string): string {
  const query = encodeQuery({
    client_id: app.provider.client_id,
    redirect_uri: callbackUrl(app),
    response_type: "code",
    scope: app.scopes.join(" "),
    state,
  });
  return `${endpoints.authorize}?${query}`;
}

/**
 * The `rd` of a start request where it is allowed, else an empty text: a refused one is dropped without a word
 * (rules 13 to 15). Scheme and, in domain mode, port are free; in domain mode the suffix has no dot boundary unless
 * cookie_domain is written with a leading dot.
 */
export function allowedReturn(app: OutpostApp, rd: string): string {
  const url = rd === "" ? undefined : parseGoUrl(rd);
  if (!url) return "";
  if (app.provider.mode === "forward_domain") {
    return goHostname(url).endsWith(app.provider.cookie_domain) ? goUrlText(url) : "";
  }
  const external = parseGoUrl(app.provider.external_host);
  if (!external) return "";
  const completed = url.host === "" ? { ...url, scheme: external.scheme, host: external.host } : url;
  return completed.host === external.host ? goUrlText(completed) : "";
}

/** Where a logout without a session goes: to a new login that comes back to `path`, or in domain mode to the start page (rule 32). */
export function startUrl(app: OutpostApp, path: string): string {
  const back = app.provider.mode === "forward_domain" ? app.provider.external_host : externalUrl(app, path);
  return `${externalUrl(app, "/outpost.goauthentik.io/start")}?${encodeQuery({ rd: back })}`;
}
