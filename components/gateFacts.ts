import * as pulumi from "@pulumi/pulumi";
import type { GateFacts } from "./contract";
import { RoutingError } from "./routing/error";
import { protectedDomains } from "./routing/gateDomains";
import { isWithin } from "./routing/rule";
import { MIDDLEWARE, outpostNameOf, STRIP_MIDDLEWARE, serverNameOf } from "./routing/view";
import type { SsoGateArgs } from "./ssoGateArgs";
import { CERT_RESOLVER, ENTRY_POINT } from "./traefik/staticConfiguration";

const JWT_MIDDLEWARE = "drop-jwt@docker";
const MODES = ["opt-in", "strict"];
const OUTPOSTS = ["embedded", "standalone"];

/**
 * Static facts of the gate that `args` describe.
 *
 * @throws {pulumi.RunError} for a mode or an outpost that does not exist, and for domains that cannot stand together.
 */
export function gateFacts(args: SsoGateArgs): GateFacts {
  const mode = args.mode ?? "opt-in";
  if (!MODES.includes(mode)) {
    throw new pulumi.RunError(`gate: mode is '${mode}', allowed are ${MODES.join(" and ")}.`);
  }
  const outpost = args.outpost ?? "embedded";
  if (!OUTPOSTS.includes(outpost)) {
    throw new pulumi.RunError(`gate: outpost is '${outpost}', allowed are ${OUTPOSTS.join(" and ")}.`);
  }
  const prefix = args.prefix ?? "sso";
  const network = args.adoptTraefik?.network ?? `${prefix}-apps`;
  const authHost = args.authHost ?? `auth.${args.domain}`;
  if (!isWithin(authHost, [args.domain])) {
    throw new pulumi.RunError(
      `gate: authHost is '${authHost}', outside of '${args.domain}'. Logins come back to it, and only a host inside the domain can set the domain's cookie. Name one there, e.g. 'auth.${args.domain}'.`,
    );
  }
  const zones = (args.furtherDomains ?? []).flatMap(({ domain, zoneId }) => (zoneId ? [[domain, zoneId]] : []));
  if (zones.length > 0 && !args.dns) {
    throw new pulumi.RunError(
      "gate: furtherDomains names a zoneId, and the first domain has no DNS records to make it like. Give 'dns' as well (configuration 'cloudflareZoneId' and 'dnsTarget').",
    );
  }
  const port = args.httpsPort === undefined || args.httpsPort === 443 ? "" : `:${args.httpsPort}`;
  return {
    domain: args.domain,
    domains: domainsOf(args, outpost),
    authHost,
    authUrl: `https://${authHost}${port}`,
    mode,
    prefix,
    outpost,
    serverName: outpost === "standalone" ? outpostNameOf(prefix) : serverNameOf(prefix),
    entryPoint: args.adoptTraefik?.entryPoint ?? ENTRY_POINT,
    certResolver: args.adoptTraefik ? (args.adoptTraefik.certResolver ?? "") : args.acme ? CERT_RESOLVER : "",
    middleware: MIDDLEWARE,
    jwtMiddleware: args.passJwt ? "" : JWT_MIDDLEWARE,
    stripMiddleware: STRIP_MIDDLEWARE,
    network,
    networkToJoin: network,
    dnsZoneId: args.dns?.zoneId ?? "",
    ...(zones.length > 0 && { furtherZoneIds: Object.fromEntries(zones) }),
    dnsTarget: args.dns?.target ?? "",
    dnsProxied: args.dns?.proxied ?? false,
    dnsWildcard: args.dns?.wildcard ?? true,
  };
}

/** Every protected domain, the login's own first. */
function domainsOf({ domain, furtherDomains = [] }: SsoGateArgs, outpost: string): string[] {
  if (outpost === "standalone" && furtherDomains.length > 0) {
    throw new pulumi.RunError(
      "gate: furtherDomains needs outpost 'embedded'. A standalone outpost gives every cookie the options of the provider that it loaded last, so the login of one of the domains would end in a 400.",
    );
  }
  try {
    return protectedDomains(
      domain,
      furtherDomains.map((further) => further.domain),
    );
  } catch (error) {
    if (error instanceof RoutingError) throw new pulumi.RunError(`gate: ${error.message}`);
    throw error;
  }
}
