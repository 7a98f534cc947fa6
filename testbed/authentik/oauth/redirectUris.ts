import type { RedirectUri } from "../rows";

/** Schemes that no redirect may have, whatever the provider allows. */
const FORBIDDEN_SCHEMES = /^(javascript|data|vbscript):/i;

/**
 * True where a provider's redirect URIs allow that one: by the exact text, or as a whole match of a regular
 * expression. Those of a proxy provider were written by the server from its external_host.
 */
export function allowsRedirect(allowed: RedirectUri[], redirectUri: string): boolean {
  if (redirectUri === "" || FORBIDDEN_SCHEMES.test(redirectUri)) return false;
  return allowed
    .filter(({ redirect_uri_type }) => redirect_uri_type !== "logout")
    .some(({ matching_mode, url }) => (matching_mode === "strict" ? url === redirectUri : matches(url, redirectUri)));
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}
