import { known, UNKNOWN } from "../../../components/routing";
import { container, service, stack, withUnknown } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown, helper, jellyfinWithUnknown, RULE } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "labels of others that are unknown",
      view: stack([helper("cache", { labels: known([{ key: known("version"), value: UNKNOWN }]) })]),
    },
    {
      what: "an unknown label beside a sound service",
      view: stack([
        grafana(
          {},
          {
            labels: withUnknown(
              { ...service("grafana"), "org.opencontainers.image.version": "" },
              "org.opencontainers.image.version",
              "value",
            ),
          },
        ),
      ]),
    },
  ],
  failing: [
    {
      what: "a value is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), RULE, "value") })]),
      breaks: ["label-known"],
      says: /label 'traefik\.http\.routers\.grafana\.rule' has an unknown value/,
    },
    {
      what: "a key is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), RULE, "key") })]),
      breaks: ["label-known"],
      says: /unknown key/,
    },
    {
      what: "a decision is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), "sso.access", "value") })]),
      breaks: ["label-known"],
      says: /label 'sso\.access' has an unknown value/,
    },
    {
      what: "all labels are unknown",
      view: stack([container("grafana", {}, { labels: UNKNOWN })]),
      breaks: ["label-known", "undecided-container"],
      says: /its labels are unknown/,
    },
  ],
  unknown: [
    {
      what: "a key of Traefik in another case has an unknown value",
      view: stack([grafanaWithUnknown("TRAEFIK.http.routers.grafana.rule")]),
      breaks: ["label-known"],
    },
    {
      what: "the reason of an exclusion is unknown",
      view: stack([jellyfinWithUnknown("sso.reason")]),
      breaks: ["label-known"],
    },
  ],
};
