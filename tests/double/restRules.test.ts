import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createSample, sampleBody } from "./restSamples";
import { type Json, openWorld, results, type World } from "./restWorld";

/** What the server itself decides, beyond the shape of requests and answers. */

let world: World;
before(async () => {
  world = await openWorld({ writeDelayMs: 15 });
});
after(() => world.close());

async function proxy(changes: Json = {}): Promise<Json> {
  const body = { ...(await sampleBody(world, "provider_proxy", "required")), ...changes };
  const answer = await world.call("POST", "/providers/proxy/", body);
  assert.equal(answer.status, 201, JSON.stringify(answer.json));
  return answer.json;
}

async function embedded(): Promise<Json> {
  const path = "/outposts/instances/?managed__iexact=goauthentik.io/outposts/embedded";
  const [outpost] = results(await world.call("GET", path));
  assert.ok(outpost);
  return outpost;
}

describe("proxy providers", () => {
  it("get the server's defaults for what is left out", async () => {
    const provider = await proxy();
    assert.equal(provider.internal_host_ssl_validation, true);
    assert.equal(provider.intercept_header_auth, true);
    assert.match(String(provider.client_id), /^[A-Za-z0-9]{40}$/);
  });

  it("get the two redirect addresses of the outpost from the external host, again after it changes", async () => {
    const provider = await proxy({ external_host: "https://auth.example.com" });
    const urls = (row: Json): unknown[] => (row.redirect_uris as Json[]).map(({ url }) => url);
    assert.deepEqual(urls(provider), [
      "https://auth.example.com/outpost.goauthentik.io/callback?X-authentik-auth-callback=true",
      "https://auth.example.com?X-authentik-auth-callback=true",
    ]);
    const changes = { external_host: "https://login.example.com", mode: "forward_domain" };
    const changed = await world.call("PATCH", `/providers/proxy/${String(provider.pk)}/`, changes);
    assert.match(String(urls(changed.json)[0]), /^https:\/\/login\.example\.com\/outpost/);
    assert.equal(changed.json.client_id, provider.client_id);
  });

  it("always have the four scopes that the outpost asks for", async () => {
    const provider = await proxy({ property_mappings: [] });
    assert.equal((provider.property_mappings as unknown[]).length, 4);
  });

  it("in proxy mode need an internal host", async () => {
    const body = { ...(await sampleBody(world, "provider_proxy", "required")), mode: "proxy" };
    const answer = await world.call("POST", "/providers/proxy/", body);
    assert.equal(answer.status, 400);
    assert.deepEqual(Object.keys(answer.json), ["internal_host"]);
  });

  it("with basic authentication need both attributes", async () => {
    const body = { ...(await sampleBody(world, "provider_proxy", "required")), basic_auth_enabled: true };
    assert.deepEqual(Object.keys((await world.call("POST", "/providers/proxy/", body)).json), ["basic_auth_enabled"]);
  });

  it("name a flow that does not exist as the server does", async () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    const body = { ...(await sampleBody(world, "provider_proxy", "required")), authorization_flow: missing };
    const answer = await world.call("POST", "/providers/proxy/", body);
    assert.deepEqual(answer.json, { authorization_flow: [`Invalid pk "${missing}" - object does not exist.`] });
  });
});

describe("outposts", () => {
  it("the embedded one cannot be made anew: neither its name nor its managed name is free", async () => {
    const provider = await proxy();
    const body = { type: "proxy", providers: [provider.pk], config: {} };
    const byName = await world.call("POST", "/outposts/instances/", { ...body, name: "authentik Embedded Outpost" });
    assert.deepEqual(byName.json, { name: ["outpost with this name already exists."] });
    const managed = "goauthentik.io/outposts/embedded";
    const byManaged = await world.call("POST", "/outposts/instances/", { ...body, name: "mine", managed });
    assert.deepEqual(byManaged.json, { managed: ["outpost with this managed already exists."] });
  });

  it("the embedded one keeps its name", async () => {
    const { pk } = await embedded();
    const answer = await world.call("PATCH", `/outposts/instances/${String(pk)}/`, { name: "other" });
    assert.deepEqual(answer.json, { name: ["Embedded outpost's name cannot be changed"] });
  });

  it("of the user's own need a provider, of the right type, and settings of the right types", async () => {
    const body = { name: "own", type: "proxy", config: {} };
    const none = await world.call("POST", "/outposts/instances/", { ...body, providers: [] });
    assert.deepEqual(none.json, { providers: ["This list may not be empty."] });
    const oauth = await createSample(world, "provider_oauth2");
    const wrong = await world.call("POST", "/outposts/instances/", { ...body, providers: [oauth.pk] });
    assert.match(String((wrong.json.providers as string[])[0]), /can't be used with OAuth2Provider providers/);
    const { pk } = await proxy();
    const config = { authentik_host: 1 };
    const typed = await world.call("POST", "/outposts/instances/", { ...body, providers: [pk], config });
    assert.match(String((typed.json.config as string[])[0]), /^Failed to validate config: .*authentik_host/);
  });

  it("have a service account whose token the administrator can read, and lose both when deleted", async () => {
    const outpost = await createSample(world, "outpost");
    const key = await world.call("GET", `/core/tokens/${String(outpost.token_identifier)}/view_key/`);
    assert.equal(key.status, 200);
    const user = `ak-outpost-${String(outpost.pk).replaceAll("-", "")}`;
    const find = (): Promise<Json[]> => world.call("GET", `/core/users/?username=${user}`).then(results);
    assert.equal((await find()).length, 1);
    await world.call("DELETE", `/outposts/instances/${String(outpost.pk)}/`);
    assert.equal((await find()).length, 0);
    assert.equal((await world.call("GET", `/core/tokens/${String(outpost.token_identifier)}/`)).status, 404);
  });

  it("replace their list of providers, so that attachments made at the same time are lost", async () => {
    const { pk } = await embedded();
    const path = `/outposts/instances/${String(pk)}/`;
    const providers = await Promise.all([proxy(), proxy(), proxy(), proxy(), proxy(), proxy()]);
    // What the provider's attachment does: read, add one, write.
    const attach = async (provider: Json): Promise<void> => {
      const before = (await world.call("GET", path)).json.providers as unknown[];
      const answer = await world.call("PATCH", path, { providers: [...before, provider.pk] });
      assert.equal(answer.status, 200);
    };
    await Promise.all(providers.map(attach));
    assert.equal(((await world.call("GET", path)).json.providers as unknown[]).length, 1, "six at once leave one");
    await world.call("PATCH", path, { providers: [] });
    for (const provider of providers) await attach(provider);
    assert.equal(
      ((await world.call("GET", path)).json.providers as unknown[]).length,
      6,
      "one after the other all stay",
    );
  });
});

describe("references", () => {
  it("deleting a provider takes it out of application and outpost, deleting an application its bindings", async () => {
    const outpost = await createSample(world, "outpost");
    const provider = (outpost.providers as unknown[])[0];
    const extra = await proxy();
    const path = `/outposts/instances/${String(outpost.pk)}/`;
    await world.call("PATCH", path, { providers: [provider, extra.pk] });
    const application = { name: "gone", slug: "gone", provider: extra.pk };
    const { pk: target } = (await world.call("POST", "/core/applications/", application)).json;
    const [group] = results(await world.call("GET", "/core/groups/"));
    const binding = await world.call("POST", "/policies/bindings/", { target, group: group?.pk, order: 0 });
    await world.call("DELETE", `/providers/proxy/${String(extra.pk)}/`);
    assert.deepEqual((await world.call("GET", path)).json.providers, [provider]);
    assert.equal((await world.call("GET", "/core/applications/gone/")).json.provider, null);
    await world.call("DELETE", "/core/applications/gone/");
    assert.equal((await world.call("GET", `/policies/bindings/${String(binding.json.pk)}/`)).status, 404);
  });

  it("an application shows its provider and the provider its application; two cannot share one", async () => {
    const provider = await proxy();
    const made = await world.call("POST", "/core/applications/", { name: "A", slug: "a-one", provider: provider.pk });
    assert.equal((made.json.provider_obj as Json).name, provider.name);
    assert.equal(made.json.launch_url, provider.external_host);
    const read = await world.call("GET", `/providers/proxy/${String(provider.pk)}/`);
    assert.equal(read.json.assigned_application_slug, "a-one");
    const second = await world.call("POST", "/core/applications/", { name: "B", slug: "b", provider: provider.pk });
    assert.deepEqual(second.json, { provider: ["Application with this provider already exists."] });
  });

  it("a binding binds exactly one thing", async () => {
    const application = await createSample(world, "application");
    const [group] = results(await world.call("GET", "/core/groups/"));
    const base = { target: application.pk, order: 1 };
    const none = await world.call("POST", "/policies/bindings/", base);
    assert.deepEqual(none.json, { non_field_errors: ["One of 'policy', 'user', 'group' must be set."] });
    const two = await world.call("POST", "/policies/bindings/", { ...base, group: group?.pk, user: 1 });
    assert.deepEqual(two.json, { non_field_errors: ["Only one of 'policy', 'user', 'group' can be set."] });
  });

  it("membership is the same from both sides", async () => {
    const user = (await world.call("POST", "/core/users/", { username: "member", name: "" })).json;
    const group = await world.call("POST", "/core/groups/", { name: "crew", users: [user.pk] });
    assert.deepEqual(group.json.users, [user.pk]);
    const path = `/core/users/${String(user.pk)}/`;
    assert.deepEqual((await world.call("GET", path)).json.groups, [group.json.pk]);
    await world.call("PATCH", path, { groups: [] });
    assert.deepEqual((await world.call("GET", `/core/groups/${String(group.json.pk)}/`)).json.users, []);
  });
});

describe("slugs and identifiers", () => {
  it("can change in place: the old path is gone, the object keeps its pk", async () => {
    const application = await createSample(world, "application");
    const path = `/core/applications/${String(application.slug)}/`;
    const changed = await world.call("PUT", path, { name: "renamed", slug: "renamed" });
    assert.equal(changed.json.pk, application.pk);
    assert.equal((await world.call("GET", path)).status, 404);
    assert.equal((await world.call("GET", "/core/applications/renamed/")).status, 200);
  });

  it("of the OAuth2 endpoints cannot be an application's", async () => {
    const answer = await world.call("POST", "/core/applications/", { name: "x", slug: "authorize" });
    assert.match(String((answer.json.slug as string[])[0]), /is reserved/);
  });
});

describe("roles", () => {
  it("are given permissions, show them, and lose them", async () => {
    const role = await createSample(world, "rbac_role");
    const base = "/rbac/permissions/assigned_by_roles";
    const permissions = ["authentik_core.view_user"];
    const assigned = await world.call("POST", `${base}/${String(role.pk)}/assign/`, { permissions });
    const [first] = assigned.json as unknown as Json[];
    assert.match(String(first?.id), /^\d+$/);
    const list = `/rbac/permissions/?role=${String(role.pk)}&page=1&page_size=50`;
    const [shown] = results(await world.call("GET", list));
    assert.equal(`${String(shown?.app_label)}.${String(shown?.codename)}`, permissions[0]);
    const onObject = { permissions, model: "authentik_core.user", object_pk: "1" };
    const second = await world.call("POST", `${base}/${String(role.pk)}/assign/`, onObject);
    const objects = `/rbac/permissions/roles/?uuid=${String(role.pk)}&page=1&page_size=50`;
    const [object] = results(await world.call("GET", objects));
    assert.equal(String(object?.id), String((second.json as unknown as Json[])[0]?.id));
    assert.equal((await world.call("PATCH", `${base}/${String(role.pk)}/unassign/`, { permissions })).status, 204);
    assert.deepEqual(results(await world.call("GET", list)), []);
    assert.equal(results(await world.call("GET", objects)).length, 1);
  });

  it("of another role are not shown", async () => {
    const [one, other] = [await createSample(world, "rbac_role"), await createSample(world, "rbac_role")];
    const permissions = ["authentik_core.view_group"];
    await world.call("POST", `/rbac/permissions/assigned_by_roles/${String(one?.pk)}/assign/`, { permissions });
    assert.deepEqual(results(await world.call("GET", `/rbac/permissions/?role=${String(other?.pk)}`)), []);
  });
});

describe("events", () => {
  it("tell who created, changed and deleted an object, newest first, and are found by its id with or without dashes", async () => {
    const group = (await world.call("POST", "/core/groups/", { name: "watched" })).json;
    await world.call("PATCH", `/core/groups/${String(group.pk)}/`, { name: "watched too" });
    await world.call("DELETE", `/core/groups/${String(group.pk)}/`);
    for (const pk of [String(group.pk), String(group.pk).replaceAll("-", "")]) {
      const events = results(await world.call("GET", `/events/events/?context_model_pk=${pk}`));
      assert.deepEqual(
        events.map(({ action }) => action),
        ["model_deleted", "model_updated", "model_created"],
      );
      assert.equal(((events[0]?.user ?? {}) as Json).username, "akadmin");
      assert.equal((((events[0]?.context ?? {}) as Json).model as Json).model_name, "group");
    }
  });

  it("filter by action, by several actions, and by user", async () => {
    await createSample(world, "group");
    const actions = async (query: string): Promise<Set<unknown>> =>
      new Set(results(await world.call("GET", `/events/events/?page_size=100&${query}`)).map(({ action }) => action));
    assert.deepEqual(await actions("action=model_created"), new Set(["model_created"]));
    assert.deepEqual(
      await actions("actions=model_created&actions=secret_view"),
      new Set(["model_created", "secret_view"]),
    );
    assert.deepEqual(await actions("username=nobody"), new Set());
  });

  it("record that a token's key was read, without the key", async () => {
    const token = await createSample(world, "token");
    const { key } = (await world.call("GET", `/core/tokens/${String(token.identifier)}/view_key/`)).json;
    const events = await world.call("GET", "/events/events/?action=secret_view");
    assert.ok(results(events).length > 0);
    assert.doesNotMatch(JSON.stringify(events.json), new RegExp(String(key)));
  });
});
