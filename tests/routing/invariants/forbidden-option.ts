import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "the access log left on",
      view: stack([grafana({ "traefik.http.routers.grafana.observability.accesslogs": "true" })]),
    },
    { what: "only running containers", view: stack([grafana({ "traefik.docker.allownonrunning": "false" })]) },
  ],
  failing: [
    {
      what: "the access log is off",
      view: stack([grafana({ "traefik.http.routers.grafana.observability.accesslogs": "false" })]),
      breaks: ["forbidden-option"],
      says: /sets 'traefik\.http\.routers\.grafana\.observability\.accesslogs=false'/,
    },
    {
      what: "the rule syntax is v2",
      view: stack([grafana({ "traefik.http.routers.grafana.rulesyntax": "v2" })]),
      breaks: ["forbidden-option"],
      says: /sets 'traefik\.http\.routers\.grafana\.rulesyntax'/,
    },
    {
      what: "the default certificate is replaced",
      view: stack([grafana({ "traefik.tls.stores.default.defaultgeneratedcert.resolver": "cf" })]),
      breaks: ["forbidden-option"],
      says: /sets 'traefik\.tls\.stores\.default\.defaultgeneratedcert\.resolver'/,
    },
    {
      what: "a stopped container keeps its routers",
      view: stack([grafana({ "traefik.docker.allownonrunning": "true" })]),
      breaks: ["forbidden-option"],
      says: /sets 'traefik\.docker\.allownonrunning'/,
    },
  ],
  unknown: [
    {
      what: "the access log is unknown",
      view: stack([grafanaWithUnknown("traefik.http.routers.grafana.observability.accesslogs")]),
      breaks: ["label-known"],
    },
    {
      what: "the certificate is unknown",
      view: stack([grafanaWithUnknown("traefik.tls.stores.default.defaultgeneratedcert.resolver")]),
      breaks: ["label-known"],
    },
  ],
};
