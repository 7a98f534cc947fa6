/** Mistakes in what the gate is made of. */
import * as docker from "@pulumi/docker";
import type { Mistake } from "../mistake";
import { changeContainer, relabel } from "../mistake";

const OUTPOST = "traefik.http.routers.authentik-outpost";

export const GATE_MISTAKES: Readonly<Record<string, Mistake>> = {
  "no-outpost-router": {
    what: "the outpost router deleted, because it looked odd",
    invariant: "outpost-router",
    says: /the outpost router is missing.*authentik-outpost\.priority=1000000000/s,
    make: relabel(
      "sso-authentik-server",
      Object.fromEntries(
        ["rule", "entrypoints", "priority", "service", "tls", "middlewares"].map((field) => [
          `${OUTPOST}.${field}`,
          undefined,
        ]),
      ),
    ),
  },
  "v2-outpost-router": {
    what: "the outpost router in Traefik v2's spelling, as in the article",
    invariant: "outpost-router",
    also: ["rule-language"],
    says: /is plain text to Traefik v3, which reports the router as enabled and never matches it/,
    make: relabel("sso-authentik-server", {
      [`${OUTPOST}.rule`]:
        "HostRegexp(`{subdomain:[a-z0-9-]+}.sso.localhost`) && PathPrefix(`/outpost.goauthentik.io/`)",
    }),
  },
  "second-login": {
    what: "a second definition of the login's middleware",
    invariant: "middleware-definition",
    says: /'authentik@docker' is defined on 2 containers.*remove the others/,
    make: relabel("grafana", { "traefik.http.middlewares.authentik.forwardauth.address": "http://always-200/" }),
  },
  "no-gate": {
    what: "a service in a stack that has no gate",
    invariant: "gate-known",
    says: /no gate is known.*Create an SsoGate in this stack/,
    alone: true,
    make: () => {
      const labels = {
        "traefik.enable": "true",
        "traefik.http.routers.wiki.rule": "Host(`wiki.sso.localhost`)",
        "traefik.http.routers.wiki.entrypoints": "websecure",
        "traefik.http.routers.wiki.middlewares": "authentik@docker",
        "traefik.http.services.wiki.loadbalancer.server.port": "80",
        "sso.access": "domain",
      };
      new docker.Container("wiki", {
        name: "sso-wiki",
        image: "registry.example/wiki:1",
        labels: Object.entries(labels).map(([label, value]) => ({ label, value })),
      });
    },
  },
  "believed-headers": {
    what: "a Traefik that believes everybody's forwarded headers",
    invariant: "static-configuration",
    says: /believes the forwardedheaders of everybody.*Write '--entrypoints\.websecure\.forwardedheaders\.insecure=false'/,
    make: changeContainer("sso-traefik", ({ command }) => ({
      command: [...(command as string[]), "--entryPoints.websecure.forwardedHeaders.insecure=true"],
    })),
  },
};
