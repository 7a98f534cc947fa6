import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "the gate's entry point with spaces round it",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": " websecure " })]),
    },
    {
      what: "plain HTTP on a container that Traefik does not take",
      view: stack([grafana({ "traefik.enable": "false", "traefik.http.routers.grafana.entrypoints": "web" })]),
    },
  ],
  failing: [
    {
      what: "a router is on plain HTTP too",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": "websecure,web" })]),
      breaks: ["gate-entry-point"],
      says: /is on entry point web;.*Write 'traefik\.http\.routers\.grafana\.entrypoints=websecure'/s,
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
