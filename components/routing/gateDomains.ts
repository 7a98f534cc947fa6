import { RoutingError } from "./error";
import { isDomainName } from "./outpostRule";
import { isWithin } from "./rule";

/** The part of a gate that says which domains it protects. */
export interface GateDomains {
  /** Protected domains; the login is in the first one. */
  readonly domains: readonly string[];
  /** Host of the login. */
  readonly authHost: string;
}

/**
 * Domains of one gate.
 *
 * @param first the domain of the login
 * @param further domains with a login cookie of their own
 * @throws {RoutingError} for what is no lower-case domain name, and for two of which one lies in the other: the
 * cookie of the upper one opens the lower one already, and authentik would take the longer name for both.
 * @example protectedDomains("example.com", ["example.org"]) // ["example.com", "example.org"]
 */
export function protectedDomains(first: string, further: readonly string[]): string[] {
  const domains = [first, ...further];
  for (const domain of domains) {
    if (!isDomainName(domain)) {
      throw new RoutingError(
        `'${domain}' is no domain name. Write it in lower case, without '*.' and port, e.g. 'example.com'.`,
      );
    }
  }
  for (const [index, domain] of domains.entries()) {
    const upper = domains.find((other, at) => at !== index && isWithin(domain, [other]));
    if (upper === undefined) continue;
    const what = upper === domain ? `'${domain}' is named twice` : `'${domain}' lies in '${upper}'`;
    throw new RoutingError(`${what}, whose login covers it already. Name each domain once, and only the upper one.`);
  }
  return domains;
}

/**
 * Host to which the browser comes back after a login for a service of `domain`. The login's cookie is set there, so it
 * lies in the domain; the outpost router answers on it.
 *
 * @example callbackHost({ domains: ["example.com", "example.org"], authHost: "auth.example.com" }, "example.org")
 * // "auth.example.org"
 */
export function callbackHost({ domains, authHost }: GateDomains, domain: string): string {
  return domain === domains[0] ? authHost : `auth.${domain}`;
}

/** The callback hosts of all domains. */
export function callbackHosts(gate: GateDomains): string[] {
  return gate.domains.map((domain) => callbackHost(gate, domain));
}

/** The protected domain that a host lies in; `undefined` for one outside of them all. */
export function domainOf(domains: readonly string[], host: string): string | undefined {
  return domains.find((domain) => isWithin(host, [domain]));
}
