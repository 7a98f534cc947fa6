/** What a preview says about accounts before a decision is switched. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { CONTRACT, GATE_FACTS } from "../support/gateFacts";
import { settled } from "./recordedResources";

assert.ok(MockMonitor);
const said: { level: string; text: string }[] = [];
pulumi.runtime.setMocks(
  {
    newResource: (args) => ({ id: `${args.name}-id`, state: { ...(args.inputs as object) } }),
    call: (args) => ({ ...args.inputs, id: "7", ids: ["1", "2", "3"] }),
  },
  "authentik-sso",
  "test",
  true,
);
Object.assign(pulumi.log, {
  warn: async (text: string) => void said.push({ level: "warn", text }),
  info: async (text: string) => void said.push({ level: "info", text }),
});

test("a preview warns once of accounts that the app has already, with what to do", async () => {
  const { domain, oidc, ProtectedService } = await import("authentik-sso");
  const args = { gate: GATE_FACTS, contract: CONTRACT, port: 3000, container: { image: "g:1" } };
  new ProtectedService("grafana", { ...args, access: oidc({ preset: "grafana" }) });
  new ProtectedService("portainer", { ...args, access: oidc({ preset: "portainer" }) });
  new ProtectedService("wiki", { ...args, access: domain({ preset: "bookstack" }) });
  new ProtectedService("plain", { ...args, access: domain() });
  await settled();
  const warnings = said.filter(({ level }) => level === "warn").map(({ text }) => text);
  assert.equal(warnings.length, 2);
  assert.match(warnings[0] ?? "", /'grafana' logs in.*second user.*GF_AUTH_OAUTH_ALLOW_INSECURE_EMAIL_LOOKUP=true/s);
  assert.match(warnings[1] ?? "", /'portainer'.*enter them as 'npx authentik-sso assess' shows/s);
  const infos = said.filter(({ level }) => level === "info").map(({ text }) => text);
  assert.equal(infos.length, 1);
  assert.match(infos[0] ?? "", /'wiki': its client in authentik is kept.*Write 'oidc' to go back/s);
});
