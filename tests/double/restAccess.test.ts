import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { MemoryStore } from "../../testbed/authentik/store";
import { createSample } from "./restSamples";
import { openWorld, results, TOKEN, type World } from "./restWorld";

let world: World;
let store: MemoryStore;
before(async () => {
  store = new MemoryStore();
  world = await openWorld({}, store);
});
after(() => world.close());

async function userWithToken(groups: unknown[]): Promise<{ pk: unknown; key: string }> {
  const name = `user-${Math.random().toString(36).slice(2)}`;
  const user = (await world.call("POST", "/core/users/", { username: name, name, groups })).json;
  const body = { identifier: name, user: user.pk, intent: "api", expiring: false };
  assert.equal((await world.call("POST", "/core/tokens/", body)).status, 201);
  const key = (await world.call("GET", `/core/tokens/${name}/view_key/`)).json.key;
  return { pk: user.pk, key: String(key) };
}

describe("who may call the API", () => {
  it("a wrong token is 403 with the reason, on reads and writes", async () => {
    for (const method of ["GET", "POST"]) {
      const answer = await world.call(method, "/core/groups/", method === "POST" ? { name: "x" } : undefined, "wrong");
      assert.equal(answer.status, 403);
      assert.deepEqual(answer.json, { detail: "Token invalid/expired" });
    }
  });

  it("a token of a user without rights sees the user itself and nothing more", async () => {
    const { key, pk } = await userWithToken([]);
    const me = await world.call("GET", "/core/users/me/", undefined, key);
    assert.equal((me.json.user as { pk: unknown }).pk, pk);
    const answer = await world.call("GET", "/core/applications/", undefined, key);
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.json, { detail: "You do not have permission to perform this action." });
  });

  it("membership in a superuser group gives every right, and its end takes them", async () => {
    const [admins] = results(await world.call("GET", "/core/groups/?is_superuser=true"));
    const { key, pk } = await userWithToken([admins?.pk]);
    assert.equal((await world.call("GET", "/core/groups/", undefined, key)).status, 200);
    assert.equal((await world.call("POST", `/core/groups/${String(admins?.pk)}/remove_user/`, { pk })).status, 204);
    assert.equal((await world.call("GET", "/core/groups/", undefined, key)).status, 403);
    assert.equal((await world.call("POST", `/core/groups/${String(admins?.pk)}/add_user/`, { pk })).status, 204);
    assert.equal((await world.call("GET", "/core/groups/", undefined, key)).status, 200);
  });

  it("tokens of inactive users, expired tokens and app passwords do not open the API", async () => {
    const [admins] = results(await world.call("GET", "/core/groups/?is_superuser=true"));
    const { key, pk } = await userWithToken([admins?.pk]);
    await world.call("PATCH", `/core/users/${String(pk)}/`, { is_active: false });
    assert.equal((await world.call("GET", "/core/groups/", undefined, key)).status, 403);

    const sample = await createSample(world, "token");
    const appPassword = (await world.call("GET", `/core/tokens/${String(sample.identifier)}/view_key/`)).json.key;
    assert.equal((await world.call("GET", "/core/groups/", undefined, String(appPassword))).status, 403);

    const row = (await store.list("token")).find(({ key: one }) => one === TOKEN);
    assert.ok(row);
    await store.put("token", row.pk, { ...row, expiring: true, expires: "2020-01-01T00:00:00.000Z" });
    assert.equal((await world.call("GET", "/core/groups/")).status, 403);
    await store.put("token", row.pk, row);
  });

  it("set_key changes the key, and the old one ends", async () => {
    const [admins] = results(await world.call("GET", "/core/groups/?is_superuser=true"));
    const { key } = await userWithToken([admins?.pk]);
    const identifier = results(await world.call("GET", "/core/tokens/?ordering=-pk&page_size=100")).at(-1);
    const mine = (await store.list("token")).find((row) => row.key === key);
    assert.ok(mine && identifier);
    const path = `/core/tokens/${mine.identifier}/set_key/`;
    assert.equal((await world.call("POST", path, { key: "chosen-key" })).status, 204);
    assert.equal((await world.call("GET", "/core/groups/", undefined, "chosen-key")).status, 200);
    assert.equal((await world.call("GET", "/core/groups/", undefined, key)).status, 403);
  });
});

describe("what the API refuses as a whole", () => {
  it("a body that is no JSON is 400, one that is no object is 400, none at all is an empty object", async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const post = (payload: string) =>
      world.app.inject({ method: "POST", url: "/api/v3/core/groups/", headers, payload });
    assert.match((await post("{")).json().detail, /^JSON parse error/);
    assert.match((await post("[]")).json().non_field_errors[0], /Expected a dictionary/);
    assert.deepEqual((await post("")).json(), { name: ["This field is required."] });
  });

  it("a method that a path does not have is 405, never a 404 that would read as deleted", async () => {
    assert.equal((await world.call("DELETE", "/core/groups/")).status, 405);
    assert.equal((await world.call("POST", "/core/applications/some/", {})).status, 405);
  });

  it("no secret of a row is in any answer: no password, cookie secret, proxy client secret or token key", async () => {
    const kinds = ["provider_proxy", "user", "token", "source_oauth", "stage_email"];
    for (const kind of kinds) {
      const answer = JSON.stringify(await createSample(world, kind));
      assert.doesNotMatch(answer, /"(password|cookie_secret|key|consumer_secret|key_data)":/, kind);
    }
    assert.doesNotMatch(JSON.stringify(await createSample(world, "provider_proxy")), /client_secret/);
  });

  it("everything but the health paths is 503 while the database is away, and back when it is", async () => {
    // The server trusts a database that answered for one second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    store.setDown(true);
    assert.equal((await world.app.inject("/-/health/live/")).statusCode, 200);
    assert.equal((await world.app.inject("/-/health/ready/")).statusCode, 503);
    assert.equal((await world.app.inject("/api/v3/root/config/")).statusCode, 503);
    assert.equal((await world.app.inject("/if/flow/default-authentication-flow/")).statusCode, 503);
    store.setDown(false);
    assert.equal((await world.app.inject("/-/health/ready/")).statusCode, 200);
    assert.equal((await world.app.inject("/api/v3/root/config/")).statusCode, 200);
  });
});
