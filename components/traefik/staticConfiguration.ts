/**
 * Traefik's static configuration as command-line flags: plain data, so that the policy pack and the contract can
 * read it before anything runs.
 *
 * What each flag closes was measured with Traefik 3.7.15: a container without a decision is not published
 * (`exposedByDefault`, empty `defaultRule`), plain HTTP only redirects, forwarded headers count from named proxies
 * only, header aliases (`X_authentik_username`) are dropped, encoded slashes and percent signs are refused, and the
 * API is not served without a router.
 */

import { GATE_LABEL } from "../routing/access";

export interface StaticConfigurationArgs {
  /** Where the Docker provider asks; the socket proxy. */
  readonly dockerEndpoint: string;
  /** Prefix of the gate: containers of other gates on the same Docker Engine are not its own. */
  readonly prefix: string;
  /** Network over which Traefik reaches services. */
  readonly network: string;
  /** HTTPS port as clients see it; the redirect names it when it is not 443. */
  readonly httpsPort: number;
  /** Proxies in front of Traefik whose forwarded headers count, as CIDRs. */
  readonly trustedProxies: readonly string[];
  /** Certificate resolver by Cloudflare's DNS challenge; none: certificates come from the file provider. */
  readonly acme?: { readonly email: string; readonly server?: string };
  /** Log level of Traefik itself. */
  readonly logLevel: string;
}

export const ENTRY_POINT = "websecure";
export const CERT_RESOLVER = "cloudflare";
/**
 * Directory of the file provider, and where the volume of emergency routes is mounted. The volume is the directory
 * itself: Traefik 3.7.15 reads folders below it and does not watch them (measured), so that a route there would
 * neither open nor close in time. It is mounted writable, because the certificate's file is put into it when the
 * container is made, and Docker refuses that for a read-only mount.
 */
export const DYNAMIC_DIRECTORY = "/etc/traefik/dynamic";

/** Volume of the emergency routes of a gate; empty of them unless `break-glass open` is at work. */
export function emergencyVolumeOf(prefix: string): string {
  return `${prefix}-break-glass`;
}

/** The flags, sorted: the order means nothing to Traefik and must not differ between two runs. */
export function staticConfiguration(args: StaticConfigurationArgs): string[] {
  const flags: Record<string, string> = {
    accesslog: "true",
    "accesslog.format": "json",
    "api.dashboard": "true",
    "api.insecure": "false",
    "entrypoints.web.address": ":80",
    "entrypoints.web.http.redirections.entrypoint.permanent": "true",
    "entrypoints.web.http.redirections.entrypoint.scheme": "https",
    "entrypoints.web.http.redirections.entrypoint.to": args.httpsPort === 443 ? ENTRY_POINT : `:${args.httpsPort}`,
    "entrypoints.websecure.address": ":443",
    "entrypoints.websecure.http.tls": "true",
    "global.checknewversion": "false",
    "global.sendanonymoususage": "false",
    "log.level": args.logLevel,
    ping: "true",
    "providers.docker": "true",
    // Two gates on one engine would otherwise read each other's labels: routers and services of one name merge.
    "providers.docker.constraints": `Label(\`${GATE_LABEL}\`,\`${args.prefix}\`)`,
    "providers.docker.defaultrule": "",
    "providers.docker.endpoint": args.dockerEndpoint,
    "providers.docker.exposedbydefault": "false",
    "providers.docker.network": args.network,
    "providers.file.directory": DYNAMIC_DIRECTORY,
    "providers.file.watch": "true",
  };
  for (const entryPoint of ["web", "websecure"]) {
    const prefix = `entrypoints.${entryPoint}`;
    flags[`${prefix}.http.aliasheadersstrategy`] = "delete";
    for (const character of ["slash", "backslash", "nullcharacter", "percent"]) {
      flags[`${prefix}.http.encodedcharacters.allowencoded${character}`] = "false";
    }
    if (args.trustedProxies.length > 0) {
      flags[`${prefix}.forwardedheaders.trustedips`] = args.trustedProxies.join(",");
    }
  }
  if (args.acme) {
    const prefix = `certificatesresolvers.${CERT_RESOLVER}.acme`;
    flags[`${prefix}.email`] = args.acme.email;
    flags[`${prefix}.storage`] = "/data/acme.json";
    flags[`${prefix}.dnschallenge.provider`] = "cloudflare";
    if (args.acme.server) flags[`${prefix}.caserver`] = args.acme.server;
  }
  return Object.keys(flags)
    .sort()
    .map((flag) => `--${flag}=${flags[flag]}`);
}
