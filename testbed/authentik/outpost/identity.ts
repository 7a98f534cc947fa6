import { type OutpostApp, type OutpostSettings, outpostAgent } from "./app";
import type { Endpoints } from "./endpoints";
import { canonicalHeader } from "./goText";

/** Claims of a token as the outpost keeps them in its session. */
export interface OutpostClaims {
  sub: string;
  /** Seconds since 1970. */
  exp: number;
  email: string;
  name: string;
  preferred_username: string;
  groups: string[];
  entitlements: string[];
  /** The core session that the token came from; empty where it has none. */
  sid: string;
  ak_proxy: { user_attributes: { [attribute: string]: unknown } } | undefined;
  /** The token itself. */
  rawToken: string;
}

/** Headers by their Go spelling. */
export type Headers = { [name: string]: string };

/** Takes what the outpost knows out of a verified token. Missing claims become empty, as in Go. */
export function readClaims(payload: { [claim: string]: unknown }, rawToken: string): OutpostClaims {
  const proxy = payload.ak_proxy;
  const attributes = isObject(proxy) && isObject(proxy.user_attributes) ? proxy.user_attributes : {};
  return {
    sub: text(payload.sub),
    exp: typeof payload.exp === "number" ? payload.exp : 0,
    email: text(payload.email),
    name: text(payload.name),
    preferred_username: text(payload.preferred_username),
    groups: texts(payload.groups),
    entitlements: texts(payload.entitlements),
    sid: text(payload.sid),
    ak_proxy: isObject(proxy) ? { user_attributes: attributes } : undefined,
    rawToken,
  };
}

/** The headers that an authenticated request gets (rules 21 and 22). Claims are those of the login, names are today's. */
export function identityHeaders(
  app: OutpostApp,
  claims: OutpostClaims,
  endpoints: Endpoints,
  settings: OutpostSettings,
): Headers {
  const headers: Headers = {
    "X-Authentik-Email": claims.email,
    "X-Authentik-Entitlements": claims.entitlements.join("|"),
    "X-Authentik-Groups": claims.groups.join("|"),
    "X-Authentik-Jwt": claims.rawToken,
    "X-Authentik-Meta-App": app.slug,
    "X-Authentik-Meta-Jwks": endpoints.jwks,
    "X-Authentik-Meta-Outpost": settings.name,
    "X-Authentik-Meta-Provider": app.provider.name,
    "X-Authentik-Meta-Version": outpostAgent(settings),
    "X-Authentik-Name": claims.name,
    "X-Authentik-Uid": claims.sub,
    "X-Authentik-Username": claims.preferred_username,
  };
  if (!claims.ak_proxy) return headers;
  const attributes = claims.ak_proxy.user_attributes;
  if (app.provider.basic_auth_enabled) headers.Authorization = basicCredentials(app, claims, attributes);
  const { additionalHeaders } = attributes;
  if (isObject(additionalHeaders)) {
    // Only text passes: JSON numbers and the rest become empty in Go.
    for (const [name, value] of Object.entries(additionalHeaders)) headers[canonicalHeader(name)] = text(value);
  }
  return headers;
}

function basicCredentials(
  app: OutpostApp,
  claims: OutpostClaims,
  attributes: { [attribute: string]: unknown },
): string {
  const user = attributes[app.provider.basic_auth_user_attribute];
  const password = attributes[app.provider.basic_auth_password_attribute];
  const pair = `${typeof user === "string" ? user : claims.email}:${text(password)}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
