import type { GateView } from "../../../components/routing";
import { GATE, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { jellyfinWithUnknown } from "../variations";

const STRICT: GateView = { ...GATE, mode: "strict" };

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "every exclusion in the pack's list, by the service's name or the container's",
      view: stack([], { gate: STRICT, approvedExclusions: ["jellyfin", "sso-paperless"] }),
    },
    { what: "no list where the mode is opt-in", view: stack() },
  ],
  failing: [
    {
      what: "the list lacks one",
      view: stack([], { gate: STRICT, approvedExclusions: ["paperless"] }),
      breaks: ["exclusion-approved"],
      says: /container 'jellyfin' .*does not approve\..*Add 'sso-jellyfin' to 'approvedExclusions'/s,
    },
    {
      what: "the list is for something that is not excluded",
      view: stack([], { approvedExclusions: ["grafana"] }),
      breaks: ["exclusion-approved"],
      says: /lists 'grafana', which no container with an exclusion .* is\..*Remove 'grafana'/s,
    },
  ],
  unknown: [
    {
      what: "it is unknown whether a service is excluded",
      view: stack([jellyfinWithUnknown("sso.access")], { gate: STRICT, approvedExclusions: ["paperless"] }),
      breaks: ["label-known"],
    },
  ],
};
