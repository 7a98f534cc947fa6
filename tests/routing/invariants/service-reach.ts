import { EXTERNAL_COMPONENT } from "../../../components/routing";
import { REMOVED, stack, traefik } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "the own service, named with its provider",
      view: stack([grafana({ "traefik.http.routers.grafana.service": "grafana@docker" })]),
    },
    {
      what: "a URL of an ExternalService",
      view: stack([
        grafana(
          {
            "traefik.http.services.grafana.loadbalancer.server.port": REMOVED,
            "traefik.http.services.grafana.loadbalancer.server.url": "https://192.0.2.10",
          },
          { components: [EXTERNAL_COMPONENT] },
        ),
      ]),
    },
    {
      what: "Traefik's API behind the login",
      view: stack([grafana({ "traefik.http.routers.grafana.service": "api@internal" })]),
    },
  ],
  failing: [
    {
      what: "a router leads to another container",
      view: stack([grafana({ "traefik.http.routers.grafana.service": "jellyfin@docker" })]),
      breaks: ["service-reach"],
      says: /does not define/,
    },
    {
      what: "a router leads to any address",
      view: stack([
        grafana({
          "traefik.http.services.grafana.loadbalancer.server.port": REMOVED,
          "traefik.http.services.grafana.loadbalancer.server.url": "http://169.254.169.254/",
        }),
      ]),
      breaks: ["service-reach"],
      says: /ExternalService/,
    },
    {
      what: "Traefik's API is open",
      view: stack([traefik({ "traefik.http.routers.dashboard.middlewares": REMOVED })]),
      breaks: ["service-decision", "service-reach"],
      says: /opens Traefik's own service 'api@internal'/,
    },
  ],
  unknown: [
    {
      what: "the service is unknown",
      view: stack([grafanaWithUnknown("traefik.http.routers.grafana.service")]),
      breaks: ["label-known"],
    },
    {
      what: "the URL is unknown",
      view: stack([grafanaWithUnknown("traefik.http.services.grafana.loadbalancer.server.url")]),
      breaks: ["label-known"],
    },
  ],
};
