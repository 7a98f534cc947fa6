import { cookieName, type OutpostApp } from "./app";
import { parseGoUrl } from "./goUrl";
import type { SessionCookieOptions } from "./sessions";

/**
 * The first cookie of that name, uncoded, as Go reads it; undefined where there is none.
 *
 * @param header the whole Cookie header
 */
export function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  }
  return undefined;
}

/**
 * The Set-Cookie value of an app's session (rule 10): host-only unless the provider has a cookie_domain, whose
 * leading dot is left out; Secure where external_host is https.
 */
export function sessionCookie(
  app: OutpostApp,
  options: SessionCookieOptions,
  text: string,
  maxAge: number,
  now: Date,
): string {
  const expires = new Date(now.getTime() + maxAge * 1000).toUTCString();
  return cookie(app, options, cookieValue(text), [`Expires=${expires}`, `Max-Age=${maxAge}`]);
}

/** The Set-Cookie value that makes a browser forget the session, as Go writes it. */
export function endedCookie(app: OutpostApp, options: SessionCookieOptions): string {
  return cookie(app, options, "", ["Expires=Thu, 01 Jan 1970 00:00:01 GMT", "Max-Age=0"]);
}

function cookie(app: OutpostApp, options: SessionCookieOptions, value: string, life: string[]): string {
  const domain = options.domain.replace(/^\./, "");
  const secure = parseGoUrl(options.externalHost)?.scheme === "https";
  return [
    `${cookieName(app.provider.client_id)}=${value}`,
    "Path=/",
    ...(domain === "" ? [] : [`Domain=${domain}`]),
    ...life,
    "HttpOnly",
    ...(secure ? ["Secure"] : []),
    "SameSite=Lax",
  ].join("; ");
}

/** Go drops the bytes that a cookie cannot carry. A session id may be a visitor's own text (rule 34). */
function cookieValue(text: string): string {
  const kept = text.replace(/[^\x20-\x7e]|["\\;]/g, "");
  return /[ ,]/.test(kept) ? `"${kept}"` : kept;
}
