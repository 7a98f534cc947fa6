import { REMOVED, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { jellyfin, jellyfinWithUnknown, stripMiddlewareAs } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "headers stripped by a middleware of the container itself",
      view: stack([
        jellyfin({
          "traefik.http.routers.jellyfin.middlewares": "own-strip@docker",
          ...stripMiddlewareAs("own-strip"),
        }),
      ]),
    },
    {
      what: "the strip middleware as the last one",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.middlewares": "gzip@file,strip-identity" })]),
    },
  ],
  failing: [
    {
      what: "an excluded service keeps them",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.middlewares": REMOVED })]),
      breaks: ["identity-headers"],
      says: /Write 'traefik\.http\.routers\.jellyfin\.middlewares=strip-identity@docker'/,
    },
    {
      what: "its own middleware forgets some",
      view: stack([
        jellyfin({
          "traefik.http.routers.jellyfin.middlewares": "own@docker",
          "traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-username": "",
        }),
      ]),
      breaks: ["identity-headers"],
      says: /Write 'traefik\.http\.routers\.jellyfin\.middlewares=strip-identity@docker,own@docker'/,
    },
    {
      what: "a middleware of another provider has the strip middleware's name",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.middlewares": "strip-identity@file" })]),
      breaks: ["identity-headers"],
      says: /passes a client's own X-authentik-\* headers on/,
    },
  ],
  unknown: [
    {
      what: "the middlewares of an excluded service are unknown",
      view: stack([jellyfinWithUnknown("traefik.http.routers.jellyfin.middlewares")]),
      breaks: ["label-known"],
    },
  ],
};
