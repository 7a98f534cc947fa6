import { GATE_COMPONENT, known, UNKNOWN } from "../../../components/routing";
import { AUTHENTIK_COMPONENT, OUTPOST_COMPONENT } from "../../../components/routing/view";
import { GATE, GRAFANA, server, stack, traefik } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { helper } from "../variations";

const DIGEST = `sha256:${"0".repeat(64)}`;
const authentik = (image: string) => stack([server({}, { image: known(image) })]);
const outpost = (image: typeof UNKNOWN | string, server_ = "2026.5.7", components: readonly string[] = []) =>
  stack([
    server({}, { image: known(`ghcr.io/goauthentik/server:${server_}`) }),
    helper("outpost", { image: typeof image === "string" ? known(image) : image, components }),
  ]);
const IN_OUTPOST = [GATE_COMPONENT, OUTPOST_COMPONENT];
const proxy = (image: string) => stack([traefik({}, { image: known(image) })]);

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a release of each newer line, with a digest",
      view: authentik(`ghcr.io/goauthentik/server:2026.8.2@${DIGEST}`),
    },
    { what: "a variant of the lowest release", view: proxy("docker.io/library/traefik:v3.7.15-alpine") },
    {
      what: "images that are built from this repository's pinned sources",
      view: proxy("authentik-sso.testbed/traefik:4f3a"),
    },
    {
      what: "an app whose name only begins in the same way",
      view: stack([server({}, { image: known("me/authentik-theme:1"), command: known([]) })]),
    },
    { what: "an outpost of the server's release", view: outpost(`ghcr.io/goauthentik/proxy:2026.5.7@${DIGEST}`) },
    {
      what: "an outpost that is built from this repository's pinned sources",
      view: outpost("authentik-sso.testbed/proxy:4f3a", "2026.5.7", IN_OUTPOST),
    },
    {
      what: "outposts of two servers, each of its release",
      view: stack([
        helper("other", { image: known("ghcr.io/goauthentik/server:2026.8.2") }),
        helper("one", { image: known("ghcr.io/goauthentik/proxy:2026.5.7") }),
        helper("two", { image: known("ghcr.io/goauthentik/ldap:2026.8.2") }),
      ]),
    },
    {
      what: "an outpost without its server",
      view: {
        ...stack([helper("outpost", { image: known("ghcr.io/goauthentik/proxy:2026.8.2") })]),
        containers: [helper("outpost", { image: known("ghcr.io/goauthentik/proxy:2026.8.2") })],
        gate: { ...GATE, here: false, traefikVersion: known("3.7.15") },
      },
    },
  ],
  failing: [
    {
      what: "a standalone outpost is one release too old, under a name of a mirror",
      view: outpost("registry.example/mirror:2026.5.6", "2026.5.7", IN_OUTPOST),
      breaks: ["version-floor"],
      says: /runs authentik's outpost 2026\.5\.6, below 2026\.5\.7\..*CVE-2026-25748.*Write 'ghcr\.io\/goauthentik\/proxy:2026\.5\.7' or newer/s,
    },
    {
      what: "a standalone outpost names no release",
      view: outpost("ghcr.io/goauthentik/proxy:latest"),
      breaks: ["version-floor"],
      says: /authentik's outpost as 'ghcr\.io\/goauthentik\/proxy:latest', which names no release/,
    },
    {
      what: "an outpost is of another release than the server",
      view: outpost("ghcr.io/goauthentik/proxy:2026.8.2"),
      breaks: ["version-floor"],
      says: /runs authentik's outpost 2026\.8\.2 beside authentik 2026\.5\.7\..*Write 'ghcr\.io\/goauthentik\/proxy:2026\.5\.7', and change both together/s,
    },
    {
      what: "an outpost stayed behind when the server was updated",
      view: outpost("registry.example/authentik-proxy:2026.5.7", "2026.5.8"),
      breaks: ["version-floor"],
      says: /outpost 2026\.5\.7 beside authentik 2026\.5\.8/,
    },
    {
      what: "authentik is one release too old",
      view: authentik("ghcr.io/goauthentik/server:2026.5.6"),
      breaks: ["version-floor"],
      says: /2026\.5\.6, below 2026\.5\.7\..*CVE-2026-25748.*Write 'ghcr\.io\/goauthentik\/server:2026\.5\.7' or newer/s,
    },
    {
      what: "authentik is of a newer line, below its floor",
      view: authentik("ghcr.io/goauthentik/server:2026.8.1"),
      breaks: ["version-floor"],
      says: /2026\.8\.1, below 2026\.8\.2/,
    },
    {
      what: "authentik is of an older line than any",
      view: authentik("ghcr.io/goauthentik/server:2025.10.1"),
      breaks: ["version-floor"],
      says: /2025\.10\.1, below 2026\.5\.7/,
    },
    {
      what: "Traefik is one release too old",
      view: proxy("traefik:v3.7.14"),
      breaks: ["version-floor"],
      says: /runs Traefik 3\.7\.14, below 3\.7\.15\..*GHSA-rf44-j88r-hh8c/s,
    },
    ...["traefik:latest", "traefik:v3.7", "traefik", `traefik@${DIGEST}`, "traefik:v3.7.15-rc.1"].map((image) => ({
      what: `the image is ${image}`,
      view: proxy(image),
      breaks: ["version-floor"],
      says: /which names no release\..*Write a full release, e\.g\. 'docker\.io\/library\/traefik:v3\.7\.15'/s,
    })),
    {
      what: "the Traefik of another stack is too old",
      view: { ...stack(), containers: [GRAFANA], gate: { ...GATE, here: false, traefikVersion: known("3.6.1") } },
      breaks: ["version-floor"],
      says: /the Traefik in front of the services is 3\.6\.1, below/,
    },
  ],
  unknown: [
    {
      what: "Traefik's image is unknown",
      view: stack([traefik({}, { image: UNKNOWN })]),
      breaks: ["version-floor"],
      says: /runs Traefik of an unknown image/,
    },
    {
      what: "authentik's image is unknown",
      view: stack([server({}, { image: UNKNOWN, components: [GATE_COMPONENT, AUTHENTIK_COMPONENT] })]),
      breaks: ["version-floor"],
    },
    {
      what: "the standalone outpost's image is unknown",
      view: outpost(UNKNOWN, "2026.5.7", IN_OUTPOST),
      breaks: ["version-floor"],
      says: /runs authentik's outpost of an unknown image/,
    },
    {
      what: "the version of another stack's Traefik is unknown",
      view: { ...stack(), containers: [GRAFANA], gate: { ...GATE, here: false, traefikVersion: UNKNOWN } },
      breaks: ["version-floor"],
      says: /is not known/,
    },
  ],
};
