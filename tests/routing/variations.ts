/** Short ways to change one thing about the sound stack of `fleet.ts`. */
import assert from "node:assert/strict";
import type { ContainerView, OidcClientView, ProxyProviderView, RedirectUriView } from "../../components/routing";
import { known } from "../../components/routing";
import type { Labels } from "./fleet";
import { container, excludedService, REMOVED, server, service, traefik, without, withUnknown } from "./fleet";

/** Keys of Grafana's router. */
export const RULE = "traefik.http.routers.grafana.rule";
export const MIDDLEWARES = "traefik.http.routers.grafana.middlewares";

/** Definition of a middleware that may stand after the login. */
export const GZIP: Labels = { "traefik.http.middlewares.gzip.compress": "true" };

/** Prefix of the outpost router's keys. */
export const OUTPOST = "traefik.http.routers.authentik-outpost";

/** A service behind the login. */
export function grafana(labels: Labels, more: Partial<ContainerView> = {}): ContainerView {
  return container("grafana", without(service("grafana", labels)), more);
}

/** A service without the login. */
export function jellyfin(labels: Labels, more: Partial<ContainerView> = {}): ContainerView {
  return container("jellyfin", without(excludedService("jellyfin", labels)), more);
}

/** A container that says nothing, on a network of its own: what a service keeps its data in. */
export function helper(title: string, more: Partial<ContainerView> = {}): ContainerView {
  return container(title, {}, { networks: [known(`${title}-private`)], ...more });
}

/** A service that asks authentik itself. */
export function wiki(labels: Labels = {}): ContainerView {
  return container(
    "wiki",
    service("wiki", {
      "traefik.http.routers.wiki.middlewares": "strip-identity@docker",
      "sso.access": "oidc",
      "sso.preset": "wiki",
      ...labels,
    }),
  );
}

/** A client of authentik that somebody is bound to. */
export function oidcClient(strict: readonly string[], ...others: readonly RedirectUriView[]): OidcClientView {
  const uris = [...strict.map((url) => ({ mode: "strict", url })), ...others];
  return { id: "urn:client", title: "client", redirectUris: uris.map(known), bound: true };
}

/** The domain's proxy provider, as SsoGate makes it. */
export function provider(change: Partial<ProxyProviderView>): ProxyProviderView {
  return {
    id: "urn:domain",
    title: "domain",
    mode: known("forward_domain"),
    externalHost: known("https://auth.example.com"),
    cookieDomain: known(".example.com"),
    attached: true,
    components: [],
    ...change,
  };
}

/** Grafana with one label of which the value, or the key, is unknown; the label is added where it is none of its own. */
export function grafanaWithUnknown(key: string, part: "key" | "value" = "value"): ContainerView {
  return grafana({}, { labels: withUnknown({ ...service("grafana"), [key]: "" }, key, part) });
}

/** The same of Jellyfin. */
export function jellyfinWithUnknown(key: string): ContainerView {
  return jellyfin({}, { labels: withUnknown({ ...excludedService("jellyfin"), [key]: "" }, key, "value") });
}

/** All labels of a container in which nothing is unknown. */
export function labelsOf(view: ContainerView): Record<string, string> {
  assert.ok(view.labels.known);
  return Object.fromEntries(
    view.labels.value.flatMap(({ key, value }) => (key.known && value.known ? [[key.value, value.value]] : [])),
  );
}

/** Takes every label away of which the key holds `part`. */
export function removed(view: ContainerView, part: string): Labels {
  const keys = Object.keys(labelsOf(view)).filter((key) => key.includes(part));
  return Object.fromEntries(keys.map((key) => [key, REMOVED]));
}

/** authentik's server without the outpost router. */
export const SERVER_WITHOUT_OUTPOST = server(removed(server(), OUTPOST));

/** Labels of an outpost router that leads to the service `name`. */
export function outpostOf(name: string): Labels {
  return {
    [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com$`) && PathPrefix(`/outpost.goauthentik.io/`)",
    [`${OUTPOST}.entrypoints`]: "websecure",
    [`${OUTPOST}.priority`]: "1000000000",
    [`${OUTPOST}.service`]: name,
    [`${OUTPOST}.tls`]: "true",
  };
}

/** The gate's strip middleware under another name. */
export function stripMiddlewareAs(name: string): Labels {
  return Object.fromEntries(
    Object.entries(labelsOf(traefik()))
      .filter(([key]) => key.includes("strip-identity"))
      .map(([key, value]) => [key.replace("strip-identity", name), value]),
  );
}
