/** The gate of every fleet: the labels that SsoGate writes, with the stand-in outpost's address. */
import { OUTPOST_PRIORITY, outpostRule, renderLabels } from "../../../components/routing";
import { forwardAuthMiddleware, stripIdentityMiddleware } from "../../../components/traefik/middlewares";
import {
  APP_PORT,
  AUTH_ADDRESS,
  AUTH_HOST,
  type FleetContainer,
  type Labels,
  SERVER,
  SERVER_ADDRESS,
  TRAEFIK,
} from "./model";

export const LOGIN = "authentik@docker";
export const STRIP = "strip-identity@docker";

/** Without it Traefik reads none of a container's labels. */
export const OF_THIS_GATE: Labels = { "sso.gate": "sso" };

/** Traefik, authentik's server and a database that Traefik has nothing to do with. */
export function gateContainers(domains: readonly string[]): FleetContainer[] {
  return [
    {
      name: TRAEFIK,
      address: "127.77.0.1",
      image: "traefik:v3.7.15",
      network: "sso-apps",
      labels: traefikLabels(),
      exposed: [80],
    },
    {
      name: SERVER,
      address: SERVER_ADDRESS,
      image: "ghcr.io/goauthentik/server:2026.5.7",
      network: "sso-gate",
      labels: serverLabels(domains),
      exposed: [APP_PORT],
    },
    {
      name: "sso-postgres",
      address: "127.77.0.3",
      image: "postgres:17",
      network: "sso-data",
      labels: {},
      exposed: [APP_PORT],
    },
  ];
}

function traefikLabels(): Record<string, string> {
  const login = forwardAuthMiddleware(SERVER);
  return {
    ...renderLabels({
      enable: true,
      routers: {
        dashboard: {
          rule: "Host(`traefik.example.com`)",
          entryPoints: ["websecure"],
          middlewares: [LOGIN],
          service: "api@internal",
          tls: true,
        },
      },
      middlewares: {
        authentik: { forwardauth: { ...login.forwardauth, address: AUTH_ADDRESS } },
        "strip-identity": stripIdentityMiddleware(),
      },
    }),
    "sso.access": "domain",
    ...OF_THIS_GATE,
  };
}

function serverLabels(domains: readonly string[]): Record<string, string> {
  return {
    ...renderLabels({
      enable: true,
      network: "sso-gate",
      routers: {
        authentik: { rule: `Host(\`${AUTH_HOST}\`)`, entryPoints: ["websecure"], service: "authentik", tls: true },
        "authentik-outpost": {
          rule: outpostRule(domains),
          entryPoints: ["websecure"],
          priority: OUTPOST_PRIORITY,
          service: "authentik",
          tls: true,
        },
      },
      services: { authentik: { port: APP_PORT } },
    }),
    "sso.access": "gate",
    ...OF_THIS_GATE,
  };
}
