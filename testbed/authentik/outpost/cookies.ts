import { cookieName, type OutpostApp } from "./app";
import { parseGoUrl } from "./goUrl";

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
export function sessionCookie(app: OutpostApp, sessionId: string, maxAge: number, now: Date): string {
  const { client_id, cookie_domain, external_host } = app.provider;
  const domain = cookie_domain.replace(/^\./, "");
  const secure = parseGoUrl(external_host)?.scheme === "https";
  return [
    `${cookieName(client_id)}=${cookieValue(sessionId)}`,
    "Path=/",
    ...(domain === "" ? [] : [`Domain=${domain}`]),
    `Expires=${new Date(now.getTime() + maxAge * 1000).toUTCString()}`,
    `Max-Age=${maxAge}`,
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
