import { outpostRule } from "../../../components/routing";
import { GATE, server, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { jellyfin, jellyfinWithUnknown, OUTPOST } from "../variations";

const DOMAINS = ["example.com", "example.org"];
const RULE = "traefik.http.routers.jellyfin.rule";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an excluded service on a domain of its own",
      view: stack([jellyfin({ [RULE]: "Host(`jellyfin.example.net`)" })]),
    },
    {
      what: "an exclusion for some paths of a protected host",
      view: stack([jellyfin({ [RULE]: "Host(`jellyfin.example.com`) && PathPrefix(`/api/`)", "sso.paths": "/api/" })]),
    },
  ],
  failing: [
    {
      what: "an excluded service is inside the domain",
      view: stack(),
      breaks: ["cookie-boundary"],
      says: /^jellyfin is excluded from the login and inside example\.com\..*serve others under a domain of their own/s,
    },
    {
      what: "it is inside one of two domains",
      view: stack([server({ [`${OUTPOST}.rule`]: outpostRule(DOMAINS) })], { gate: { ...GATE, domains: DOMAINS } }),
      breaks: ["cookie-boundary"],
      says: /and inside example\.com\./,
    },
    {
      what: "an excluded service may be on any host",
      view: stack([jellyfin({ [RULE]: "HostRegexp(`^tv\\..+$`)" })]),
      breaks: ["cookie-boundary"],
      says: /jellyfin is excluded/,
    },
  ],
  unknown: [
    {
      what: "the host of an excluded service is unknown",
      view: stack([jellyfinWithUnknown(RULE)]),
      breaks: ["label-known"],
    },
  ],
};
