/** The lowest versions of what stands in front of every service, and how a version is read from an image. */

/** A version of `line` or newer, but below `version`, is open to `advisory`. */
export interface VersionFloor {
  readonly product: GateProduct;
  /** First release of the line that the floor is about; older ones than any line are below it too. */
  readonly line: string;
  readonly version: string;
  readonly advisory: string;
  readonly because: string;
}

export type GateProduct = "authentik" | "traefik";

/**
 * Lowest versions that the gate accepts, oldest line first.
 *
 * Sources: CVE-2026-25748 and GHSA-m9h4-7j9c-55x9 (authentik security advisories; the latter fixed in 2026.5.7 and
 * 2026.8.2), GHSA-rf44-j88r-hh8c and the Traefik 3.7.15 release for header aliases, trailers and opaque request
 * targets.
 */
export const VERSION_FLOORS: readonly VersionFloor[] = [
  {
    product: "authentik",
    line: "2026.5.0",
    version: "2026.5.7",
    advisory: "CVE-2026-25748, GHSA-m9h4-7j9c-55x9",
    because: "a malformed session cookie passes the forward-auth check, and provider secrets can be read",
  },
  {
    product: "authentik",
    line: "2026.8.0",
    version: "2026.8.2",
    advisory: "GHSA-m9h4-7j9c-55x9",
    because: "provider secrets can be read with the permission to view",
  },
  {
    product: "traefik",
    line: "3.7.0",
    version: "3.7.15",
    advisory: "GHSA-rf44-j88r-hh8c, GHSA-v67p-phpq-fc8x",
    because: "a client can smuggle identity headers under another spelling",
  },
];

/** Repository of the images that this project builds itself, from pinned sources; their tags are hashes. */
const BUILT_HERE = "authentik-sso.testbed/";

/**
 * The version in an image's tag.
 *
 * @returns `undefined` where the tag names no full release (`latest`, `v3`, none, a digest alone, a pre-release), and
 *   `built-here` for an image of this project's own making, which has no version but a pinned source
 * @example versionOfImage("docker.io/library/traefik:v3.7.15@sha256:…") // "3.7.15"
 */
export function versionOfImage(image: string): string | "built-here" | undefined {
  if (image.startsWith(BUILT_HERE)) return "built-here";
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
  return tag === undefined ? undefined : releaseOf(tag);
}

/** A full release as `x.y.z`; a suffix such as `-alpine` is no part of it, one of a pre-release makes it none. */
export function releaseOf(text: string): string | undefined {
  const match = /^v?(\d+\.\d+\.\d+)(?:-([a-z][a-z0-9.-]*))?$/.exec(text);
  return match && !/^(rc|beta|alpha|ea|next|dev)/.test(match[2] ?? "") ? match[1] : undefined;
}

/**
 * The releases of authentik's server and of an outpost where they differ: authentik wants them equal (its upgrade
 * notes), since each speaks the other's API of one release.
 *
 * @returns `undefined` where they are equal, or one of them is not known by its tag
 * @example releasesApart("ghcr.io/goauthentik/server:2026.5.8", "ghcr.io/goauthentik/proxy:2026.5.7")
 */
export function releasesApart(
  serverImage: string,
  outpostImage: string,
): { readonly server: string; readonly outpost: string } | undefined {
  const [server, outpost] = [versionOfImage(serverImage), versionOfImage(outpostImage)];
  if (server === undefined || outpost === undefined || server === outpost) return undefined;
  return server === "built-here" || outpost === "built-here" ? undefined : { server, outpost };
}

/** The floor that `version` is below, or `undefined` when it is new enough. */
export function floorAbove(product: GateProduct, version: string): VersionFloor | undefined {
  const floors = VERSION_FLOORS.filter((floor) => floor.product === product);
  const floor = floors.filter(({ line }) => compare(line, version) <= 0).at(-1) ?? floors[0];
  return floor && compare(version, floor.version) < 0 ? floor : undefined;
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
