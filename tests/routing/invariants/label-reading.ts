import { known } from "../../../components/routing";
import { container, REMOVED, service, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { GZIP, grafana, grafanaWithUnknown, MIDDLEWARES } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    { what: "spaces in a list", view: stack([grafana({ [MIDDLEWARES]: "authentik@docker , gzip@docker", ...GZIP })]) },
    {
      what: "one key, once, in another case",
      view: stack([
        grafana({ [MIDDLEWARES]: REMOVED, "traefik.HTTP.Routers.Grafana.Middlewares": "authentik@docker" }),
      ]),
    },
    {
      what: "a key given twice with one value",
      view: stack([
        grafana(
          {},
          {
            labels: known(
              [...Object.entries(service("grafana")), [MIDDLEWARES, "authentik@docker"]].map(([key, value]) => ({
                key: known(key ?? ""),
                value: known(value ?? ""),
              })),
            ),
          },
        ),
      ]),
    },
  ],
  failing: [
    {
      what: "two keys differ in case",
      view: stack([grafana({ "traefik.http.routers.GRAFANA.middlewares": "authentik@docker" })]),
      breaks: ["label-reading"],
      says: /'traefik\.http\.routers\.GRAFANA\.middlewares' and '.*' are one to Traefik/,
    },
    {
      what: "a typing error drops the container",
      view: stack([grafana({ "traefik.http.routers.grafana.middleware": "authentik@docker" })]),
      breaks: ["label-reading"],
      says: /Traefik knows no field 'http\.routers\.grafana\.middleware'/,
    },
    {
      what: "a list ends in a comma",
      view: stack([grafana({ [MIDDLEWARES]: "authentik@docker," })]),
      breaks: ["label-reading"],
      says: /has an empty item.*Remove the comma/s,
    },
    {
      what: "a key is given twice",
      view: stack([
        container(
          "grafana",
          {},
          {
            labels: known(
              [...Object.entries(service("grafana")), [MIDDLEWARES, "x@docker"]].map(([key, value]) => ({
                key: known(key ?? ""),
                value: known(value ?? ""),
              })),
            ),
          },
        ),
      ]),
      breaks: ["service-decision", "label-reading"],
      says: /given twice/,
    },
  ],
  unknown: [
    {
      what: "it is unknown which field a label sets",
      view: stack([grafanaWithUnknown(MIDDLEWARES, "key")]),
      breaks: ["label-known"],
    },
  ],
};
