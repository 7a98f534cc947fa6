/** One mistake: the container whose labels are changed, how, and what the policy pack must say. */
export interface Mistake {
  readonly what: string;
  readonly container: string;
  readonly change: (labels: Label[]) => Label[];
  /** Invariant that must be named. */
  readonly invariant: string;
  /** What the message must tell beside the id. */
  readonly says: RegExp;
}

interface Label {
  readonly label: string;
  readonly value: string;
}

const without = (pattern: RegExp) => (labels: Label[]) => labels.filter(({ label }) => !pattern.test(label));
const replaced = (pattern: RegExp, value: string) => (labels: Label[]) =>
  labels.map((one) => (pattern.test(one.label) ? { ...one, value } : one));

export const MISTAKES: Readonly<Record<string, Mistake>> = {
  "no-outpost-router": {
    what: "the outpost router deleted, because it looked odd",
    container: "sso-authentik-server",
    change: without(/routers\.authentik-outpost\./),
    invariant: "outpost-router",
    says: /outpost\.goauthentik\.io/,
  },
  "v2-outpost-router": {
    what: "the outpost router in Traefik v2's spelling, as in the article",
    container: "sso-authentik-server",
    change: replaced(
      /routers\.authentik-outpost\.rule$/,
      "HostRegexp(`{subdomain:[a-z0-9-]+}.sso.localhost`) && PathPrefix(`/outpost.goauthentik.io/`)",
    ),
    invariant: "outpost-router",
    says: /v2|never matches|v3/,
  },
  "no-middleware": {
    what: "a protected service without its middleware",
    container: "grafana",
    change: without(/routers\.grafana\.middlewares$/),
    invariant: "service-decision",
    says: /authentik@docker/,
  },
  "no-reason": {
    what: "an exclusion whose reason was removed",
    container: "jellyfin",
    change: without(/^sso\.reason$/),
    invariant: "service-decision",
    says: /reason/,
  },
};
