import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown, jellyfin, MIDDLEWARES } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a later middleware that sets another header",
      view: stack([
        grafana({
          [MIDDLEWARES]: "authentik@docker,own@docker",
          "traefik.http.middlewares.own.headers.customrequestheaders.X-Grafana": "1",
        }),
      ]),
    },
    {
      what: "a later middleware that takes an identity away",
      view: stack([
        grafana({
          [MIDDLEWARES]: "authentik@docker,own@docker",
          "traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-groups": "",
        }),
      ]),
    },
    {
      what: "a forging middleware that no router uses",
      view: stack([
        grafana({ "traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-groups": "admins" }),
      ]),
    },
  ],
  failing: [
    {
      what: "a later middleware says who it is",
      view: stack([
        grafana({
          [MIDDLEWARES]: "authentik@docker,admin@docker",
          "traefik.http.middlewares.admin.headers.customrequestheaders.X-authentik-username": "admin",
        }),
      ]),
      breaks: ["chain-order"],
      says: /sets the header 'X-authentik-username'/,
    },
    {
      what: "it does so inside a chain of another container",
      view: stack([
        grafana({
          [MIDDLEWARES]: "authentik@docker,all@docker",
          "traefik.http.middlewares.all.chain.middlewares": "admin",
        }),
        jellyfin({
          "traefik.http.middlewares.admin.headers.customrequestheaders.x-authentik-groups": "admins",
        }),
      ]),
      breaks: ["chain-order"],
      says: /runs 'admin@docker' of container 'jellyfin'.*sets the header 'x-authentik-groups'/s,
    },
    {
      what: "the service's own middlewares do so",
      view: stack([
        grafana({
          "traefik.http.services.grafana.middlewares": "admin@docker",
          "traefik.http.middlewares.admin.headers.customrequestheaders.X-authentik-uid": "1",
        }),
      ]),
      breaks: ["chain-order"],
      says: /sets the header 'X-authentik-uid'/,
    },
    {
      what: "somebody else is asked",
      view: stack([
        grafana({
          [MIDDLEWARES]: "authentik@docker,other@docker",
          "traefik.http.middlewares.other.forwardauth.address": "http://x/",
        }),
      ]),
      breaks: ["chain-order"],
      says: /asks another server.*Remove that from 'other@docker'/s,
    },
  ],
  unknown: [
    {
      what: "the header that a later middleware sets is unknown",
      view: stack([
        grafanaWithUnknown("traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-groups", "key"),
      ]),
      breaks: ["label-known"],
    },
    {
      what: "the value of such a header is unknown",
      view: stack([grafanaWithUnknown("traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-groups")]),
      breaks: ["label-known"],
    },
  ],
};
