import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import * as authentik from "@pulumi/authentik";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { type FakeCloudflare, startFakeCloudflare } from "../../testbed/cloudflare/fakeCloudflare";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { RealEngine } from "./realEngine";

/** Pulumi's own engine and SDKs on the stand-ins, the double and the fake: what a program of this repository meets. */

const secretText = "blueprint-secret-value";
let engine: RealEngine;
let world: World;
let dns: FakeCloudflare;
let url: string;

before(async () => {
  engine = await RealEngine.start();
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  dns = await startFakeCloudflare({ zone: "example.com" });
});
after(async () => {
  await dns.close();
  await world.close();
  await engine.close();
});

/** The gate's resources, as components make them. */
async function gate(groupName: string, slug: string): Promise<Record<string, unknown>> {
  const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
  const options = { provider };
  const flow = (name: string) => authentik.getFlowOutput({ slug: name }, options).id;
  const outpost = authentik.getOutpostOutput({ name: "authentik Embedded Outpost" }, options);
  const proxy = new authentik.ProviderProxy(
    "domain",
    {
      name: "domain",
      mode: "forward_domain",
      externalHost: "https://auth.sso.localhost",
      cookieDomain: ".sso.localhost",
      accessTokenValidity: "hours=24",
      authorizationFlow: flow("default-provider-authorization-implicit-consent"),
      invalidationFlow: flow("default-provider-invalidation-flow"),
    },
    options,
  );
  const application = new authentik.Application(
    "gate",
    { name: "Gate", slug, protocolProvider: proxy.id.apply(Number) },
    options,
  );
  const group = new authentik.Group("users", { name: groupName }, options);
  new authentik.PolicyBinding("users", { target: application.uuid, group: group.id, order: 0 }, options);
  new authentik.OutpostProviderAttachment(
    "domain",
    { outpost: outpost.apply(({ id }) => id ?? ""), protocolProvider: proxy.id.apply(Number) },
    options,
  );
  const content = pulumi.secret(`{"version": 1, "metadata": {"name": "${secretText}"}, "entries": []}`);
  new authentik.Blueprint("own", { name: "own", content }, options);
  const zone = new cloudflare.Provider("dns", { apiToken: pulumi.secret(dns.token), baseUrl: dns.url });
  new cloudflare.DnsRecord(
    "auth",
    { zoneId: dns.zoneId, name: "auth.example.com", type: "A", content: "192.0.2.1", ttl: 300 },
    { provider: zone },
  );
  return { providerId: proxy.id, groupId: group.id, group: group.name, applicationId: application.id };
}

async function names(path: string, field = "name"): Promise<unknown[]> {
  return results(await world.call("GET", path)).map((one) => one[field]);
}

describe("the gate on Pulumi's engine", () => {
  let stack: Stack;
  const program = { groupName: "sso-users", slug: "gate" };

  before(async () => {
    stack = await engine.stack("gate", () => gate(program.groupName, program.slug));
  });

  test("a first preview plans everything and makes nothing", async () => {
    const { changeSummary } = await stack.preview();
    assert.equal(changeSummary.create, 10);
    assert.ok(!(await names("/core/groups/")).includes("sso-users"));
    assert.deepEqual(dns.records(), []);
  });

  test("up makes it, and tells that stand-ins did it", async () => {
    const lines: string[] = [];
    const result = await stack.up({ onOutput: (line) => lines.push(line) });
    assert.equal(result.summary.result, "succeeded");
    for (const title of ["authentik", "Cloudflare"]) {
      assert.match(lines.join(""), new RegExp(`The ${title} provider is a stand-in for the official plug-in`));
    }
    assert.ok((await names("/core/groups/")).includes("sso-users"));
    const [outpost] = results(await world.call("GET", "/outposts/instances/"));
    assert.deepEqual(outpost?.providers, [Number(result.outputs.providerId?.value)]);
    assert.equal(dns.records()[0]?.name, "auth.example.com");
  });

  test("a second up and a refresh change nothing", async () => {
    const again = await stack.preview({ expectNoChanges: true });
    assert.deepEqual(Object.keys(again.changeSummary), ["same"]);
    const { summary } = await stack.refresh();
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    assert.deepEqual(Object.keys((await stack.preview()).changeSummary), ["same"]);
  });

  test("the state holds no secret in plain text", async () => {
    const text = await engine.stateFile("gate");
    assert.match(text, /authentik:index\/blueprint:Blueprint/);
    for (const value of [TOKEN, dns.token, secretText]) assert.ok(!text.includes(value));
  });

  test("a changed program changes in place what changed, and nothing else", async () => {
    Object.assign(program, { groupName: "family", slug: "gate-2" });
    const { summary } = await stack.up();
    // The stack itself counts where its outputs change.
    assert.equal(summary.resourceChanges?.create, undefined);
    assert.equal(summary.resourceChanges?.replace, undefined);
    assert.ok((await names("/core/groups/")).includes("family"));
    assert.ok((await names("/core/applications/", "slug")).includes("gate-2"));
    assert.deepEqual(Object.keys((await stack.preview()).changeSummary), ["same"]);
  });

  test("the id of an application with a new slug is stale until a refresh, as with the real provider", async () => {
    assert.equal((await stack.outputs()).applicationId?.value, "gate");
    await stack.refresh();
    await stack.up();
    assert.equal((await stack.outputs()).applicationId?.value, "gate-2");
  });

  test("what somebody deleted or changed by hand is seen by a refresh and made good", async () => {
    const id = String((await stack.outputs()).groupId?.value);
    await world.call("DELETE", `/core/groups/${id}/`);
    const [record] = dns.records();
    await fetch(`${dns.url}/zones/${dns.zoneId}/dns_records/${record?.id}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${dns.token}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "192.0.2.66" }),
    });
    const { summary } = await stack.up({ refresh: true });
    assert.equal(summary.result, "succeeded");
    assert.ok((await names("/core/groups/")).includes("family"));
    assert.equal(dns.records()[0]?.content, "192.0.2.1");
  });

  test("destroy leaves nothing of it behind", async () => {
    await stack.destroy();
    assert.ok(!(await names("/core/groups/")).includes("family"));
    assert.deepEqual(await names("/providers/proxy/"), []);
    assert.ok(!(await names("/managed/blueprints/")).includes("own"));
    const [outpost] = results(await world.call("GET", "/outposts/instances/"));
    assert.deepEqual(outpost?.providers, []);
    assert.deepEqual(dns.records(), []);
  });
});

describe("other programs on Pulumi's engine", () => {
  test("a provider whose token is not known yet previews and comes up in one go", async () => {
    const stack = await engine.stack("chain", async () => {
      const admin = new authentik.Provider("admin", { url, token: pulumi.secret(TOKEN) });
      const user = new authentik.User("robot", { username: "robot", type: "service_account" }, { provider: admin });
      const token = new authentik.Token(
        "robot",
        { identifier: "robot", user: user.id.apply(Number), intent: "api", expiring: false, retrieveKey: true },
        { provider: admin },
      );
      const robot = new authentik.Provider("robot", { url, token: token.key });
      const me = authentik.getUserOutput({ username: "akadmin" }, { provider: admin });
      new authentik.Group("chained", { name: "chained", users: [me.pk] }, { provider: robot });
      return { key: token.key };
    });
    const { changeSummary } = await stack.preview();
    assert.equal(changeSummary.create, 6);
    // The robot may do nothing, so its token reaches the server and the server says no.
    await assert.rejects(stack.up(), /Group "chained" \(create\): authentik refused POST .*\(403\)/);
    const { json } = await world.call("GET", "/core/tokens/robot/view_key/");
    assert.ok(!(await engine.stateFile("chain")).includes(String(json.key)));
    await stack.destroy();
  });

  test("an object that is there already is imported by the resource option", async () => {
    const { json } = await world.call("POST", "/core/groups/", { name: "older" });
    const stack = await engine.stack("import", async () => {
      const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
      new authentik.Group("older", { name: "older" }, { provider, import: String(json.pk) });
    });
    const { summary } = await stack.up();
    assert.equal(summary.resourceChanges?.import, 1);
    assert.deepEqual(Object.keys((await stack.preview()).changeSummary), ["same"]);
    await stack.destroy();
    assert.ok(!(await names("/core/groups/")).includes("older"));
  });

  test("a resource that the stand-in does not serve stops the preview with a clear line", async () => {
    const stack = await engine.stack("other", async () => {
      const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
      new authentik.StageDummy("dummy", { name: "dummy" }, { provider });
    });
    await assert.rejects(
      stack.preview(),
      /stand-in for the authentik provider does not serve authentik:index\/stageDummy/,
    );
  });
});
