import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { jellyfin, jellyfinWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    { what: "an exclusion that lasts", view: stack([jellyfin({ "sso.until": "2027-06-30" })]) },
    { what: "an exclusion that ends in 15 days", view: stack([jellyfin({ "sso.until": "2026-12-08" })]) },
    {
      what: "one open router beside a protected one",
      view: stack([
        jellyfin({
          "traefik.http.routers.admin.rule": "Host(`jellyfin.example.com`) && PathPrefix(`/admin`)",
          "traefik.http.routers.admin.entrypoints": "websecure",
          "traefik.http.routers.admin.middlewares": "authentik@docker",
          "traefik.http.routers.admin.service": "jellyfin",
          "traefik.http.routers.admin.tls": "true",
        }),
      ]),
    },
  ],
  failing: [
    {
      what: "it has ended",
      view: stack([jellyfin({ "sso.until": "2026-11-22", "sso.owner": "home" })]),
      breaks: ["exclusion-current"],
      says: /ended on 2026-11-22.*Its owner is home/s,
    },
    {
      what: "it ends soon",
      view: stack([jellyfin({ "sso.until": "2026-12-05" })]),
      breaks: ["exclusion-current"],
      says: /ends on 2026-12-05/,
    },
    {
      what: "it opens nothing",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.middlewares": "authentik@docker" })]),
      breaks: ["exclusion-current"],
      says: /opens nothing/,
    },
  ],
  unknown: [
    { what: "its last day is unknown", view: stack([jellyfinWithUnknown("sso.until")]), breaks: ["label-known"] },
  ],
};
