import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a TCP router of a container that Traefik does not take",
      view: stack([grafana({ "traefik.enable": "false", "traefik.tcp.routers.db.rule": "HostSNI(`*`)" })]),
    },
    {
      what: "a TCP service that no router leads to",
      view: stack([grafana({ "traefik.tcp.services.db.loadbalancer.server.port": "5432" })]),
    },
  ],
  failing: [
    {
      what: "a container has a TCP router",
      view: stack([grafana({ "traefik.tcp.routers.db.rule": "HostSNI(`*`)" })]),
      breaks: ["stream-router"],
      says: /TCP router 'db'/,
    },
    {
      what: "a container has a UDP router",
      view: stack([grafana({ "traefik.udp.routers.dns.entrypoints": "dns" })]),
      breaks: ["stream-router"],
      says: /UDP router 'dns'/,
    },
  ],
  unknown: [
    {
      what: "the rule of a TCP router is unknown",
      view: stack([grafanaWithUnknown("traefik.tcp.routers.db.rule")]),
      breaks: ["label-known"],
    },
  ],
};
