import { GATE_COMPONENT, known, UNKNOWN } from "../../../components/routing";
import { AUTHENTIK_COMPONENT } from "../../../components/routing/view";
import { GATE, GRAFANA, server, stack, traefik } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";

const DIGEST = `sha256:${"0".repeat(64)}`;
const authentik = (image: string) => stack([server({}, { image: known(image) })]);
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
  ],
  failing: [
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
      what: "the version of another stack's Traefik is unknown",
      view: { ...stack(), containers: [GRAFANA], gate: { ...GATE, here: false, traefikVersion: UNKNOWN } },
      breaks: ["version-floor"],
      says: /is not known/,
    },
  ],
};
