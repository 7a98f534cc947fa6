import { IDENTITY_HEADERS, IDENTITY_HEADERS_REGEX, IDENTITY_JWT_HEADER } from "../routing/identityHeaders";
import type { MiddlewareLabels } from "../routing/labels";
import { authAddressOf } from "../routing/view";

/** The header in which the outpost names the user. */
const USER_HEADER = "X-authentik-username";

/**
 * The one forwardAuth middleware: asks the outpost, fails closed on anything but a 2xx, and replaces every identity
 * header. The regular expression also strips headers that a later authentik may add; it must be spelt in canonical
 * form to match.
 *
 * @param serverName container of authentik's server; an address through Traefik would call itself
 */
export function forwardAuthMiddleware(serverName: string): MiddlewareLabels {
  return {
    forwardauth: {
      address: authAddressOf(serverName),
      authresponseheaders: [...IDENTITY_HEADERS],
      authresponseheadersregex: IDENTITY_HEADERS_REGEX,
      // Who it was, in the access log's `ClientUsername`: what forwardAuth adds to a request is not among its headers.
      headerfield: USER_HEADER,
      maxresponsebodysize: 1048576,
      trustforwardheader: true,
    },
  };
}

/**
 * Takes the signed token away again: the login replaces whatever a client sent under that name, but a token that
 * every service can read could be replayed by each of them.
 */
export function dropJwtMiddleware(): MiddlewareLabels {
  return { headers: { [`customrequestheaders.${IDENTITY_JWT_HEADER}`]: "" } };
}

/** Empties every identity header: for routers that have no login in front, where a client could send its own. */
export function stripIdentityMiddleware(): MiddlewareLabels {
  const headers: Record<string, string> = {};
  for (const header of IDENTITY_HEADERS) headers[`customrequestheaders.${header}`] = "";
  return { headers };
}

/** Lets nobody through: no client has this address. Traefik then answers 404, as for a page that is not there. */
export function closedMiddleware(): MiddlewareLabels {
  return { ipallowlist: { sourcerange: ["255.255.255.255/32"], rejectstatuscode: 404 } };
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
