/** What a gate is told. Flat, so that programs in every Pulumi language can write it. */
import type { SmtpArgs } from "./authentik/serverContainers";
import type { ImageArgs, MemoryArgs } from "./containers";
import type { LoginSettings } from "./login/login";
import type { AcmeArgs } from "./traefik/traefik";

export interface SsoGateArgs extends LoginSettings {
  /** Domain whose sub-domains are protected, e.g. `example.com`. */
  domain: string;
  /** Further domains behind the same login, each with a cookie of its own. Not with a standalone outpost. @default none */
  furtherDomains?: DomainArgs[];
  /** Host of the login. @default "auth.<domain>" */
  authHost?: string;
  /** `opt-in` (each published router has a decision) or `strict` (and each exclusion is approved). @default "opt-in" */
  mode?: string;
  /** Prefix of the names of containers, networks and volumes. @default "sso" */
  prefix?: string;
  /** Address of the Docker host that Traefik is bound to. @default "0.0.0.0" */
  bindAddress?: string;
  /** Port of plain HTTP, which only redirects. @default 80 */
  httpPort?: number;
  /** Port of HTTPS; visitors must come over 443, since the outpost compares hosts with their port. @default 443 */
  httpsPort?: number;
  /** Address of the Docker host that authentik's API port is bound to. @default "127.0.0.1" */
  authentikApiAddress?: string;
  /** Port of authentik's API on that address. @default 9000 */
  authentikApiPort?: number;
  /** URL of authentik's API as this program sees it, when it is not that address and port. */
  authentikApiUrl?: string;
  /**
   * Which outpost asks for the login: `embedded` (inside authentik's server, sessions in its database) or `standalone`
   * (a container of its own, sessions in its memory: a restart ends them, and `application()` is refused).
   * @default "embedded"
   */
  outpost?: string;
  /** Group whose members may enter in domain mode. @default "sso-users" */
  group?: string;
  /** How long one login opens services. @default "hours=24" */
  validity?: string;
  /** Hand the signed token `X-authentik-jwt` on to services; any of them could replay it. @default false */
  passJwt?: boolean;
  /** Mail address of the first administrator. @default "admin@<domain>" */
  adminEmail?: string;
  /** Outgoing mail. */
  smtp?: SmtpArgs;
  /** Certificates from Let's Encrypt. @default a local authority */
  acme?: AcmeArgs;
  /** Cloudflare DNS records. @default none */
  dns?: DnsArgs;
  /** Proxies in front of Traefik, as CIDRs. @default none */
  trustedProxies?: string[];
  /** Limit logins by client address, counted in Redis. @default true */
  redis?: boolean;
  /** Requests of a login flow that one address may make per minute. @default 60 */
  loginsPerMinute?: number;
  /** Serve Traefik's dashboard behind the login, at this host. @default not served */
  dashboardHost?: string;
  /** Use a Traefik that the host already runs instead of starting one. */
  adoptTraefik?: AdoptTraefikArgs;
  /** Path of the Docker socket on the host. @default "/var/run/docker.sock" */
  dockerSocket?: string;
  /** Image references. @default the pinned ones */
  images?: ImageArgs;
  /** Memory limits in MiB. */
  memory?: MemoryArgs;
  /** How long to wait for authentik's first start, in seconds. @default 600 */
  readyTimeoutSeconds?: number;
  /** Protect database and secrets from deletion. @default true */
  protect?: boolean;
}

/** A domain behind the login of another one; `auth.<domain>` is where its logins come back to. */
export interface DomainArgs {
  /** Domain whose sub-domains are protected, e.g. `example.org`. It neither contains nor is inside another one. */
  domain: string;
  /** Group whose members may enter its services. @default the gate's group */
  group?: string;
  /** Cloudflare zone of this domain; records are made like those of the first one. @default none */
  zoneId?: string;
}

export interface DnsArgs {
  /** Cloudflare zone of the domain. */
  zoneId: string;
  /** Address or host name that records point at. */
  target: string;
  /** Whether traffic goes through Cloudflare's proxy. @default false */
  proxied?: boolean;
  /** One wildcard record for every service, instead of one record each. @default true */
  wildcard?: boolean;
}

/** A Traefik v3 that runs already, and reads labels from the same Docker Engine. */
export interface AdoptTraefikArgs {
  /** Docker network on which it reaches containers. */
  network: string;
  /** Its HTTPS entry point. @default "websecure" */
  entryPoint?: string;
  /** Its certificate resolver. @default none */
  certResolver?: string;
  /** Its static configuration as flags; what the policy pack judges. */
  staticConfiguration?: string[];
  /** Its version, e.g. `3.7.15`. */
  version?: string;
}
