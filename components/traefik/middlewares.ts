import type { MiddlewareLabels } from "../routing/labels";

/**
 * Headers by which authentik tells a service who is logged in.
 *
 * Source: authentik's proxy outpost (`mode_common.go`, 2026.5). Every one is listed, because a header that is not
 * listed passes from the client to the service unchanged.
 */
export const IDENTITY_HEADERS = [
  "X-authentik-username",
  "X-authentik-groups",
  "X-authentik-entitlements",
  "X-authentik-email",
  "X-authentik-name",
  "X-authentik-uid",
  "X-authentik-meta-jwks",
  "X-authentik-meta-outpost",
  "X-authentik-meta-provider",
  "X-authentik-meta-app",
  "X-authentik-meta-version",
] as const;

/** Signed by the outpost and readable by every service: passed on only where asked for. */
export const IDENTITY_JWT_HEADER = "X-authentik-jwt";

/**
 * The one forwardAuth middleware: asks the outpost, fails closed on anything but a 2xx, and replaces every identity
 * header. The regular expression also strips headers that a later authentik may add; it must be spelt in canonical
 * form to match.
 *
 * @param authentikUrl internal base URL of authentik's server; through Traefik it would call itself
 */
export function forwardAuthMiddleware(authentikUrl: string): MiddlewareLabels {
  return {
    forwardauth: {
      address: `${authentikUrl}/outpost.goauthentik.io/auth/traefik`,
      authresponseheaders: [...IDENTITY_HEADERS],
      authresponseheadersregex: "^X-Authentik-",
      maxresponsebodysize: 1048576,
      trustforwardheader: true,
    },
  };
}

/** Empties every identity header: for routers that have no login in front, where a client could send its own. */
export function stripIdentityMiddleware(): MiddlewareLabels {
  const headers: Record<string, string> = {};
  for (const header of [...IDENTITY_HEADERS, IDENTITY_JWT_HEADER]) headers[`customrequestheaders.${header}`] = "";
  return { headers };
}

/**
 * Limits logins by client address, counted in Redis: the count survives a restart and is shared by replicas. With
 * Redis gone Traefik answers 500 on the limited routes, so it stands on the login routes only.
 *
 * @param average logins' requests allowed per minute; `burst` at once
 */
export function loginRateLimitMiddleware(redis: string, average: number, burst: number): MiddlewareLabels {
  return { ratelimit: { average, burst, period: "1m", "redis.endpoints": redis } };
}
