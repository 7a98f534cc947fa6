import type { Leaf } from "./leaf";
import type { LabelProvider, StaticConfiguration } from "./staticConfiguration";

/** Everything that is judged, from whatever source: resources at a preview, a state, a running host. */
export interface StackView {
  /** Containers, and Swarm services, which carry labels in the same way. */
  readonly containers: readonly ContainerView[];
  /** The gate; `undefined` when there is none or nothing says what it is. */
  readonly gate: GateView | undefined;
  /** Traefik's static configuration. Unknown: Traefik's own defaults are assumed, which publish everything. */
  readonly static: Leaf<StaticConfiguration>;
  /** Clients of authentik that services log in with themselves (`sso.access=oidc`). */
  readonly oidcClients: readonly OidcClientView[];
  /** Proxy providers of authentik that this stack declares. */
  readonly proxyProviders: readonly ProxyProviderView[];
  /** Applications of authentik that this stack declares. */
  readonly applications: readonly ApplicationView[];
  readonly dnsRecords: readonly DnsRecordView[];
  /** Names of containers whose exclusion the pack's own configuration lists; only mode `strict` asks. */
  readonly approvedExclusions: readonly string[];
  /** Day on which exclusions are judged, as YYYY-MM-DD. */
  readonly today: string;
}

export interface ContainerView {
  /** Where it is found: the resource's URN, or the container's id. */
  readonly id: string;
  /** Name for messages, e.g. the name of the Pulumi resource. */
  readonly title: string;
  /** Name of the container on its host. */
  readonly name: Leaf<string>;
  readonly labels: Leaf<readonly LabelView[]>;
  readonly image: Leaf<string>;
  readonly command: Leaf<readonly string[]>;
  readonly networks: readonly Leaf<string>[];
  /** Addresses on its networks; none are known before it runs. */
  readonly addresses: readonly string[];
  /** Traefik's provider that reads its labels, after which references are completed. */
  readonly provider: LabelProvider;
  readonly networkMode: Leaf<string | undefined>;
  readonly ports: readonly Leaf<PortView>[];
  readonly mounts: readonly Leaf<MountView>[];
  /** Types of the components around it, outermost first; empty when it was declared by itself. */
  readonly components: readonly string[];
}

export interface LabelView {
  readonly key: Leaf<string>;
  readonly value: Leaf<string>;
}

/** A port that the host passes to the container, past Traefik. */
export interface PortView {
  readonly internal: number;
  /** Address of the host; empty for all. */
  readonly ip: string;
  readonly protocol: string;
}

export interface MountView {
  /** Path on the host, or the name of a volume; empty where there is none. */
  readonly source: string;
  /** It is a volume of the host of which the name is unknown, so no path. @default false */
  readonly unknownVolume?: boolean;
  readonly target: string;
  /** Whether the container can only read it; unknown counts as no. @default false */
  readonly readOnly?: boolean;
}

/** What has to be known of the gate to judge a service. */
export interface GateView {
  /** Whether its containers are part of this stack; otherwise only its contract is known here. */
  readonly here: boolean;
  /** Domains whose sub-domains are protected. */
  readonly domains: readonly string[];
  /** Host of the login. */
  readonly authHost: string;
  /** Entry point of services. */
  readonly entryPoint: string;
  /** Reference of the forwardAuth middleware. */
  readonly middleware: string;
  /** Reference of the middleware that strips identity headers. */
  readonly stripMiddleware: string;
  /** The only address that the forwardAuth middleware may ask. */
  readonly authAddress: string;
  /** Name of the container that answers for the outpost. */
  readonly serverName: string;
  /** `embedded` in authentik's server, or `standalone`, which keeps one file store for all of its providers. */
  readonly outpost: OutpostKind;
  /** `strict`: every exclusion is approved in the pack's configuration as well. */
  readonly mode: GateMode;
  /** Prefix of the names of the gate's containers, and the value of `sso.gate`. */
  readonly prefix: string;
  /** Network that Traefik shares with services; unknown for a running host without a contract. */
  readonly network: Leaf<string>;
  /** What DNS records of services point at; `""` when the gate manages none. */
  readonly dnsTarget: Leaf<string>;
  /** Version of a Traefik that is not among the containers, as the gate states it. */
  readonly traefikVersion?: Leaf<string>;
}

export type OutpostKind = "embedded" | "standalone";

export type GateMode = "opt-in" | "strict";

/** A proxy provider: what authentik judges a forward-auth request by. */
export interface ProxyProviderView {
  readonly id: string;
  readonly title: string;
  /** `forward_domain`, `forward_single` or `proxy`. */
  readonly mode: Leaf<string>;
  readonly externalHost: Leaf<string>;
  readonly cookieDomain: Leaf<string>;
  /** Whether an outpost serves it, by this stack's resources. */
  readonly attached: boolean;
  readonly components: readonly string[];
}

/** An application: what policies and groups are bound to. */
export interface ApplicationView {
  readonly id: string;
  readonly title: string;
  /** How many bindings let somebody in: none lets everybody in. */
  readonly bindings: number;
}

export interface DnsRecordView {
  readonly id: string;
  readonly title: string;
  readonly name: Leaf<string>;
  /** `A`, `AAAA`, `CNAME`, … */
  readonly type: Leaf<string>;
  readonly content: Leaf<string>;
  readonly proxied: Leaf<boolean>;
  readonly components: readonly string[];
}

/** Where authentik may send somebody back to after a login. */
export interface RedirectUriView {
  /** `strict` or `regex`. */
  readonly mode: string;
  readonly url: string;
  /** It is where the browser goes after a logout: no login comes back to it. */
  readonly logout?: boolean;
}

export interface OidcClientView {
  readonly id: string;
  readonly title: string;
  /** All of them; authentik takes the first that somebody uses where there is none. */
  readonly redirectUris: readonly Leaf<RedirectUriView>[];
  /** Whether an application with at least one binding uses it. */
  readonly bound: boolean;
}

/** Type of the component that makes the gate: only containers inside it may carry `sso.access=gate`. */
export const GATE_COMPONENT = "authentik-sso:index:SsoGate";

/** Type of the component for something that is no container: only there may a service have a URL. */
export const EXTERNAL_COMPONENT = "authentik-sso:index:ExternalService";

/** Type of the component that makes authentik's server, worker and database. */
export const AUTHENTIK_COMPONENT = "authentik-sso:index:Authentik";

/** Type of the component that makes a standalone outpost. */
export const OUTPOST_COMPONENT = "authentik-sso:index:StandaloneOutpost";

/** Type of the component that alone holds the Docker socket, behind a read-only list. */
export const SOCKET_PROXY_COMPONENT = "authentik-sso:index:SocketProxy";

/** References by which services name the gate's middlewares, where nothing else says so. */
export const MIDDLEWARE = "authentik@docker";
export const STRIP_MIDDLEWARE = "strip-identity@docker";

/** Name of the container of authentik's server. */
export function serverNameOf(prefix: string): string {
  return `${prefix}-authentik-server`;
}

/** Name of the container of a standalone outpost. */
export function outpostNameOf(prefix: string): string {
  return `${prefix}-outpost`;
}

/** The address of the outpost in the container `serverName`, authentik's server or a standalone one, for forwardAuth. */
export function authAddressOf(serverName: string): string {
  return `http://${serverName}:9000/outpost.goauthentik.io/auth/traefik`;
}
