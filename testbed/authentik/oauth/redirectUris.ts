import type { RedirectUri } from "../rows";
import { type Client, isProxy } from "./clients";

const CALLBACK = "outpost.goauthentik.io/callback";

/** Schemes that no redirect may have, whatever the provider allows. */
const FORBIDDEN_SCHEMES = /^(javascript|data|vbscript):/i;

/**
 * The redirect URIs that the server writes into a proxy provider whenever it is saved: the callback of its
 * external_host, and external_host itself, each with the callback signature, as regular expressions.
 */
export function proxyRedirectUris(externalHost: string): RedirectUri[] {
  let callback: string;
  try {
    callback = new URL(CALLBACK, externalHost).href;
  } catch {
    return [];
  }
  return [callback, externalHost].map((url) => ({
    matching_mode: "regex",
    url: `${url}\\?X-authentik-auth-callback=true`,
    redirect_uri_type: "authorization",
  }));
}

/** True where the provider allows that redirect URI: the exact text, or a whole match of the regular expression. */
export function allowsRedirect(provider: Client["provider"], redirectUri: string): boolean {
  if (redirectUri === "" || FORBIDDEN_SCHEMES.test(redirectUri)) return false;
  const generated = isProxy(provider) && provider.redirect_uris.length === 0;
  const allowed = generated ? proxyRedirectUris(provider.external_host) : provider.redirect_uris;
  return allowed
    .filter(({ redirect_uri_type }) => redirect_uri_type !== "logout")
    .some(({ matching_mode, url }) => (matching_mode === "strict" ? url === redirectUri : matches(url, redirectUri)));
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return false;
  }
}
