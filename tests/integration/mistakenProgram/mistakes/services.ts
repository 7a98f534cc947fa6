/** Mistakes in the labels of a service. */
import * as random from "@pulumi/random";
import type { Mistake } from "../mistake";
import { relabel } from "../mistake";

const GRAFANA = "traefik.http.routers.grafana";
const JELLYFIN = "traefik.http.routers.jellyfin";

export const SERVICE_MISTAKES: Readonly<Record<string, Mistake>> = {
  "no-middleware": {
    what: "a protected service without its middleware",
    invariant: "service-decision",
    says: /Write 'traefik\.http\.routers\.grafana\.middlewares=authentik@docker'/,
    make: relabel("grafana", { [`${GRAFANA}.middlewares`]: undefined }),
  },
  "no-reason": {
    what: "an exclusion whose reason was removed",
    invariant: "service-decision",
    says: /excluded, but there is no reason: write why/,
    make: relabel("jellyfin", { "sso.reason": undefined }),
  },
  "host-from-output": {
    what: "a host that another resource makes",
    invariant: "label-known",
    says: /label 'traefik\.http\.routers\.grafana\.rule' has an unknown value.*Write it as a plain string/,
    make: () => {
      const { hex } = new random.RandomId("host", { byteLength: 2 });
      relabel("grafana", { [`${GRAFANA}.rule`]: hex.apply((name) => `Host(\`${name}.sso.localhost\`)`) })();
    },
  },
  "misspelt-label": {
    what: "a typing error in a label",
    invariant: "label-reading",
    says: /Traefik knows no field 'http\.routers\.grafana\.middleware'/,
    make: relabel("grafana", { [`${GRAFANA}.middleware`]: "gzip@file" }),
  },
  "kept-headers": {
    what: "an excluded service that passes identity headers on",
    invariant: "identity-headers",
    says: /Write 'traefik\.http\.routers\.jellyfin\.middlewares=strip-identity@docker'/,
    make: relabel("jellyfin", { [`${JELLYFIN}.middlewares`]: undefined }),
  },
  "foreign-host": {
    what: "a protected service on a host of another domain",
    invariant: "host-boundary",
    says: /asks for the login on grafana\.example\.org, outside of sso\.localhost.*Serve it under/,
    make: relabel("grafana", { [`${GRAFANA}.rule`]: "Host(`grafana.example.org`)" }),
  },
  "taken-path": {
    what: "an excluded service on a path of a protected host",
    invariant: "host-owner",
    says: /can answer for container 'grafana'.*Give it a host of its own/,
    make: relabel("jellyfin", { [`${JELLYFIN}.rule`]: "Host(`grafana.sso.localhost`) && PathPrefix(`/public`)" }),
  },
  "groups-on-a-label": {
    what: "'application' without a provider of its own",
    invariant: "application-provider",
    says: /no provider of mode 'forward_single' is for grafana\.sso\.localhost.*Use application\(\{ groups \}\)/,
    make: relabel("grafana", { "sso.access": "application", "sso.groups": "admins" }),
  },
  "oidc-without-client": {
    what: "'oidc' without a client in authentik",
    invariant: "oidc-client",
    says: /no bound client with a strict redirect URI on grafana\.sso\.localhost.*Create a ProviderOauth2/,
    make: relabel("grafana", {
      "sso.access": "oidc",
      "sso.client": "grafana",
      [`${GRAFANA}.middlewares`]: "strip-identity@docker",
    }),
  },
  "expired-exclusion": {
    what: "an exclusion that has ended",
    invariant: "exclusion-current",
    says: /ended on 2020-01-31.*domain\(\)/,
    make: relabel("jellyfin", { "sso.until": "2020-01-31" }),
  },
  "loose-expression": {
    what: "an expression for hosts without anchors",
    invariant: "rule-language",
    also: ["host-boundary"],
    says: /has no '\^' at its beginning.*Write '\^' before/,
    make: relabel("grafana", { [`${GRAFANA}.rule`]: "HostRegexp(`grafana\\.sso\\.localhost`)" }),
  },
  "forged-identity": {
    what: "a middleware after the login that says who everybody is",
    invariant: "chain-order",
    says: /sets the header 'X-authentik-groups'.*Remove that from 'admin@docker'/,
    make: relabel("grafana", {
      [`${GRAFANA}.middlewares`]: "authentik@docker,admin@docker",
      "traefik.http.middlewares.admin.headers.customrequestheaders.X-authentik-groups": "admins",
    }),
  },
  "other-service": {
    what: "a router that leads to another container",
    invariant: "service-reach",
    says: /leads to service 'mealie@docker', which this container does not define/,
    make: relabel("jellyfin", { [`${JELLYFIN}.service`]: "mealie@docker" }),
  },
  "shared-service": {
    what: "a service name that two containers define",
    invariant: "service-owner",
    says: /service 'grafana' is defined by .*Rename all but one/,
    make: relabel("jellyfin", {
      [`${JELLYFIN}.service`]: "jellyfin",
      "traefik.http.services.grafana.loadbalancer.server.port": "8096",
    }),
  },
  "tcp-router": {
    what: "a TCP router for everything",
    invariant: "stream-router",
    says: /TCP router 'db'.*Remove the 'traefik\.tcp\.\*' labels/,
    make: relabel("grafana", {
      "traefik.tcp.routers.db.rule": "HostSNI(`*`)",
      "traefik.tcp.routers.db.entrypoints": "websecure",
      "traefik.tcp.services.db.loadbalancer.server.port": "5432",
    }),
  },
  "large-priority": {
    what: "a service that takes precedence over the gate",
    invariant: "priority-range",
    says: /has priority 200000.*write at most 100000/,
    make: relabel("grafana", { [`${GRAFANA}.priority`]: "200000" }),
  },
  "no-entry-point": {
    what: "a router without an entry point",
    invariant: "explicit-entry-point",
    says: /Write 'traefik\.http\.routers\.grafana\.entrypoints=websecure'/,
    make: relabel("grafana", { [`${GRAFANA}.entrypoints`]: undefined }),
  },
  "plain-http": {
    what: "a router on plain HTTP too",
    invariant: "gate-entry-point",
    says: /is on entry point web; the gate's is 'websecure'/,
    make: relabel("grafana", { [`${GRAFANA}.entrypoints`]: "websecure,web" }),
  },
  "hidden-requests": {
    what: "a router whose requests are not logged",
    invariant: "forbidden-option",
    says: /observability\.accesslogs=false.*Remove the label/,
    make: relabel("grafana", { [`${GRAFANA}.observability.accesslogs`]: "false" }),
  },
};
