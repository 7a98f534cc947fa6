/** A generated fleet: what Traefik is shown, and what its author meant. Plain data, so that it can be kept as JSON. */

export type Labels = Record<string, string>;

/** A container as the stand-in for Docker's API shows it. */
export interface FleetContainer {
  readonly name: string;
  /** Loopback address on which its app answers. */
  readonly address: string;
  readonly image: string;
  readonly network: string;
  labels: Labels;
  /** Ports that the image exposes; Traefik takes the lowest where no label names one. */
  readonly exposed: readonly number[];
  /** A stopped container keeps its labels. */
  stopped?: boolean;
  /** A container that fails its health check loses its routers. */
  unhealthy?: boolean;
}

export type Mode = "domain" | "excluded" | "paths" | "oidc" | "external";

/** What the author of the fleet meant a service to be. The probes come from this, never from labels. */
export interface Service {
  /** Name of its container; of an external one, of the container that carries the labels. */
  readonly container: string;
  mode: Mode;
  readonly hosts: readonly string[];
  /** Path prefixes that are open by decision; only mode `paths`. */
  readonly openPaths: readonly string[];
  /** Further paths worth asking for. */
  readonly paths: readonly string[];
  /** Address of the app where it is none of the containers (a NAS). */
  readonly externalAddress?: string;
}

/** A question that a mutation wants asked besides the usual ones. */
export interface ExtraProbe {
  readonly host: string;
  readonly path: string;
  readonly entryPoint?: EntryPointName;
  readonly sni?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly login?: boolean;
  /** `foreign`: nobody meant this host to be served. */
  readonly kind?: "foreign";
}

export type EntryPointName = "web" | "websecure" | "lan";

export interface Fleet {
  /** Static configuration of Traefik, see `variants.ts`. */
  variant: string;
  readonly domains: readonly string[];
  readonly services: Service[];
  readonly containers: FleetContainer[];
  /** Hosts for which authentik has a bound client with a strict redirect URI. */
  oidcHosts: string[];
  readonly probes: ExtraProbe[];
  /** Ids of the mutations that made it; empty for a realistic fleet. */
  readonly mutations: string[];
}

/** Names and addresses that every fleet shares. `8080` stands for the port that the apps really have. */
export const TRAEFIK = "sso-traefik";
export const SERVER = "sso-authentik-server";
export const SERVER_ADDRESS = "127.77.0.2";
export const APP_PORT = 8080;
export const AUTH_HOST = "auth.example.com";
export const AUTH_ADDRESS = `http://${SERVER_ADDRESS}:${APP_PORT}/outpost.goauthentik.io/auth/traefik`;
export const MARKER = "oracle-marker";

/** Address of the service's app number `index`. */
export function appAddress(index: number): string {
  return `127.77.1.${index + 1}`;
}

/** How many app addresses there are. */
export const APP_ADDRESSES = 24;

/** Day on which exclusions are judged. */
export const TODAY = "2026-11-23";

export function cloneFleet(fleet: Fleet): Fleet {
  return structuredClone(fleet);
}

/** @throws where a mutation names a container that is not there. */
export function containerOf(fleet: Fleet, name: string): FleetContainer {
  const found = fleet.containers.find((container) => container.name === name);
  if (!found) throw new Error(`the fleet has no container ${name}`);
  return found;
}
