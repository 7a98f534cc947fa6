import { known, UNKNOWN } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, jellyfin } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    { what: "the bridge", view: stack([grafana({}, { networkMode: known("bridge") })]) },
    { what: "an excluded service in the host's network", view: stack([jellyfin({}, { networkMode: known("host") })]) },
  ],
  failing: [
    {
      what: "a service shares the host's network",
      view: stack([grafana({}, { networkMode: known("host") })]),
      breaks: ["network-mode"],
      says: /network mode 'host'.*Remove 'networkMode'/s,
    },
    {
      what: "a service shares another container's network",
      view: stack([grafana({}, { networkMode: known("container:abc") })]),
      breaks: ["network-mode"],
      says: /network mode 'container:abc'/,
    },
  ],
  unknown: [
    { what: "the mode is unknown", view: stack([grafana({}, { networkMode: UNKNOWN })]), breaks: ["network-mode"] },
  ],
};
