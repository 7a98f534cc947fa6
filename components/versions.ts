/**
 * Every version this project stands on, in one place.
 *
 * authentik's server, its outpost and the provider must be of one feature release: the provider's generated
 * client refuses answers of another one. The lowest versions that are accepted stand in the routing model, which
 * judges images by them.
 */

/** The parts of the stack that run as containers. */
export type ImageName = "authentik" | "proxy" | "postgres" | "redis" | "traefik" | "socketProxy" | "echo";

/** Image references used when the configuration names no other. */
export const IMAGES: Readonly<Record<ImageName, string>> = {
  authentik: "ghcr.io/goauthentik/server:2026.5.7",
  proxy: "ghcr.io/goauthentik/proxy:2026.5.7",
  postgres: "docker.io/library/postgres:17.12-alpine",
  redis: "docker.io/library/redis:8.2.2-alpine",
  traefik: "docker.io/library/traefik:v3.7.15",
  socketProxy: "docker.io/library/haproxy:3.0.11-alpine",
  echo: "docker.io/traefik/whoami:v1.11.0",
};
