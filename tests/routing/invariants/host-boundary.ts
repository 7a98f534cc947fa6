import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown, RULE } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    { what: "a host two levels deep", view: stack([grafana({ [RULE]: "Host(`a.grafana.example.com`)" })]) },
    { what: "the domain itself", view: stack([grafana({ [RULE]: "Host(`example.com`)" })]) },
    {
      what: "an expression inside the domain",
      view: stack([grafana({ [RULE]: "HostRegexp(`^grafana-[a-z]+\\.example\\.com$`)" })]),
    },
  ],
  failing: [
    {
      what: "a host is outside the domain",
      view: stack([grafana({ [RULE]: "Host(`grafana.example.org`)" })]),
      breaks: ["host-boundary"],
      says: /grafana\.example\.org/,
    },
    {
      what: "a host only ends in the same letters",
      view: stack([grafana({ [RULE]: "Host(`notexample.com`)" })]),
      breaks: ["host-boundary"],
      says: /on notexample\.com, outside of example\.com/,
    },
    {
      what: "one of two hosts is outside",
      view: stack([grafana({ [RULE]: "Host(`grafana.example.com`) || Host(`grafana.net`)" })]),
      breaks: ["host-boundary"],
      says: /on grafana\.net,/,
    },
    {
      what: "an expression reaches beyond",
      view: stack([grafana({ [RULE]: "HostRegexp(`^grafana\\..+$`)" })]),
      breaks: ["host-boundary"],
      says: /on hosts such as 'grafana\.[a-z]+', outside of example\.com/,
    },
    {
      what: "there is no host at all",
      view: stack([grafana({ [RULE]: "PathPrefix(`/grafana`)" })]),
      breaks: ["host-boundary"],
      says: /on other hosts, outside of example\.com.*Serve it under '\*\.example\.com'/s,
    },
  ],
  unknown: [{ what: "the host is unknown", view: stack([grafanaWithUnknown(RULE)]), breaks: ["label-known"] }],
};
