/** Mistakes in what the gate is made of. */
import * as cloudflare from "@pulumi/cloudflare";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { SsoGateArgs } from "authentik-sso";
import { SsoGate } from "authentik-sso";
import { readConfig } from "../../../../config";
import { createFleet } from "../../../../fleet";
import type { Mistake } from "../mistake";
import { changeContainer, relabel } from "../mistake";

const OUTPOST = "traefik.http.routers.authentik-outpost";

/** The repository's program with other arguments of the gate. */
function withGate(args: Partial<SsoGateArgs>, providers: readonly pulumi.ProviderResource[] = []): void {
  const config = readConfig();
  const options = { providers: [...providers] };
  const gate = new SsoGate("sso", { ...config.gate, ...args }, options);
  createFleet(gate, config, options);
}

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
  "unapproved-exclusion": {
    what: "strict mode with exclusions that the pack's configuration does not list",
    invariant: "exclusion-approved",
    says: /container 'jellyfin' .*does not approve.*Add 'sso-mistakes-jellyfin' to 'approvedExclusions'/,
    alone: true,
    make: () => withGate({ mode: "strict" }),
  },
  "own-address": {
    what: "a DNS record that leads a protected host round the gate",
    invariant: "dns-record",
    says: /leads 'grafana\.sso\.localhost', which is behind the login, to '192\.0\.2\.7'.*Write content '203\.0\.113\.10'/,
    alone: true,
    make: () => {
      const zoneId = "0".repeat(32);
      const provider = new cloudflare.Provider("cloudflare", { apiToken: "t".repeat(40) });
      withGate({ dns: { zoneId, target: "203.0.113.10" } }, [provider]);
      const record = { zoneId, name: "grafana.sso.localhost", type: "A", content: "192.0.2.7", ttl: 1 };
      new cloudflare.DnsRecord("grafana", record, { provider });
    },
  },
  "old-traefik": {
    what: "a Traefik below the floor",
    invariant: "version-floor",
    says: /runs Traefik 3\.7\.14, below 3\.7\.15\..*Write 'docker\.io\/library\/traefik:v3\.7\.15' or newer/,
    make: changeContainer("sso-traefik", () => ({ image: "docker.io/library/traefik:v3.7.14" })),
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
