import { known, readStaticConfiguration } from "../../../components/routing";
import { FLAGS, GATE, REMOVED, server, stack, withUnknown } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, labelsOf, OUTPOST, outpostOf, RULE, SERVER_WITHOUT_OUTPOST } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an outpost router with a rule written by hand",
      view: stack([
        server({
          [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com\\.?$`) && PathPrefix(`/outpost.goauthentik.io/`)",
        }),
      ]),
    },
    { what: "a priority just above that of services", view: stack([server({ [`${OUTPOST}.priority`]: "100001" })]) },
    { what: "TLS from the entry point alone", view: stack([server({ [`${OUTPOST}.tls`]: REMOVED })]) },
  ],
  failing: [
    {
      what: "the router is missing",
      view: stack([SERVER_WITHOUT_OUTPOST]),
      breaks: ["outpost-router"],
      says: /no router sends .*auth\.example\.com, grafana\.example\.com, .*the outpost router is missing.*mismatched session ID.*authentik-outpost\.rule=HostRegexp\(`\^\(\[a-z0-9-\]\+\\\.\)\*example\\\.com\\\.\?\$`\) && PathPrefix/s,
    },
    {
      what: "it leaves a second domain out",
      view: stack([], { gate: { ...GATE, domains: ["example.com", "example.org"] } }),
      breaks: ["outpost-router"],
      says: /does not match .* of auth\.example\.org, any-other-name\.example\.org;.*\|\| HostRegexp.*example\\\.org/s,
    },
    {
      what: "the rule is Traefik v2's",
      view: stack([
        server({
          [`${OUTPOST}.rule`]:
            "HostRegexp(`{subdomain:[a-z0-9-]+}.example.com`) && PathPrefix(`/outpost.goauthentik.io/`)",
        }),
      ]),
      breaks: ["outpost-router", "rule-language"],
      says: /has a rule of Traefik v2: '\{subdomain:\[a-z0-9-\]\+\}' is plain text/,
    },
    {
      what: "the rule does not parse",
      view: stack([server({ [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z`) && PathPrefix(`/outpost.goauthentik.io/`)" })]),
      breaks: ["outpost-router", "rule-language"],
      says: /Traefik cannot read/,
    },
    {
      what: "one host is left out",
      view: stack([
        server({
          [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com\\.?$`) && PathPrefix(`/outpost.goauthentik.io/`)",
        }),
        grafana({ [RULE]: "Host(`a.b.example.com`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /does not match .* of a\.b\.example\.com;/,
    },
    {
      what: "a host has an underscore, which the rule leaves out",
      view: stack([grafana({ [RULE]: "Host(`my_grafana.example.com`)" })]),
      breaks: ["outpost-router"],
      says: /my_grafana\.example\.com.*Rename the host/s,
    },
    {
      what: "only the login host is matched",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "Host(`auth.example.com`) && PathPrefix(`/outpost.goauthentik.io/`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /grafana\.example\.com/,
    },
    {
      what: "it matches for one client address only",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "PathPrefix(`/outpost.goauthentik.io/`) && ClientIP(`10.0.0.0/8`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /does not match .*ClientIP/s,
    },
    {
      what: "another path is matched",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "HostRegexp(`^.*$`) && PathPrefix(`/outpost.goauthentik.io/auth/`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /does not match .*goauthentik\.io\/auth\/`/s,
    },
    {
      what: "it has no priority",
      view: stack([server({ [`${OUTPOST}.priority`]: REMOVED })]),
      breaks: ["outpost-router"],
      says: /has no priority/,
    },
    {
      what: "its priority is a service's",
      view: stack([server({ [`${OUTPOST}.priority`]: "1000" })]),
      breaks: ["outpost-router"],
      says: /has priority 1000/,
    },
    {
      what: "another router has the same priority on the path",
      view: stack([grafana({ "traefik.http.routers.grafana.priority": "1000000000" })]),
      breaks: ["outpost-router", "priority-range"],
      says: /loses the path to router 'grafana'/,
    },
    {
      what: "the login stands in front of it",
      view: stack([server({ [`${OUTPOST}.middlewares`]: "authentik@docker" })]),
      breaks: ["outpost-router"],
      says: /would redirect for ever/,
    },
    {
      what: "it leads elsewhere",
      view: stack([server({ [`${OUTPOST}.service`]: "grafana" })]),
      breaks: ["outpost-router", "service-reach"],
      says: /does not lead to authentik/,
    },
    {
      what: "it stands on another container",
      view: stack([SERVER_WITHOUT_OUTPOST, grafana(outpostOf("grafana"))]),
      breaks: ["outpost-router", "service-decision", "host-owner"],
      says: /does not lead to authentik/,
    },
    {
      what: "it is on plain HTTP",
      view: stack([server({ [`${OUTPOST}.entrypoints`]: "web" })]),
      breaks: ["outpost-router", "gate-entry-point"],
      says: /not on entry point 'websecure'/,
    },
    {
      what: "it has no TLS, and the entry point has none either",
      view: stack([server({ [`${OUTPOST}.tls`]: REMOVED })], {
        static: known(readStaticConfiguration(FLAGS.filter((flag) => !flag.includes("http.tls")))),
      }),
      breaks: ["outpost-router", "static-configuration"],
      says: /has no TLS/,
    },
  ],
  unknown: [
    {
      what: "its labels are unknown",
      view: stack([server({}, { labels: withUnknown(labelsOf(server()), `${OUTPOST}.rule`, "value") })]),
      breaks: ["outpost-router", "label-known"],
    },
  ],
};
