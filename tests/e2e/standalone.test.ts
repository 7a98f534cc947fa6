/** The gate with a standalone outpost, on an own host with plain pulumi: the whole domain-mode login through the real Traefik. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import { withoutEngine } from "../support/engine";
import { eventually } from "../support/eventually";
import { removeLeftovers } from "../support/leftovers";
import { PlainStack } from "../support/plainStack";
import { StackState } from "../support/stackState";
import { leadsToLogin } from "../support/visitor";
import { Visitors } from "../support/visitors";

const ADDRESS = "127.0.0.8";
const DOMAIN = "edge.example";
const AUTH = `https://auth.${DOMAIN}`;
const PREFIX = "sso-edge";

describe("a stack with a standalone outpost", { skip: withoutEngine() }, () => {
  let stack: PlainStack;
  let state: StackState;
  let adminPassword = "";
  const docker = new Docker();
  const visitors = new Visitors({ address: ADDRESS, domain: DOMAIN });
  const url = (service: string, path?: string) => visitors.url(service, path);
  /** Traefik routes to a container once it is healthy; until then the outpost's path belongs to each service. */
  const served = () =>
    eventually(async () => {
      assert.equal((await visitors.stranger().open(url("grafana", "/outpost.goauthentik.io/ping"))).status, 204);
      assert.ok(leadsToLogin(await visitors.stranger().open(url("grafana")), AUTH));
    });

  before(async () => {
    await removeLeftovers(PREFIX);
    stack = await PlainStack.create({
      domain: DOMAIN,
      prefix: PREFIX,
      outpost: "standalone",
      login: { mfa: "off", failedLogins: 0 },
      bindAddress: ADDRESS,
      authentikApiPort: 19008,
      redis: false,
      protect: false,
      services: [
        { name: "grafana", port: 3000 },
        { name: "wiki", port: 8000 },
        { name: "jellyfin", port: 8096, access: { mode: "excluded", reason: "TV apps log in themselves" } },
      ],
    });
    state = new StackState(stack);
    const up = await stack.pulumi(["up", "--yes", "--policy-pack", "policies"]);
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const outputs = await state.outputs();
    visitors.ca = String(outputs.caCertificate);
    adminPassword = String(outputs.adminPassword);
  });

  after(async () => {
    await visitors.close();
    const destroy = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
    stack.remove();
    assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
  });

  test("one login opens every service, with the identity that the standalone outpost gives", async () => {
    await served();
    const admin = visitors.stranger();
    const page = await admin.logIn(url("grafana", "/d/1?from=now"), "akadmin", adminPassword);
    assert.equal(page.url, url("grafana", "/d/1?from=now"));
    assert.match(page.text, /^X-Authentik-Username: akadmin$/im);
    assert.match(page.text, new RegExp(`^X-Authentik-Meta-Outpost: SSO for ${DOMAIN.replace(".", "\\.")}$`, "im"));
    assert.equal((await admin.open(url("wiki"))).status, 200);
    await admin.open(url("grafana", "/outpost.goauthentik.io/sign_out"));
    assert.ok(leadsToLogin(await admin.open(url("wiki")), AUTH), "signed out everywhere");
  });

  test("the outpost's path on every host, the login's own included, is answered by it alone", async () => {
    await served();
    for (const service of ["grafana", "jellyfin", "auth", "not-a-service"]) {
      assert.equal((await visitors.stranger().open(url(service, "/outpost.goauthentik.io/ping"))).status, 204, service);
    }
    const start = url("auth", "/outpost.goauthentik.io/start");
    assert.ok(leadsToLogin(await visitors.stranger().open(start), AUTH));
    await docker.getContainer(`${PREFIX}-outpost`).stop();
    // The embedded outpost, which answers a ping for any host, has no provider; while Traefik still tries it, 504.
    await eventually(async () => {
      const { status } = await visitors.stranger().open(start);
      assert.ok(status === 404 || status >= 500, `nobody else begins a login: ${status}`);
    });
    const closed = await visitors.stranger().open(url("grafana"));
    assert.ok(closed.status >= 500, `and nobody gets in: ${closed.status}`);
    await docker.getContainer(`${PREFIX}-outpost`).start();
    await served();
  });

  test("a restart ends its sessions, and the next login works", async () => {
    const admin = visitors.stranger();
    await admin.logIn(url("grafana"), "akadmin", adminPassword);
    await docker.getContainer(`${PREFIX}-outpost`).restart();
    await served();
    assert.ok(leadsToLogin(await admin.open(url("grafana")), AUTH));
    const again = await admin.visit(url("grafana"));
    assert.match(again.text, /^X-Authentik-Username: akadmin$/im);
  });

  test("its token is in no other container and in no label", async () => {
    const { Config } = await docker.getContainer(`${PREFIX}-outpost`).inspect();
    const token = Config.Env.find((line) => line.startsWith("AUTHENTIK_TOKEN="))?.slice("AUTHENTIK_TOKEN=".length);
    assert.ok(token && token.length > 20);
    assert.ok(!JSON.stringify(Config.Labels).includes(token));
    for (const { Id, Names } of await docker.listContainers({ all: true })) {
      if (Names.includes(`/${PREFIX}-outpost`)) continue;
      assert.ok(!JSON.stringify(await docker.getContainer(Id).inspect()).includes(token), Names.join());
    }
    assert.ok(!(await state.encrypted()).includes(token), "the state holds it encrypted");
  });

  test("a second preview changes nothing", async () => {
    const preview = await stack.pulumi(["preview", "--expect-no-changes", "--policy-pack", "policies"]);
    assert.equal(preview.code, 0, preview.stdout + preview.stderr);
  });
});
