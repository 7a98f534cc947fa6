import * as pulumi from "@pulumi/pulumi";

/** Raised when a field changes its meaning; consumers refuse a version that they do not know. */
export const CONTRACT_VERSION = 1;

/**
 * What a service must know of the gate to stand behind it: plain, static values, because labels that decide
 * exposure must be readable before anything is created.
 */
export interface GateFacts {
  /** Domain whose sub-domains the gate protects, e.g. `example.com`. */
  domain: string;
  /** Every protected domain; the first is `domain`. */
  domains: string[];
  /** Host of the login, e.g. `auth.example.com`. */
  authHost: string;
  /** Public URL of the login, e.g. `https://auth.example.com`. */
  authUrl: string;
  /** `opt-in` or `strict`. */
  mode: string;
  /** Prefix of the names of containers, networks and volumes. */
  prefix: string;
  /** `embedded` (inside authentik's server) or `standalone` (a container of its own). */
  outpost: string;
  /** Name of the container that answers for the outpost. */
  serverName: string;
  /** Traefik's HTTPS entry point. */
  entryPoint: string;
  /** Certificate resolver; empty when certificates come from the file provider. */
  certResolver: string;
  /** Reference of the forwardAuth middleware. */
  middleware: string;
  /** Reference of the middleware that takes the signed token away after the login; empty where services get it. */
  jwtMiddleware: string;
  /** Reference of the middleware that strips identity headers where no login stands in front. */
  stripMiddleware: string;
  /** Docker network that Traefik shares with services. */
  network: string;
  /** The same network for a container to join; in the gate's own program it waits until the network is there. */
  networkToJoin: pulumi.Input<string>;
  /** Cloudflare zone of the domain; empty when DNS is not managed. */
  dnsZoneId: string;
  /** Cloudflare zones of the further domains that have one, by domain; an older gate has none. */
  furtherZoneIds?: { [domain: string]: string };
  /** What records point at: an address or a host name. */
  dnsTarget: string;
  /** Whether records go through Cloudflare's proxy. */
  dnsProxied: boolean;
  /** Whether one wildcard record covers every service. */
  dnsWildcard: boolean;
}

/** The gate's contract, exported by the gate's stack as output `sso`. It never holds a token. */
export interface SsoContract extends GateFacts {
  /** Always {@link CONTRACT_VERSION}. */
  version: number;
  /** Where the authentik API answers for a provider, e.g. `http://127.0.0.1:9000`. */
  providerUrl: string;
  /**
   * authentik's ids of the flows that providers use. `authentication` and `recovery` came later, so that an older gate
   * has neither; a gate without a mail server has no `recovery`.
   */
  flows: { authorization: string; invalidation: string; authentication?: string; recovery?: string };
  /** authentik's id of the key pair that OpenID Connect providers sign with; an older gate has none. */
  signingKeyId?: string;
  /** authentik's ids of the groups the gate made, by name. */
  groups: { [name: string]: string };
  /** How long a login opens a service with groups of its own, as authentik writes durations; an older gate has none. */
  applicationValidity?: string;
  /** Name of the group whose members may enter where a decision names none. */
  defaultGroup: string;
  /** Names of the groups whose members may enter the further domains, by domain; an older gate has none. */
  furtherGroups?: { [domain: string]: string };
  /** authentik's id of the outpost that applications are attached to. */
  outpostId: string;
  /** Static facts of Traefik that the policy pack judges by. */
  traefik: { version: string; staticConfiguration: string[] };
}

/**
 * Reads a contract of unknown origin.
 *
 * @throws {pulumi.RunError} when it is no contract, or of a version that this library does not know.
 * @example const sso = parseContract(await stack.getOutputValue("sso"));
 */
export function parseContract(value: unknown, from = "the stack output 'sso'"): SsoContract {
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  if (version === CONTRACT_VERSION) return value as SsoContract;
  const given = version === undefined ? "no contract" : `version ${String(version)}`;
  throw new pulumi.RunError(
    `${from} holds ${given}, this library reads version ${CONTRACT_VERSION}. Update the gate's stack, or install the 'authentik-sso' release that its stack was made with.`,
  );
}
