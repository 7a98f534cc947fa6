import { container, service, stack, withUnknown } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { jellyfin, labelsOf } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "names that differ in one letter",
      view: stack([
        jellyfin({
          "traefik.http.services.grafana2.loadbalancer.server.port": "80",
          "traefik.http.routers.jellyfin.service": "jellyfin",
        }),
      ]),
    },
    {
      what: "the same name on a container that Traefik does not take",
      view: stack([container("old", service("grafana", { "traefik.enable": "false" }))]),
    },
  ],
  failing: [
    {
      what: "two containers define one",
      view: stack([jellyfin({ "traefik.http.services.grafana.loadbalancer.server.port": "80" })]),
      breaks: ["service-owner"],
      says: /service 'grafana' is defined by container 'grafana' .*, container 'jellyfin' .*Rename all but one/s,
    },
  ],
  unknown: [
    {
      what: "it is unknown which service a container defines",
      view: stack([
        jellyfin(
          {},
          {
            labels: withUnknown(
              labelsOf(jellyfin({})),
              "traefik.http.services.jellyfin.loadbalancer.server.port",
              "key",
            ),
          },
        ),
      ]),
      breaks: ["label-known"],
    },
  ],
};
