import { REMOVED, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an entry point with spaces round it",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": " websecure " })]),
    },
    {
      what: "no entry point on a container that Traefik does not take",
      view: stack([grafana({ "traefik.enable": "false", "traefik.http.routers.grafana.entrypoints": REMOVED })]),
    },
  ],
  failing: [
    {
      what: "a router names none",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": REMOVED })]),
      breaks: ["explicit-entry-point"],
      says: /Write 'traefik\.http\.routers\.grafana\.entrypoints=websecure'/,
    },
  ],
  unknown: [
    {
      what: "the entry points are unknown",
      view: stack([grafanaWithUnknown("traefik.http.routers.grafana.entrypoints")]),
      breaks: ["label-known"],
    },
  ],
};
