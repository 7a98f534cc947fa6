import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { opened, secret, unknownText, type Wire } from "./engineClient";
import { startWorld } from "./world";

const world = startWorld();
const group = "authentik:index/group:Group";
const proxy = "authentik:index/providerProxy:ProviderProxy";
const flow = "44444444-2222-4333-8444-555555555555";
const proxyInputs: Wire = {
  name: "p",
  externalHost: "https://a.example.com",
  authorizationFlow: flow,
  invalidationFlow: flow,
};

describe("check", () => {
  test("fills in a name from the resource's name, keeps it on the next check, and leaves a given one alone", async () => {
    const first = await world.engine.check(group, {}, { name: "admins", seed: "a" });
    assert.match(String(first.inputs.name), /^admins-[0-9a-f]{7}$/);
    assert.deepEqual(first.inputs.__defaults, ["name"]);
    const second = await world.engine.check(group, {}, { name: "admins", seed: "b", olds: first.inputs });
    assert.equal(second.inputs.name, first.inputs.name);
    const given = await world.engine.check(group, { name: "mine" }, { name: "admins", olds: first.inputs });
    assert.equal(given.inputs.name, "mine");
  });

  const refused: readonly [string, string, Wire, RegExp][] = [
    ["a missing required property", proxy, { name: "p" }, /externalHost is required/],
    ["an unknown property", group, { name: "g", colour: "red" }, /colour is not a property/],
    ["a property that only the server sets", proxy, { ...proxyInputs, clientId: "x" }, /clientId is set by the server/],
    [
      "a value outside an enumeration",
      proxy,
      { ...proxyInputs, mode: "forward" },
      /mode .*allowed: proxy, forward_single/,
    ],
    ["text that is no JSON", group, { name: "g", attributes: "{" }, /attributes must be JSON text/],
    ["text where a number belongs", group, { name: "g", users: ["one"] }, /users must be a number/],
    ["a fraction where a whole number belongs", group, { name: "g", users: [1.5] }, /users must be a whole number/],
    ["a list where text belongs", group, { name: ["g"] }, /name must be text/],
  ];
  for (const [what, type, inputs, reason] of refused) {
    test(`refuses ${what} and names the resource`, async () => {
      const { failures } = await world.engine.check(type, inputs);
      assert.equal(failures.length > 0, true);
      assert.match(failures.join("\n"), reason);
      assert.match(failures.join("\n"), /"one"/);
    });
  }

  test("takes unknown values everywhere", async () => {
    const { failures } = await world.engine.check(proxy, {
      ...proxyInputs,
      mode: unknownText,
      authorizationFlow: unknownText,
    });
    assert.deepEqual(failures, []);
  });

  test("turns an id given as text into the number that the server wants", async () => {
    const application = "authentik:index/application:Application";
    const made = await world.engine.create(application, { name: "A", slug: "a-116", protocolProvider: "116" });
    assert.equal(world.recorder.body("POST").provider, 116);
    const found = await world.engine.diff(application, made.state, {
      name: "A",
      slug: "a-116",
      protocolProvider: "116",
    });
    assert.equal(found.changed, false);
  });
});

describe("preview", () => {
  test("shows given values and defaults, and what the server fills in as unknown, without any call", async () => {
    const before = world.recorder.calls.length;
    const { id, state } = await world.engine.create(proxy, { ...proxyInputs, cookieDomain: unknownText }, true);
    assert.equal(id, "");
    assert.equal(world.recorder.calls.length, before);
    assert.equal(state.mode, "proxy");
    assert.equal(state.accessTokenValidity, "minutes=10");
    assert.equal(state.cookieDomain, unknownText);
    assert.equal(state.clientId, unknownText);
    assert.equal(state.providerProxyId, unknownText);
    assert.equal(state.externalHost, "https://a.example.com");
  });

  test("of a change keeps what the server filled in", async () => {
    const made = await world.engine.create(proxy, proxyInputs);
    const before = world.recorder.calls.length;
    const after = await world.engine.update(
      proxy,
      made.id,
      made.state,
      { ...proxyInputs, mode: "forward_domain" },
      true,
    );
    assert.equal(world.recorder.calls.length, before);
    assert.equal(after.mode, "forward_domain");
    assert.equal(after.clientId, made.state.clientId);
  });

  test("of a reference that becomes unknown is a change of that property alone", async () => {
    const made = await world.engine.create(proxy, proxyInputs);
    const found = await world.engine.diff(proxy, made.state, { ...proxyInputs, authorizationFlow: unknownText });
    assert.deepEqual(found.details, { authorizationFlow: "UPDATE" });
  });
});

describe("diff", () => {
  test("sees a property that was taken out of the program, and drift of a default", async () => {
    const made = await world.engine.create(proxy, { ...proxyInputs, cookieDomain: "example.com" });
    assert.deepEqual((await world.engine.diff(proxy, made.state, proxyInputs)).details, { cookieDomain: "DELETE" });
    const drifted = { ...made.state, cookieDomain: "", accessTokenValidity: "hours=1" };
    assert.deepEqual((await world.engine.diff(proxy, drifted, proxyInputs)).details, { accessTokenValidity: "UPDATE" });
  });

  test("does not see other spellings of the same JSON, nor what the program ignores", async () => {
    const made = await world.engine.create(group, { name: "g", attributes: '{"b": 1, "a": [2]}' });
    assert.equal(made.state.attributes, '{"a":[2],"b":1}');
    assert.equal(
      (await world.engine.diff(group, made.state, { name: "g", attributes: '{ "a":[2],"b":1 }' })).changed,
      false,
    );
    assert.deepEqual((await world.engine.diff(group, made.state, { name: "g", attributes: '{"a":[3]}' })).details, {
      attributes: "UPDATE",
    });
    assert.equal(
      (await world.engine.diff(group, made.state, { name: "h", attributes: "{}" }, ["name", "attributes"])).changed,
      false,
    );
  });

  test("names the changed elements of a list", async () => {
    const made = await world.engine.create(group, { name: "g", users: [1, 2] });
    assert.deepEqual((await world.engine.diff(group, made.state, { name: "g", users: [1, 3, 4] })).details, {
      "users[1]": "UPDATE",
      "users[2]": "ADD",
    });
  });

  test("keeps the program's order when the server has the same elements in another order, except for a group's roles", async () => {
    const made = await world.engine.create(group, { name: "g", users: [2, 1], roles: ["y", "x"] });
    const item = world.recorder.items.get(`/core/groups/${made.id}/`);
    Object.assign(item ?? {}, { users: [1, 2], roles: ["x", "y"] });
    const live = await world.engine.read(group, made.id, made.state, { name: "g", users: [2, 1], roles: ["y", "x"] });
    assert.deepEqual(live.state.users, [2, 1]);
    assert.deepEqual(live.state.roles, ["x", "y"]);
  });

  test("never ends for a false that cannot be sent, as with the real provider", async () => {
    const inputs = { ...proxyInputs, internalHostSslValidation: false };
    const made = await world.engine.create(proxy, inputs);
    assert.ok(!("internal_host_ssl_validation" in world.recorder.body("POST")));
    Object.assign(world.recorder.items.get(`/providers/proxy/${made.id}/`) ?? {}, {
      internal_host_ssl_validation: true,
    });
    const live = await world.engine.read(proxy, made.id, made.state, inputs);
    const updated = await world.engine.update(proxy, made.id, live.state, inputs);
    assert.equal((await world.engine.diff(proxy, updated, inputs)).changed, true);
  });
});

describe("secrets", () => {
  test("come back as secrets when the program gave them as secrets", async () => {
    const blueprint = "authentik:index/blueprint:Blueprint";
    const inputs = { name: "b", content: secret("version: 1"), path: "x" };
    const checked = await world.engine.check(blueprint, inputs);
    assert.deepEqual(checked.inputs.content, secret("version: 1"));
    const made = await world.engine.create(blueprint, checked.inputs);
    assert.deepEqual(made.state.content, secret("version: 1"));
    assert.equal(made.state.path, "x");
    const live = await world.engine.read(blueprint, made.id, made.state, checked.inputs);
    assert.deepEqual([live.state.content, live.inputs.content], [secret("version: 1"), secret("version: 1")]);
    assert.equal(world.recorder.body("POST").content, "version: 1");
  });

  test("come back as secrets where the schema says so, whatever the program did", async () => {
    const type = "authentik:index/providerOauth2:ProviderOauth2";
    const inputs = {
      name: "o",
      clientId: "c",
      clientSecret: "plain-secret",
      authorizationFlow: flow,
      invalidationFlow: flow,
    };
    const made = await world.engine.create(type, inputs);
    assert.deepEqual(made.state.clientSecret, secret("plain-secret"));
    assert.equal(opened(made.state).clientSecret, "plain-secret");
  });

  test("in a part of a property make the whole property a secret", async () => {
    const made = await world.engine.create(group, { name: "g", users: [secret(4)] });
    assert.deepEqual(made.state.users, secret([4]));
  });
});
