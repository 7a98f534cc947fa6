import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, jellyfin, jellyfinWithUnknown, RULE } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an excluded service on a host that ends like a protected one",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.rule": "Host(`my-grafana.example.com`)" })]),
    },
    {
      what: "an excluded service with an expression that matches no protected host",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.rule": "HostRegexp(`^tv[0-9]+\\.example\\.com$`)" })]),
    },
  ],
  failing: [
    {
      what: "an excluded service claims a path of a protected host",
      view: stack([
        jellyfin({
          "traefik.http.routers.jellyfin.rule": "Host(`grafana.example.com`) && PathPrefix(`/public`)",
        }),
      ]),
      breaks: ["host-owner"],
      says: /can answer for container 'grafana'/,
    },
    {
      what: "an excluded service is broad",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.rule": "HostRegexp(`^.+$`)" })]),
      breaks: ["host-owner"],
      says: /container 'grafana' .*its rule is HostRegexp\(`\^\.\+\$`\)/,
    },
    {
      what: "an excluded service says 'not that host'",
      view: stack([jellyfin({ "traefik.http.routers.jellyfin.rule": "!Host(`jellyfin.example.com`)" })]),
      breaks: ["host-owner"],
      says: /container 'proxmox' .*its rule is !Host\(`jellyfin\.example\.com`\)/,
    },
    {
      what: "an excluded service has a condition that anybody can meet",
      view: stack([
        jellyfin({
          "traefik.http.routers.jellyfin.rule": "Host(`grafana.example.com`) && Header(`X-A`, `b`)",
        }),
      ]),
      breaks: ["host-owner"],
      says: /can answer for container 'grafana'.*Give it a host of its own/s,
    },
    {
      what: "a protected service takes a path of an excluded one's host",
      view: stack([grafana({ [RULE]: "Host(`jellyfin.example.com`) && PathPrefix(`/grafana`)" })]),
      breaks: ["host-owner"],
      says: /router 'jellyfin' .* is open and can answer for container 'grafana'/,
    },
  ],
  unknown: [
    {
      what: "the host of an excluded service is unknown",
      view: stack([jellyfinWithUnknown("traefik.http.routers.jellyfin.rule")]),
      breaks: ["label-known"],
    },
  ],
};
