/** The decisions that a service can carry. */
import { application, excluded, oidc, ProtectedService, SsoGate } from "authentik-sso";

const gate = new SsoGate("sso", { domain: "example.com" });
const container = { image: "docker.io/traefik/whoami:v1.11.0" };

// One login for everything under the domain: the default.
new ProtectedService("grafana", { gate: gate.facts, port: 3000, container });

// Administrators only: a provider of its own, because the domain's provider cannot tell services apart.
new ProtectedService(
  "portainer",
  {
    gate: gate.facts,
    contract: gate.contract,
    port: 9000,
    access: application({ groups: ["authentik Admins"], reason: "starts containers as root" }),
    container,
  },
  { providers: [gate.authentikProvider] },
);

// Logs in through authentik itself, so that its mobile app works; `domain({ preset: "mealie" })` would keep its client.
new ProtectedService(
  "mealie",
  { gate: gate.facts, contract: gate.contract, port: 9000, access: oidc({ preset: "mealie" }), container },
  { providers: [gate.authentikProvider] },
);

// No login here, and why.
new ProtectedService("jellyfin", {
  gate: gate.facts,
  port: 8096,
  access: excluded({ reason: "TV apps log in with Jellyfin's own accounts", owner: "home", until: "2027-12-31" }),
  container,
});

// Behind the login, with the one path open that a machine calls.
new ProtectedService("forge", {
  gate: gate.facts,
  port: 3000,
  access: excluded({ reason: "webhooks carry their own signature", paths: ["/api/webhook/"] }),
  container,
});

// The paths of a well-known app that its mobile app needs; the rest stays behind the login.
new ProtectedService("immich", {
  gate: gate.facts,
  port: 2283,
  access: excluded({ preset: "immich", reason: "the mobile app logs in with Immich's own session" }),
  container,
});

// Open at home only, with a port that no login can stand in front of.
new ProtectedService("adguard", {
  gate: gate.facts,
  port: 3000,
  access: excluded({
    reason: "DNS settings are changed from phones that are not logged in",
    sources: ["192.168.1.0/24"],
    ports: ["53/udp"],
  }),
  container: { ...container, ports: [{ internal: 53, external: 53, protocol: "udp" }] },
});

export const sso = gate.contract;
