/** The decisions that a service can carry. */
import { application, excluded, ProtectedService, SsoGate } from "authentik-sso";

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

export const sso = gate.contract;
