import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleModel } from "./contractFacts";
import { opened } from "./engineClient";
import { startWorld } from "./world";

const world = startWorld();
const attachmentType = "authentik:index/outpostProviderAttachment:OutpostProviderAttachment";
const permissionType = "authentik:index/rbacPermissionRole:RbacPermissionRole";
const outpostUuid = "11111111-2222-4333-8444-555555555555";
const outpostPath = `/outposts/instances/${outpostUuid}/`;

function placeOutpost(providers: number[]): void {
  const outpost = { ...sampleModel("Outpost"), pk: outpostUuid, name: "embedded", providers };
  world.recorder.items.set(outpostPath, outpost);
}

function providersOfOutpost(): unknown {
  return world.recorder.items.get(outpostPath)?.providers;
}

describe("OutpostProviderAttachment", () => {
  const inputs = { outpost: outpostUuid, protocolProvider: "9" };

  test("reads the list, appends by PATCH, reads again, and touches nothing else", async () => {
    placeOutpost([4]);
    const before = world.recorder.log.length;
    const made = await world.engine.create(attachmentType, inputs);
    assert.equal(made.id, `${outpostUuid}:9`);
    assert.deepEqual(made.state, { ...inputs, protocolProvider: 9, outpostProviderAttachmentId: made.id });
    assert.deepEqual(world.recorder.log.slice(before), [
      `GET ${outpostPath}`,
      `PATCH ${outpostPath}`,
      `GET ${outpostPath}`,
    ]);
    assert.deepEqual(world.recorder.body("PATCH"), { providers: [4, 9] });
    assert.equal((await world.engine.diff(attachmentType, made.state, inputs)).changed, false);
  });

  test("does not write a provider that is in the list already", async () => {
    placeOutpost([9]);
    const before = world.recorder.log.length;
    await world.engine.create(attachmentType, inputs);
    assert.ok(!world.recorder.log.slice(before).some((call) => call.startsWith("PATCH")));
  });

  test("is gone when the outpost or its place in the list is gone", async () => {
    placeOutpost([4, 9]);
    const id = `${outpostUuid}:9`;
    assert.equal((await world.engine.read(attachmentType, id)).id, id);
    placeOutpost([4]);
    assert.equal((await world.engine.read(attachmentType, id)).id, "");
    world.recorder.items.delete(outpostPath);
    assert.equal((await world.engine.read(attachmentType, id)).id, "");
  });

  test("takes only itself out of the list on delete, and a missing outpost is no error", async () => {
    placeOutpost([4, 9, 5]);
    await world.engine.delete(attachmentType, `${outpostUuid}:9`, {});
    assert.deepEqual(providersOfOutpost(), [4, 5]);
    world.recorder.items.delete(outpostPath);
    await world.engine.delete(attachmentType, `${outpostUuid}:9`, {});
  });

  test("another provider or outpost makes a new attachment", async () => {
    const state = { outpost: outpostUuid, protocolProvider: 9 };
    const found = await world.engine.diff(attachmentType, state, { outpost: outpostUuid, protocolProvider: 10 });
    assert.deepEqual(found.details, { protocolProvider: "UPDATE_REPLACE" });
    assert.deepEqual(found.replaces, ["protocolProvider"]);
  });

  test("writers at the same time lose each other, as with the real provider", async () => {
    placeOutpost([]);
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6].map((provider) =>
        world.engine.create(attachmentType, { outpost: outpostUuid, protocolProvider: provider }),
      ),
    );
    assert.equal(results.length, 6);
    assert.ok((providersOfOutpost() as unknown[]).length < 6, "nothing was lost: the race is not the real one");
  });
});

describe("RbacPermissionRole", () => {
  const role = "99999999-2222-4333-8444-555555555555";
  const inputs = { role, permission: "authentik_core.view_user" };
  const assign = `POST /rbac/permissions/assigned_by_roles/${role}/assign/`;
  const list = (...codenames: string[]) => ({
    status: 200,
    body: {
      pagination: sampleModel("Pagination"),
      autocomplete: {},
      results: codenames.map((codename) => ({ ...sampleModel("Permission"), app_label: "authentik_core", codename })),
    },
  });

  test("is assigned by one call and looked up among the role's permissions", async () => {
    world.recorder.answers.set(assign, { status: 200, body: [{ id: "31" }] });
    world.recorder.answers.set("GET /rbac/permissions/", {
      ...list("add_user", "view_user"),
      body: { ...list("add_user", "view_user").body, pagination: { ...sampleModel("Pagination"), next: 0 } },
    });
    const made = await world.engine.create(permissionType, inputs);
    assert.equal(made.id, "31");
    assert.deepEqual(world.recorder.body("POST", assign.slice(5)), { permissions: ["authentik_core.view_user"] });
    await world.engine.delete(permissionType, made.id, made.state).catch(() => undefined);
    assert.deepEqual(world.recorder.body("PATCH"), { permissions: ["authentik_core.view_user"] });
  });

  test("an absent permission and an import are errors, not removals", async () => {
    world.recorder.answers.set("GET /rbac/permissions/", {
      status: 200,
      body: { ...list("add_user").body, pagination: { ...sampleModel("Pagination"), next: 0 } },
    });
    await assert.rejects(world.engine.read(permissionType, "31", inputs, inputs), /permission not found/);
    await assert.rejects(world.engine.read(permissionType, "31"), /permission not found/);
  });

  test("an answer with two assignments is refused", async () => {
    world.recorder.answers.set(assign, { status: 200, body: [{ id: "31" }, { id: "32" }] });
    await assert.rejects(world.engine.create(permissionType, inputs), /invalid API response/);
  });
});

describe("calls beside the plain four", () => {
  test("a user's password is set once, by its own call right after the create", async () => {
    const type = "authentik:index/user:User";
    const inputs = { username: "ann", name: "Ann", password: "first-password" };
    const before = world.recorder.log.length;
    const made = await world.engine.create(type, inputs);
    assert.deepEqual(world.recorder.log.slice(before), [
      "POST /core/users/",
      `POST /core/users/${made.id}/set_password/`,
      `GET /core/users/${made.id}/`,
    ]);
    assert.deepEqual(world.recorder.body("POST"), { password: "first-password" });
    const between = world.recorder.log.length;
    await world.engine.update(type, made.id, made.state, { ...inputs, password: "second-password" });
    assert.deepEqual(world.recorder.log.slice(between), [`PUT /core/users/${made.id}/`, `GET /core/users/${made.id}/`]);
    assert.ok(!("password" in world.recorder.body("PUT")));
  });

  test("a user whose password is refused stays in the state as half made", async () => {
    const path = "/core/users/77/set_password/";
    const type = "authentik:index/user:User";
    world.recorder.answers.set("POST /core/users/", { status: 201, body: { ...sampleModel("User"), pk: 77 } });
    world.recorder.answers.set(`POST ${path}`, { status: 400, body: { password: ["This password is too common."] } });
    const error = await world.engine.create(type, { username: "bob", password: "hunter2-hunter2" }).catch((e) => e);
    world.recorder.answers.clear();
    assert.match(error.details, /User "one" \(create\): .*password: This password is too common/);
    assert.doesNotMatch(error.details, /hunter2/);
    assert.ok(error.metadata.get("grpc-status-details-bin").length > 0);
  });

  test("a token's key is fetched only when asked for, and is a secret", async () => {
    const type = "authentik:index/token:Token";
    const inputs = { identifier: "ci", user: 7 };
    const without = await world.engine.create(type, inputs);
    assert.ok(!("key" in without.state));
    const made = await world.engine.create(type, { ...inputs, identifier: "ci2", retrieveKey: true });
    assert.ok(world.recorder.log.includes("GET /core/tokens/ci2/view_key/"));
    assert.notEqual(made.state.key, "token-key-value");
    assert.equal(opened(made.state).key, "token-key-value");
  });

  test("an outpost without a configuration takes the server's default settings, and keeps them", async () => {
    const type = "authentik:index/outpost:Outpost";
    const inputs = { name: "edge", protocolProviders: [3] };
    const before = world.recorder.log.length;
    const made = await world.engine.create(type, inputs);
    assert.equal(world.recorder.log[before], "GET /outposts/instances/default_settings/");
    assert.equal(made.state.config, '{"log_level":"info"}');
    const between = world.recorder.log.length;
    await world.engine.update(type, made.id, made.state, { ...inputs, protocolProviders: [3, 4] });
    assert.ok(!world.recorder.log.slice(between).includes("GET /outposts/instances/default_settings/"));
    assert.deepEqual(world.recorder.body("PUT").config, { log_level: "info" });
  });

  test("a group is read without its members' details", async () => {
    const made = await world.engine.create("authentik:index/group:Group", { name: "readers" });
    const read = world.recorder.calls.findLast((call) => call.path === `/core/groups/${made.id}/`);
    assert.match(read?.query ?? "", /include_users=false/);
  });
});
