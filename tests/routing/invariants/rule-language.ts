import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, grafanaWithUnknown, RULE } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an anchored expression with escaped dots",
      view: stack([grafana({ [RULE]: "HostRegexp(`^(?i)grafana(-[a-z]+)?\\.example\\.com$`)" })]),
    },
    {
      what: "any host below the domain",
      view: stack([grafana({ [RULE]: "HostRegexp(`^.+\\.grafana\\.example\\.com$`)" })]),
    },
    {
      what: "braces in a path",
      view: stack([grafana({ [RULE]: "Host(`grafana.example.com`) && PathRegexp(`^/[a-z]{2,4}/`)" })]),
    },
  ],
  failing: [
    {
      what: "an expression is not anchored",
      view: stack([grafana({ [RULE]: "HostRegexp(`grafana\\.example\\.com$`)" })]),
      breaks: ["rule-language"],
      says: /has no '\^'/,
    },
    {
      what: "a dot is not escaped",
      view: stack([grafana({ [RULE]: "HostRegexp(`^grafana\\.example.com$`)" })]),
      breaks: ["host-boundary", "rule-language"],
      says: /dot that is not escaped/,
    },
    {
      what: "an alternative escapes the anchors",
      view: stack([grafana({ [RULE]: "HostRegexp(`^a\\.example\\.com|b\\.example\\.com$`)" })]),
      breaks: ["host-boundary", "rule-language"],
      says: /alternative outside of parentheses/,
    },
    {
      what: "a matcher does not exist",
      view: stack([grafana({ [RULE]: "Hots(`grafana.example.com`)" })]),
      breaks: ["rule-language"],
      says: /'Hots' is no matcher of Traefik v3/,
    },
    {
      what: "a host has v2's placeholder",
      view: stack([grafana({ [RULE]: "Host(`{name}.example.com`)" })]),
      breaks: ["rule-language"],
      says: /uses the placeholder '\{name\}' of Traefik v2/,
    },
  ],
  unknown: [{ what: "the rule is unknown", view: stack([grafanaWithUnknown(RULE)]), breaks: ["label-known"] }],
};
