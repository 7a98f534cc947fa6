/** A service of another stack behind the gate: it needs the gate's contract and nothing else. */
import { ProtectedService, SsoGate } from "authentik-sso";

const gate = SsoGate.fromStackReference("organization/authentik-sso/dev");

const wiki = new ProtectedService("wiki", {
  gate,
  port: 8080,
  container: { image: "docker.io/traefik/whoami:v1.11.0" },
});

export const url = wiki.url;
