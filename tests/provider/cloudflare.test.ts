import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type FakeCloudflare, startFakeCloudflare } from "../../testbed/cloudflare/fakeCloudflare";
import { cloudflare } from "../../testbed/provider/cloudflare/table";
import { Engine, unknownText, type Wire } from "./engineClient";

const type = "cloudflare:index/dnsRecord:DnsRecord";
let fake: FakeCloudflare;
let engine: Engine;

before(async () => {
  fake = await startFakeCloudflare({ zone: "example.com" });
  engine = await Engine.start(cloudflare);
  await engine.configure({ apiToken: fake.token, baseUrl: fake.url });
});
after(async () => {
  engine.close();
  await fake.close();
});

function record(more: Wire = {}): Wire {
  return { zoneId: fake.zoneId, name: "auth.example.com", type: "A", content: "192.0.2.1", ttl: 300, ...more };
}

describe("DnsRecord", () => {
  test("lives: create, read without a difference, update in place, import, delete, gone", async () => {
    const checked = await engine.check(type, record());
    assert.deepEqual(checked.failures, []);
    const made = await engine.create(type, checked.inputs);
    assert.equal(made.state.createdOn, fake.records()[0]?.created_on);
    assert.equal((await engine.diff(type, made.state, record())).changed, false);

    const changed = record({ content: "192.0.2.2", comment: "gate" });
    assert.deepEqual((await engine.diff(type, made.state, changed)).replaces, []);
    const updated = await engine.update(type, made.id, made.state, changed);
    assert.equal(fake.records()[0]?.content, "192.0.2.2");
    assert.equal((await engine.diff(type, updated, changed)).changed, false);

    const imported = await engine.read(type, `${fake.zoneId}/${made.id}`);
    assert.equal(imported.id, made.id);
    assert.deepEqual(imported.inputs, { ...changed, __defaults: [] });
    await engine.delete(type, made.id, updated);
    assert.deepEqual(fake.records(), []);
    assert.equal((await engine.read(type, made.id, updated, changed)).id, "");
    await engine.delete(type, made.id, updated);
  });

  test("another zone makes a new record, drift of the content is seen", async () => {
    const state = { ...record(), proxied: false };
    assert.deepEqual((await engine.diff(type, state, record({ zoneId: "other" }))).replaces, ["zoneId"]);
    assert.deepEqual((await engine.diff(type, { ...state, content: "192.0.2.9" }, record())).details, {
      content: "UPDATE",
    });
  });

  test("nested properties travel in both directions under their own names", async () => {
    const inputs = record({
      name: "cdn.example.com",
      type: "CNAME",
      content: "x.example.net",
      settings: { flattenCname: true },
    });
    const made = await engine.create(type, inputs);
    assert.deepEqual(fake.records()[0]?.settings, { flatten_cname: true });
    assert.deepEqual(made.state.settings, { flattenCname: true });
    await engine.delete(type, made.id, made.state);
  });

  test("a preview knows the given values and not what Cloudflare fills in", async () => {
    const { state } = await engine.create(type, record({ content: unknownText }), true);
    assert.deepEqual([state.content, state.createdOn, state.proxied], [unknownText, unknownText, false]);
    assert.deepEqual(fake.records(), []);
  });

  test("a refusal shows Cloudflare's words and number", async () => {
    await assert.rejects(engine.create(type, record({ content: "not an address" })), /valid IPv4 address\. \(9005\)/);
    await assert.rejects(engine.create(type, record({ ttl: 5 })), /Invalid TTL.*\(9021\)/);
    const made = await engine.create(type, record());
    await assert.rejects(engine.create(type, record()), /An identical record already exists\. \(81058\)/);
    await engine.delete(type, made.id, made.state);
  });

  test("a wrong token is refused without being shown, a missing one is named", async () => {
    const other = await Engine.start(cloudflare);
    await assert.rejects(other.configure({}), /needs `apiToken`/);
    await other.configure({ apiToken: "wrong-token-value", baseUrl: fake.url });
    const error = await other.create(type, record()).catch((reason) => reason);
    assert.match(error.details, /\(403\): Invalid access token \(9109\)/);
    assert.doesNotMatch(error.details, /wrong-token-value/);
    other.close();
  });

  test("other resources and functions of the SDK are refused", async () => {
    await assert.rejects(engine.check("cloudflare:index/zone:Zone", {}), /does not serve cloudflare:index\/zone:Zone/);
    await assert.rejects(engine.invoke("cloudflare:index/getZone:getZone", {}), /does not serve the function/);
  });
});

describe("the fake API", () => {
  test("lists zones and records in pages, by name, and finds no other zone", async () => {
    const get = async (path: string) => {
      const response = await fetch(`${fake.url}${path}`, { headers: { authorization: `Bearer ${fake.token}` } });
      return {
        status: response.status,
        body: (await response.json()) as { success: boolean; result: { id: string }[]; result_info: object },
      };
    };
    const zones = await get("/zones?name=example.com");
    assert.deepEqual([zones.body.success, zones.body.result[0]?.id], [true, fake.zoneId]);
    assert.deepEqual((await get("/zones?name=example.net")).body.result, []);
    assert.equal((await get("/zones/other/dns_records")).status, 404);
    const ids: string[] = [];
    for (const content of ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
      ids.push((await engine.create(type, record({ content }))).id);
    const page = await get(`/zones/${fake.zoneId}/dns_records?name=auth.example.com&page=2&per_page=2`);
    assert.deepEqual(
      page.body.result.map((one) => one.id),
      ids.slice(2),
    );
    assert.deepEqual(page.body.result_info, { page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 });
    for (const id of ids) await engine.delete(type, id, record());
  });

  test("completes names, makes a proxied record's time to live automatic, and keeps CNAMEs apart", async () => {
    const proxied = await engine.create(type, record({ name: "www", proxied: true, ttl: 1 }));
    assert.deepEqual([proxied.state.name, proxied.state.ttl], ["www.example.com", 1]);
    const second = engine.create(type, record({ name: "www", type: "CNAME", content: "x.example.net" }));
    await assert.rejects(second, /already exists\. \(81053\)/);
    await engine.delete(type, proxied.id, proxied.state);
  });
});
