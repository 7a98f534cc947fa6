import type { GateFacts, SsoContract } from "authentik-sso";

/** A gate for example.com, as services of its own program know it. */
export const GATE_FACTS: GateFacts = {
  domain: "example.com",
  domains: ["example.com"],
  authHost: "auth.example.com",
  authUrl: "https://auth.example.com",
  mode: "opt-in",
  prefix: "sso",
  entryPoint: "websecure",
  certResolver: "",
  middleware: "authentik@docker",
  jwtMiddleware: "drop-jwt@docker",
  stripMiddleware: "strip-identity@docker",
  network: "sso-apps",
  networkToJoin: "sso-apps",
  dnsZoneId: "",
  dnsTarget: "",
  dnsProxied: false,
  dnsWildcard: true,
  outpost: "embedded",
  serverName: "sso-authentik-server",
};

/** Its contract, with two groups. */
export const CONTRACT: SsoContract = {
  ...GATE_FACTS,
  version: 1,
  providerUrl: "http://127.0.0.1:9000",
  flows: { authorization: "flow-authorization", invalidation: "flow-invalidation" },
  groups: { "sso-users": "users-uuid", ops: "ops-uuid" },
  defaultGroup: "sso-users",
  outpostId: "outpost-uuid",
  traefik: { version: "3.7.15", staticConfiguration: [] },
};
