import { known, UNKNOWN } from "../../../components/routing";
import { container, GATE, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, helper } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    { what: "a database on a network that it shares with its app", view: stack([helper("database")]) },
    {
      what: "a container that Traefik does not take, with a decision",
      view: stack([container("tasks", { "sso.access": "domain" })]),
    },
    {
      what: "a container without any network of its own",
      view: stack([helper("job", { networks: [], networkMode: known("none") })]),
    },
  ],
  failing: [
    {
      what: "a database is on the services' network",
      view: stack([container("database", {})]),
      breaks: ["undecided-container"],
      says: /is on the services' network 'sso-apps' without a valid access decision.*a network of its own/s,
    },
    {
      what: "a container joins it by its network mode",
      view: stack([helper("database", { networkMode: known("sso-apps") })]),
      breaks: ["undecided-container"],
      says: /'sso-apps'/,
    },
    {
      what: "its decision is not valid",
      view: stack([container("tasks", { "sso.access": "open" })]),
      breaks: ["undecided-container"],
      says: /'sso\.access' is 'open'/,
    },
    {
      what: "a service loses its decision while Traefik does not take it",
      view: stack([grafana({ "traefik.enable": "false", "sso.access": "" })]),
      breaks: ["undecided-container"],
      says: /container 'grafana'/,
    },
  ],
  unknown: [
    {
      what: "its labels are unknown, as those of a container without any are",
      view: stack([helper("database", { labels: UNKNOWN, networks: [known("sso-apps")] })]),
      breaks: ["undecided-container", "label-known"],
      says: /none of its labels is known/,
    },
    {
      what: "the name of a network is unknown",
      view: stack([helper("database", { networks: [UNKNOWN] })]),
      breaks: ["undecided-container", "database-network"],
    },
    {
      what: "the name of the services' network is unknown",
      view: stack([helper("database")], { gate: { ...GATE, network: UNKNOWN } }),
      breaks: ["undecided-container"],
    },
  ],
};
