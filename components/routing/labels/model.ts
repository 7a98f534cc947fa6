/** What Traefik is told by the labels of one container, as plain data. */

/** An HTTP router. Names of routers, services and middlewares are the keys of the records in {@link TraefikLabels}. */
export interface RouterLabels {
  /** Rule in Traefik v3's language, e.g. ``Host(`wiki.example.com`)``. */
  readonly rule: string;
  /** Entry points. Never empty: a router without any is attached to all of them, plain HTTP included. */
  readonly entryPoints: readonly string[];
  /** References of middlewares in the order in which they run, e.g. `["authentik@docker"]`. */
  readonly middlewares?: readonly string[];
  /** Service of the same container, or one of Traefik's own such as `api@internal`. */
  readonly service?: string;
  /** Larger wins. @default the length of the rule */
  readonly priority?: number;
  /** `true`: TLS with the certificate that fits; an object to ask a resolver for one. */
  readonly tls?: boolean | TlsLabels;
}

export interface TlsLabels {
  readonly certResolver?: string;
  /** Domains to ask a certificate for; needed where the rule names no literal host. */
  readonly domains?: readonly { readonly main: string; readonly sans?: readonly string[] }[];
  /** Name of TLS options, e.g. `modern@file`. */
  readonly options?: string;
}

/** Where a router sends requests. */
export interface ServiceLabels {
  /** Port inside the container. @default the lowest port that the image exposes */
  readonly port?: number;
  /** `http`, `https` or `h2c`. @default "http" */
  readonly scheme?: string;
  /** Absolute URL instead of the container's own address; excludes port and scheme. */
  readonly url?: string;
  /** Name of a servers transport, e.g. `insecure@file`. */
  readonly serversTransport?: string;
  /** Whether the client's Host header is passed on. @default true */
  readonly passHostHeader?: boolean;
}

/** Value of one option of a middleware. */
export type OptionValue = string | number | boolean | readonly string[];

/**
 * One middleware: its type and its options, in lower case. Nested options are joined by dots.
 *
 * @example { forwardauth: { address: "http://auth:9000/", authresponseheaders: ["X-authentik-uid"] } }
 * @example { headers: { "customrequestheaders.X-authentik-uid": "" } }
 */
export type MiddlewareLabels = { readonly [type: string]: { readonly [option: string]: OptionValue } };

/** Everything that one container says to Traefik. */
export interface TraefikLabels {
  /** Whether Traefik publishes the container at all. */
  readonly enable: boolean;
  /** Docker network over which Traefik reaches the container. */
  readonly network?: string;
  readonly routers?: Readonly<Record<string, RouterLabels>>;
  readonly services?: Readonly<Record<string, ServiceLabels>>;
  readonly middlewares?: Readonly<Record<string, MiddlewareLabels>>;
}
