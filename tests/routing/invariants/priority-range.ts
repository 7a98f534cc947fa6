import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "the largest priority that a service may have",
      view: stack([grafana({ "traefik.http.routers.grafana.priority": "100000" })]),
    },
    { what: "a priority below zero", view: stack([grafana({ "traefik.http.routers.grafana.priority": "-1" })]) },
  ],
  failing: [
    {
      what: "a service's is too large",
      view: stack([grafana({ "traefik.http.routers.grafana.priority": "100001" })]),
      breaks: ["priority-range"],
      says: /has priority 100001\..*write at most 100000/s,
    },
  ],
  unknown: [
    {
      what: "a priority is unknown",
      view: stack([grafanaWithUnknown("traefik.http.routers.grafana.priority")]),
      breaks: ["label-known"],
    },
  ],
};
