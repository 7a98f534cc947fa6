import { UNKNOWN } from "../../../components/routing";
import { container, REMOVED, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { GZIP, grafana, grafanaWithUnknown, helper, jellyfin, MIDDLEWARES } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a middleware after the login",
      view: stack([grafana({ [MIDDLEWARES]: "authentik@docker,gzip@docker", ...GZIP })]),
    },
    { what: "the login named without its provider", view: stack([grafana({ [MIDDLEWARES]: "authentik" })]) },
    {
      what: "a disabled container, whatever its labels",
      view: stack([grafana({ "traefik.enable": "false", [MIDDLEWARES]: REMOVED })]),
    },
    { what: "a container that says nothing", view: stack([helper("cache")]) },
    {
      what: "an exclusion for paths that opens less than it may",
      view: stack([
        jellyfin({
          "sso.paths": "/api/",
          "traefik.http.routers.jellyfin.rule": "Host(`jellyfin.example.com`) && PathPrefix(`/api/v1/`)",
        }),
      ]),
    },
  ],
  failing: [
    {
      what: "a router has no middleware",
      view: stack([grafana({ [MIDDLEWARES]: REMOVED })]),
      breaks: ["service-decision"],
      says: /Write 'traefik\.http\.routers\.grafana\.middlewares=authentik@docker', or exclude/,
    },
    {
      what: "the middleware is another",
      view: stack([grafana({ [MIDDLEWARES]: "auth@docker" })]),
      breaks: ["service-decision"],
      says: /is open: .*Write '.*\.middlewares=authentik@docker,auth@docker'/s,
    },
    {
      what: "the middleware is spelt with a capital",
      view: stack([grafana({ [MIDDLEWARES]: "Authentik@docker" })]),
      breaks: ["service-decision"],
      says: /Write '.*=authentik@docker,Authentik@docker'/,
    },
    {
      what: "the middleware is another provider's",
      view: stack([grafana({ [MIDDLEWARES]: "authentik@file" })]),
      breaks: ["service-decision"],
      says: /Write '.*=authentik@docker,authentik@file'/,
    },
    {
      what: "the login is not the first",
      view: stack([grafana({ [MIDDLEWARES]: "errors@docker,authentik@docker" })]),
      breaks: ["service-decision"],
      says: /lists 'authentik@docker' after 'errors@docker'.*Write '.*=authentik@docker,errors@docker'/s,
    },
    {
      what: "the label names a router that does not exist",
      view: stack([grafana({ [MIDDLEWARES]: REMOVED, "traefik.http.routers.grafna.middlewares": "authentik@docker" })]),
      breaks: ["service-decision", "explicit-entry-point"],
      says: /router 'grafna' .* has no rule/,
    },
    {
      what: "a second router is open",
      view: stack([
        grafana({
          "traefik.http.routers.api.rule": "Host(`grafana.example.com`) && PathPrefix(`/api`)",
          "traefik.http.routers.api.entrypoints": "websecure",
          "traefik.http.routers.api.service": "grafana",
        }),
      ]),
      breaks: ["service-decision"],
      says: /router 'api'/,
    },
    {
      what: "there is no decision",
      view: stack([grafana({ "sso.access": REMOVED })]),
      breaks: ["service-decision"],
      says: /there is no label 'sso\.access'/,
    },
    {
      what: "the decision is a word of its own",
      view: stack([grafana({ "sso.access": "public" })]),
      breaks: ["service-decision"],
      says: /allowed are domain, application, oidc, excluded, gate/,
    },
    {
      what: "an exclusion has no reason",
      view: stack([jellyfin({ "sso.reason": REMOVED })]),
      breaks: ["service-decision"],
      says: /there is no reason/,
    },
    {
      what: "an exclusion's reason is a placeholder",
      view: stack([jellyfin({ "sso.reason": "TODO" })]),
      breaks: ["service-decision"],
      says: /placeholder/,
    },
    {
      what: "a service calls itself a part of the gate",
      view: stack([grafana({ "sso.access": "gate", [MIDDLEWARES]: REMOVED })]),
      breaks: ["service-decision"],
      says: /no part of the gate/,
    },
    {
      what: "a published container has no router",
      view: stack([container("plain", { "traefik.enable": "true", "sso.access": "domain" })], { static: UNKNOWN }),
      breaks: ["service-decision", "static-configuration"],
      says: /declares no router/,
    },
    {
      what: "an exclusion for paths opens all",
      view: stack([jellyfin({ "sso.paths": "/api/" })]),
      breaks: ["service-decision"],
      says: /open beyond the paths \/api\/ of its exclusion/,
    },
    {
      what: "traefik.enable is spelt 1",
      view: stack([grafana({ "traefik.enable": "1", [MIDDLEWARES]: REMOVED })]),
      breaks: ["service-decision"],
      says: /router 'grafana' .* is open/,
    },
    {
      what: "the middleware list is indexed",
      view: stack([grafana({ [MIDDLEWARES]: REMOVED, [`${MIDDLEWARES}[0]`]: "authentik@docker" })]),
      breaks: ["service-decision", "label-reading"],
      says: /router 'grafana' .* is open/,
    },
    {
      what: "a key in another case takes the middleware away",
      view: stack([
        grafana({ [MIDDLEWARES]: "other@docker", "traefik.http.routers.GRAFANA.middlewares": "authentik@docker" }),
      ]),
      breaks: ["service-decision", "label-reading"],
      says: /router 'GRAFANA' .* is open/,
    },
  ],
  unknown: [
    { what: "the decision is unknown", view: stack([grafanaWithUnknown("sso.access")]), breaks: ["label-known"] },
    { what: "the middlewares are unknown", view: stack([grafanaWithUnknown(MIDDLEWARES)]), breaks: ["label-known"] },
    {
      what: "it is unknown whether Traefik takes the container",
      view: stack([grafanaWithUnknown("traefik.enable")]),
      breaks: ["label-known"],
    },
  ],
};
