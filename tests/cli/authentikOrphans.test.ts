import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { authentikAccess, removeAuthentikOrphans } from "../../cli/recovery/authentikOrphans";
import type { Deployment, PendingOperation } from "../../cli/stack/deployment";

const GROUP = "authentik:index/group:Group";
const empty: Deployment = { version: 3, deployment: {} };

function creating(inputs: Record<string, unknown>, type = GROUP): PendingOperation {
  return { type: "creating", resource: { urn: "u", type, inputs } };
}

describe("what an interrupted update made in authentik", () => {
  const groups = new Map<string, { pk: string; name: string; is_superuser: boolean }>();
  const seen: string[] = [];
  let server: Server;
  let access = { url: "", token: "right" };

  before(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.setHeader("content-type", "application/json");
      if (request.headers.authorization !== "Bearer right") return void response.writeHead(403).end("{}");
      if (request.method === "DELETE") {
        groups.delete(request.url?.split("/").at(-2) ?? "");
        return void response.writeHead(204).end();
      }
      return void response.end(JSON.stringify({ results: [...groups.values()] }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    access = { ...access, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
  after(() => server.close());

  it("is removed by its unique name, and nothing that is only similar", async () => {
    groups.set("a", { pk: "a", name: "users", is_superuser: false });
    groups.set("b", { pk: "b", name: "users-2", is_superuser: false });
    const outcome = await removeAuthentikOrphans([creating({ name: "users", isSuperuser: false })], empty, access);
    assert.deepEqual(outcome, { removed: ["users"], unanswered: [] });
    assert.deepEqual([...groups.keys()], ["b"]);
    assert.ok(seen[0]?.startsWith("GET /api/v3/core/groups/?search=users"));
  });

  it("is removed as a binding only where everything that makes it one is the same", async () => {
    const bindings = [
      { pk: "1", name: "", is_superuser: false, target: "t", stage: "s", order: 10 },
      { pk: "2", name: "", is_superuser: false, target: "t", stage: "s", order: 20 },
      { pk: "3", name: "", is_superuser: false, target: "t", stage: "other", order: 10 },
    ];
    for (const binding of bindings) groups.set(binding.pk, binding);
    const inputs = { target: "t", stage: "s", order: 10 };
    const type = "authentik:index/flowStageBinding:FlowStageBinding";
    await removeAuthentikOrphans([creating(inputs, type)], empty, access);
    assert.deepEqual(
      bindings.map(({ pk }) => groups.delete(pk)),
      [false, true, true],
    );
    assert.ok(seen.some((line) => line.startsWith("GET /api/v3/flows/bindings/?target=t&")));
  });

  it("is left alone when it says something else than we wanted to write", async () => {
    groups.set("c", { pk: "c", name: "admins", is_superuser: true });
    const outcome = await removeAuthentikOrphans([creating({ name: "admins", isSuperuser: false })], empty, access);
    assert.deepEqual(outcome.removed, []);
    assert.ok(groups.has("c"));
  });

  it("is left alone when the state knows it", async () => {
    groups.set("d", { pk: "d", name: "known", is_superuser: false });
    const state: Deployment = { version: 3, deployment: { resources: [{ urn: "u", type: GROUP, id: "d" }] } };
    await removeAuthentikOrphans([creating({ name: "known" })], state, access);
    assert.ok(groups.has("d"));
  });

  it("stays on record when authentik does not answer, or refuses the token", async () => {
    const operation = creating({ name: "users-2" });
    const closed = await removeAuthentikOrphans([operation], empty, { url: "http://127.0.0.1:1", token: "right" });
    assert.deepEqual(closed.unanswered, [operation]);
    const refused = await removeAuthentikOrphans([operation], empty, { ...access, token: "wrong" });
    assert.deepEqual(refused.unanswered, [operation]);
    assert.ok(groups.has("b"));
  });

  it("is not looked for where the kind has no unique name", async () => {
    const outcome = await removeAuthentikOrphans(
      [creating({}, "authentik:index/policyBinding:PolicyBinding")],
      empty,
      access,
    );
    assert.deepEqual(outcome, { removed: [], unanswered: [] });
  });
});

describe("the access to authentik in an exported state", () => {
  it("is read from the provider, the secret token included", () => {
    const token = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"abc"' };
    const inputs = { url: "http://127.0.0.1:9000", token };
    const state: Deployment = {
      version: 3,
      deployment: { resources: [{ urn: "u", type: "pulumi:providers:authentik", id: "p", inputs }] },
    };
    assert.deepEqual(authentikAccess(state), { url: "http://127.0.0.1:9000", token: "abc" });
  });

  it("is missing before there is a provider", () => assert.equal(authentikAccess(empty), undefined));
});
