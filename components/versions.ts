/**
 * Every version this project stands on, in one place.
 *
 * authentik's server, its outpost and the provider must be of one feature release: the provider's generated
 * client refuses answers of another one. Floors name the advisory that a lower version is open to.
 */

/** The parts of the stack that run as containers. */
export type ImageName = "authentik" | "postgres" | "redis" | "traefik" | "socketProxy" | "echo";

/** Image references used when the configuration names no other. */
export const IMAGES: Readonly<Record<ImageName, string>> = {
  authentik: "ghcr.io/goauthentik/server:2026.5.7",
  postgres: "docker.io/library/postgres:17.12-alpine",
  redis: "docker.io/library/redis:8.2.2-alpine",
  traefik: "docker.io/library/traefik:v3.7.15",
  socketProxy: "docker.io/library/haproxy:3.0.11-alpine",
  echo: "docker.io/traefik/whoami:v1.11.0",
};

/** A version below `version` is open to `advisory`. */
export interface VersionFloor {
  readonly product: "authentik" | "traefik";
  readonly version: string;
  readonly advisory: string;
  readonly because: string;
}

/**
 * Lowest versions that the gate accepts.
 *
 * Sources: CVE-2026-25748 and GHSA-m9h4-7j9c-55x9 (authentik security advisories), GHSA-rf44-j88r-hh8c and the
 * Traefik 3.7.15 release for header aliases, trailers and opaque request targets.
 */
export const VERSION_FLOORS: readonly VersionFloor[] = [
  {
    product: "authentik",
    version: "2026.5.7",
    advisory: "CVE-2026-25748, GHSA-m9h4-7j9c-55x9",
    because: "a malformed session cookie passes the forward-auth check, and provider secrets can be read",
  },
  {
    product: "traefik",
    version: "3.7.15",
    advisory: "GHSA-rf44-j88r-hh8c, GHSA-v67p-phpq-fc8x",
    because: "a client can smuggle identity headers under another spelling",
  },
];
