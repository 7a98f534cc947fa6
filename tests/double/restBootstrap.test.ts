import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bootstrap } from "../../testbed/authentik/bootstrap";
import { verifyPassword } from "../../testbed/authentik/passwords";
import { MemoryStore } from "../../testbed/authentik/store";
import { openWorld, results } from "./restWorld";

describe("the first start", () => {
  it("brings what a gate needs: flows, scope mappings, embedded outpost, brand, key pair, rules, administrator", async () => {
    const world = await openWorld();
    const count = async (path: string): Promise<number> => results(await world.call("GET", path)).length;
    for (const slug of [
      "default-authentication-flow",
      "default-invalidation-flow",
      "default-provider-authorization-implicit-consent",
      "default-provider-authorization-explicit-consent",
      "default-provider-invalidation-flow",
      "default-user-settings-flow",
    ]) {
      assert.equal(await count(`/flows/instances/?slug=${slug}`), 1, slug);
    }
    for (const managed of ["oauth2/scope-openid", "oauth2/scope-email", "oauth2/scope-profile", "proxy/scope-proxy"]) {
      const path = `/propertymappings/provider/scope/?managed=goauthentik.io/providers/${managed}`;
      assert.equal(await count(path), 1, managed);
    }
    const [outpost] = results(await world.call("GET", "/outposts/instances/"));
    assert.equal(
      (outpost?.config as { authentik_host?: string } | undefined)?.authentik_host,
      "",
      "nobody has set it yet",
    );
    assert.equal(await count("/core/brands/?default=true"), 1);
    assert.equal(await count("/events/rules/"), 3);
    const bindings = results(await world.call("GET", "/flows/bindings/?ordering=order"));
    assert.deepEqual(
      bindings.map(({ order, stage_obj }) => [order, (stage_obj as { name: string }).name]),
      [
        [10, "default-authentication-identification"],
        [20, "default-authentication-password"],
        [30, "default-authentication-mfa-validation"],
        [100, "default-authentication-login"],
      ],
    );
    const [admin] = (await world.store.list("user")).filter(({ username }) => username === "akadmin");
    assert.ok(admin && (await verifyPassword("password-of-the-tests", admin.password)));
    assert.doesNotMatch(admin.password, /password-of-the-tests/);
    assert.equal(await verifyPassword("another", admin.password), false);
    await world.close();
  });

  it("happens once: a later start keeps password, token and every change, and makes only a lost outpost anew", async () => {
    const store = new MemoryStore();
    const world = await openWorld({}, store);
    const flow = "/flows/instances/default-authentication-flow/";
    await world.call("PATCH", flow, { title: "Our own title" });
    const [outpost] = results(await world.call("GET", "/outposts/instances/"));
    await world.call("DELETE", `/outposts/instances/${String(outpost?.pk)}/`);
    await world.call("DELETE", "/flows/instances/default-source-enrollment/");

    const config = { ...world.context.config, bootstrap: { token: "other-token", password: "other-password" } };
    await bootstrap({ ...world.context, config });
    assert.equal((await world.call("GET", flow)).json.title, "Our own title");
    assert.equal((await world.call("GET", "/flows/instances/default-source-enrollment/")).status, 404);
    assert.equal((await world.call("GET", "/core/users/me/", undefined, "other-token")).status, 403);
    const [again] = results(await world.call("GET", "/outposts/instances/"));
    assert.equal(again?.managed, "goauthentik.io/outposts/embedded");
    await world.close();
  });

  it("takes what was not set from nowhere: without a password nobody can log in, without a token nobody calls", async () => {
    const world = await openWorld({ bootstrap: {} });
    assert.equal((await world.call("GET", "/core/users/me/")).status, 403);
    const [admin] = await world.store.list("user");
    assert.equal(await verifyPassword("", admin?.password ?? "x"), false);
    await world.close();
  });
});
