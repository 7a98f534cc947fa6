/**
 * How a service may be reached: the decision that every published service carries.
 *
 * The helpers return plain data, so the decision can be read from the program, written on the container as
 * `sso.*` labels and checked by the policy pack. There is no way to leave a service open by forgetting it.
 */

/** Who lets a request in. */
export type AccessMode = "domain" | "application" | "oidc" | "excluded";

/**
 * A decision as data. Flat, so that programs in every Pulumi language can write it.
 *
 * @example { mode: "excluded", reason: "family uses the app's own login on TVs", owner: "me" }
 */
export interface AccessArgs {
  /**
   * `domain` (one login for all), `application` (own provider, by group), `oidc` (the app logs in through authentik
   * itself) or `excluded` (no login here).
   */
  mode: string;
  /** Why. Required for `excluded` and with `ports`, recommended for `application`. */
  reason?: string;
  /** Groups that may enter. Only with `application`, and with `oidc` and a preset. @default the gate's group, in `oidc` */
  groups?: string[];
  /**
   * A well-known app: with `oidc` one that logs in through authentik (see `OIDC_PRESETS`), with `excluded` one whose
   * open paths are known (see `OPEN_PATHS`). With `domain` and `application` the app's client in authentik, with its id
   * and secret, is kept for the way back to `oidc`.
   */
  preset?: string;
  /** Name of your own client in authentik, a `ProviderOauth2` of your program. Only with `oidc`. */
  client?: string;
  /** Who answers for the exclusion. */
  owner?: string;
  /** Last day of the exclusion, as YYYY-MM-DD. No date: open-ended. */
  until?: string;
  /** Path prefixes that are open; the rest of the host stays behind the login. Default: the whole host. */
  paths?: string[];
  /**
   * Addresses for which the exclusion holds, as CIDRs; everybody else meets the login. Default: everybody. Traefik
   * compares them with the peer of the connection, so a proxy in front must not be among them.
   */
  sources?: string[];
  /** Ports of the container that may be published past Traefik, e.g. `53/udp`. They need a reason. Default: none. */
  ports?: string[];
}

/** Ports past the login need a reason; without them it is optional. */
type WithPorts = { ports?: never; reason?: string } | { ports: string[]; reason: string };

/**
 * One login for every service of the domain: authentik's domain-level provider. The default.
 *
 * With `preset` the client that `oidc({ preset })` made is kept, so that going back is one word and loses nothing.
 *
 * @example domain({ ports: ["2222/tcp"], reason: "git over SSH has keys of its own" })
 * @example domain({ preset: "grafana" })
 */
export function domain(args: { preset?: string } & WithPorts = {}): AccessArgs {
  return { mode: "domain", ...args };
}

/**
 * The service gets a provider and an application of its own, open to `groups` only.
 * Choose it where the domain-level provider is too wide: that one cannot tell services apart.
 *
 * @example application({ groups: ["admins"], reason: "can start containers as root" })
 */
export function application(args: { groups: string[]; preset?: string } & WithPorts): AccessArgs {
  return { mode: "application", ...args };
}

/**
 * The app logs in through authentik itself, and nothing stands in front of it: its API and mobile apps work.
 *
 * With `preset` the client is made in authentik, and its id and secret reach the app the way it wants them; `groups`
 * may log in. With `client` you made it yourself (`authentik.ProviderOauth2`): it counts only with a strict redirect URI
 * on the service's host and a bound application.
 *
 * @example oidc({ preset: "immich" })
 * @example oidc({ preset: "grafana", groups: ["ops"] })
 * @example oidc({ client: "wiki" })
 */
export function oidc(
  args: ({ preset: string; groups?: string[]; client?: never } | { client: string; preset?: never; groups?: never }) &
    WithPorts,
): AccessArgs {
  return { mode: "oidc", ...args };
}

/**
 * No login in front of this service. The reason is required, travels with the container, and is reported.
 *
 * @example excluded({ reason: "mobile app uses Immich's own login", owner: "me", until: "2027-06-30" })
 * @example excluded({ preset: "sonarr", reason: "the phone app comes with the API key" })
 * @example excluded({ reason: "the TV at home has no browser", sources: ["192.168.1.0/24"] })
 */
export function excluded(args: {
  reason: string;
  preset?: string;
  owner?: string;
  until?: string;
  paths?: string[];
  sources?: string[];
  ports?: string[];
}): AccessArgs {
  return { mode: "excluded", ...args };
}
