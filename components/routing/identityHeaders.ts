/**
 * Headers by which authentik tells a service who is logged in.
 *
 * Source: authentik's proxy outpost (`internal/outpost/proxyv2/application/mode_common.go`, 2026.5). A header that is
 * missing from the middleware's list passes from the client to the service unchanged.
 */
export const IDENTITY_HEADERS: readonly string[] = [
  "X-authentik-username",
  "X-authentik-groups",
  "X-authentik-entitlements",
  "X-authentik-email",
  "X-authentik-name",
  "X-authentik-uid",
  "X-authentik-jwt",
  "X-authentik-meta-jwks",
  "X-authentik-meta-outpost",
  "X-authentik-meta-provider",
  "X-authentik-meta-app",
  "X-authentik-meta-version",
];

/** The one of them that a service could replay: passed on only where asked for, stripped everywhere. */
export const IDENTITY_JWT_HEADER = "X-authentik-jwt";

/** Strips every identity header of the client, those of a later authentik too. Must be in canonical form to match. */
export const IDENTITY_HEADERS_REGEX = "^X-Authentik-";
