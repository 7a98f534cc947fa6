import { RoutingError } from "./error";

/** Path under which an authentik outpost answers on every protected host. */
export const OUTPOST_PATH_PREFIX = "/outpost.goauthentik.io/";

/**
 * Priority of the outpost router: above every length of a rule and every priority that a service may give, below
 * Traefik's own redirect (9223372036854775806).
 */
export const OUTPOST_PRIORITY = 1_000_000_000;

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether a text is a lower-case domain name with at least one dot. */
export function isDomainName(text: string): boolean {
  return DOMAIN.test(text);
}

/**
 * Rule of the router that sends the outpost's path of `domains` and of all their sub-domains to the outpost.
 *
 * Traefik v3's `HostRegexp` is a plain Go regular expression: unanchored and with `.` for any character unless
 * written otherwise, and `{name:re}` of v2 is accepted and never matches. A host may end in a dot, which `Host()`
 * accepts; without `\.?` the app's own router would get the outpost's path then.
 *
 * @throws {RoutingError} for an empty list or what is no lower-case domain name.
 * @example outpostRule(["example.com"])
 * // HostRegexp(`^([a-z0-9-]+\.)*example\.com\.?$`) && PathPrefix(`/outpost.goauthentik.io/`)
 */
export function outpostRule(domains: readonly string[]): string {
  if (domains.length === 0)
    throw new RoutingError("The outpost rule needs at least one protected domain; none was given.");
  for (const domain of domains) {
    if (!isDomainName(domain)) {
      throw new RoutingError(
        `'${domain}' is no domain name. Write it in lower case, without '*.' and port, e.g. 'example.com'.`,
      );
    }
  }
  const hosts = domains.map((domain) => `HostRegexp(\`^([a-z0-9-]+\\.)*${domain.replaceAll(".", "\\.")}\\.?$\`)`);
  const host = hosts.length === 1 ? hosts[0] : `(${hosts.join(" || ")})`;
  return `${host} && PathPrefix(\`${OUTPOST_PATH_PREFIX}\`)`;
}
