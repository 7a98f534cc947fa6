/** A request of the outpost to its core, as the recorded exchanges list it under `backchannel`. */
export interface CoreRequest {
  path: "/application/o/token/" | "/application/o/introspect/";
  /** Scheme and host that the core is to see, for the issuer of the tokens. */
  origin: string;
  userAgent: string;
  /** URL-coded form, fields sorted by name. */
  body: string;
}

export interface CoreAnswer {
  status: number;
  json: { [field: string]: unknown };
}

/** A misconfiguration that the outpost reports to the core as an event. */
export interface Misconfiguration {
  message: string;
  outpost: string;
  provider: string;
  /** Path of the request. */
  url: string;
  headers: { [name: string]: string };
  /** The TCP peer, so Traefik, never the visitor. */
  clientIp: string;
}

/**
 * The outpost's way to the core. In the double the embedded outpost calls the core's functions in the same process;
 * the tests put a recorder here.
 */
export interface OutpostCore {
  request(request: CoreRequest): Promise<CoreAnswer>;
  reportMisconfiguration(event: Misconfiguration): Promise<void>;
}
