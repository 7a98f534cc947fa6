/** Decisions with a client of authentik in the stack's configuration, previewed on the real engine with the pack. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { withoutEngine } from "../support/engine";
import { PlainStack, ROOT } from "../support/plainStack";

const ACCESS: Readonly<Record<string, object>> = {
  grafana: { mode: "oidc", preset: "grafana", groups: ["authentik Admins"] },
  proxmox: { mode: "oidc", preset: "proxmox" },
  mealie: { mode: "domain", preset: "mealie" },
};

describe("a fleet whose apps log in through authentik", { skip: withoutEngine() }, () => {
  let stack: PlainStack;

  before(async () => {
    const committed = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
    const entries = Object.entries(committed.config).map(([key, value]) => [key.replace("authentik-sso:", ""), value]);
    const config = Object.fromEntries(entries) as { services: { name: string }[] };
    const services = config.services.map((service) => {
      const access = ACCESS[service.name];
      return access ? { ...service, access } : service;
    });
    stack = await PlainStack.create({ ...config, services, prefix: "sso-oidc" });
  });
  after(() => stack.remove());

  test("passes the pack at a first preview, and says what happens to accounts", async () => {
    const { code, stdout, stderr } = await stack.pulumi(["preview", "--policy-pack", join(ROOT, "policies")]);
    const said = stdout + stderr;
    assert.equal(code, 0, said);
    assert.doesNotMatch(said, /\[mandatory\]/);
    assert.equal(said.match(/OidcClient/g)?.length, 3, "Grafana's, Proxmox' and the one that Mealie keeps");
    assert.match(said, /'grafana' logs in through authentik itself\. Accounts of Grafana/);
    assert.match(said, /'mealie': its client in authentik is kept/);
    assert.match(said, /oidcClients\s*: \{\s*proxmox/);
  });
});
