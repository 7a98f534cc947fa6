import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Answer, type Json, openWorld, results, type World } from "./restWorld";

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

let counter = 0;

async function post(content: string, context: Json = {}): Promise<Answer> {
  counter += 1;
  return world.call("POST", "/managed/blueprints/", { name: `blueprint ${counter}`, content, context });
}

/** Makes a blueprint, lets the worker do a round, and answers with its status. */
async function applied(content: string): Promise<unknown> {
  const created = await post(content);
  assert.equal(created.status, 201, JSON.stringify(created.json));
  assert.equal(created.json.status, "unknown", "nothing is applied before the worker's next round");
  await world.work();
  return (await world.call("GET", `/managed/blueprints/${String(created.json.pk)}/`)).json.status;
}

const EMBEDDED = `
version: 1
metadata: { name: embedded outpost }
entries:
  - model: authentik_outposts.outpost
    identifiers: { managed: goauthentik.io/outposts/embedded }
    attrs:
      config: { authentik_host: "https://auth.example.com" }
`;

async function embedded(): Promise<Json> {
  const [outpost] = results(await world.call("GET", "/outposts/instances/?managed__icontains=embedded"));
  assert.ok(outpost);
  return outpost;
}

describe("blueprints of the user's own", () => {
  it("set the public address of the embedded outpost by its managed name", async () => {
    assert.equal(await applied(EMBEDDED), "successful");
    assert.equal(((await embedded()).config as Json).authentik_host, "https://auth.example.com");
    assert.equal((await embedded()).name, "authentik Embedded Outpost");
  });

  it("are applied again when asked, and change back what was changed by hand", async () => {
    const created = await post(EMBEDDED);
    await world.work();
    const path = `/outposts/instances/${String((await embedded()).pk)}/`;
    await world.call("PATCH", path, { config: { authentik_host: "https://by-hand.example.com" } });
    const apply = await world.call("POST", `/managed/blueprints/${String(created.json.pk)}/apply/`);
    assert.equal(apply.status, 200);
    await world.work();
    assert.equal(((await embedded()).config as Json).authentik_host, "https://auth.example.com");
  });

  it("understand !KeyOf, !Find, !Context, !Env, !Format and !If", async () => {
    process.env.BLUEPRINT_TEST_NAME = "from the environment";
    const status = await applied(`
version: 1
context: { who: somebody }
entries:
  - model: authentik_core.group
    id: crew
    identifiers: { name: !Env BLUEPRINT_TEST_NAME }
    attrs: { attributes: { who: !Context who, missing: !Context [nothing, fallback] } }
  - model: authentik_core.user
    identifiers: { username: !Format ["%s-%s", blueprint, user] }
    attrs:
      name: !If [!Context who, yes-name, no-name]
      password: "a password from a blueprint"
      groups:
        - !KeyOf crew
        - !Find [authentik_core.group, [name, authentik Admins]]
`);
    assert.equal(status, "successful");
    const [user] = results(await world.call("GET", "/core/users/?username=blueprint-user"));
    assert.equal(user?.name, "yes-name");
    const groups = ((user?.groups_obj ?? []) as Json[]).map(({ name, attributes }) => [name, attributes]);
    assert.deepEqual(new Map(groups as [string, unknown][]).get("from the environment"), {
      who: "somebody",
      missing: "fallback",
    });
    assert.equal(user?.is_superuser, true);
    delete process.env.BLUEPRINT_TEST_NAME;
  });

  it("with state created leave what is there, with state absent delete it", async () => {
    const entry = (state: string, value: string) => `
version: 1
entries:
  - model: authentik_core.group
    state: ${state}
    identifiers: { name: stateful }
    attrs: { attributes: { value: ${value} } }
`;
    const find = async (): Promise<Json | undefined> =>
      results(await world.call("GET", "/core/groups/?name=stateful"))[0];
    await applied(entry("created", "first"));
    await applied(entry("created", "second"));
    assert.deepEqual((await find())?.attributes, { value: "first" });
    await applied(entry("present", "third"));
    assert.deepEqual((await find())?.attributes, { value: "third" });
    await applied(entry("absent", "none"));
    assert.equal(await find(), undefined);
  });

  it("are refused with a reason where they are no blueprint or would fail, and change nothing", async () => {
    const before = results(await world.call("GET", "/core/groups/?page_size=100")).length;
    const bad: [content: string, reason: RegExp][] = [
      ["entries: [", /Failed to validate blueprint/],
      ["just text", /a mapping/],
      ["version: 2\nentries: []", /Invalid blueprint version/],
      ["version: 1\nentries: [{model: authentik_core.nothing, identifiers: {name: x}}]", /authentik_core.nothing/],
      ["version: 1\nentries: [{model: authentik_core.group, attrs: {name: x}}]", /identifiers/],
      ["version: 1\nentries: [{model: authentik_core.group, identifiers: {nme: x}}]", /Invalid identifier field/],
      ["version: 1\nentries: [{model: authentik_core.group, identifiers: {name: !Wrong x}}]", /!Wrong/],
      [
        "version: 1\nentries: [{model: authentik_core.group, identifiers: {name: half}}, {model: authentik_core.user, identifiers: {username: u}, attrs: {name: n, groups: [!KeyOf nobody]}}]",
        /KeyOf/,
      ],
    ];
    for (const [content, reason] of bad) {
      const answer = await post(content);
      assert.equal(answer.status, 400, content);
      assert.match((answer.json.content as string[]).join("\n"), reason);
    }
    assert.equal(results(await world.call("GET", "/core/groups/?page_size=100")).length, before);
  });

  it("end in status error where they were good when stored and fail when applied, all or nothing", async () => {
    const group = (await world.call("POST", "/core/groups/", { name: "needed" })).json;
    const created = await post(`
version: 1
entries:
  - model: authentik_core.group
    identifiers: { name: made by a failing blueprint }
  - model: authentik_core.group
    identifiers: { name: child of the needed }
    attrs: { parents: ["${String(group.pk)}"] }
`);
    assert.equal(created.status, 201, JSON.stringify(created.json));
    await world.call("DELETE", `/core/groups/${String(group.pk)}/`);
    await world.work();
    const after = await world.call("GET", `/managed/blueprints/${String(created.json.pk)}/`);
    assert.equal(after.json.status, "error");
    assert.deepEqual(results(await world.call("GET", "/core/groups/?search=failing")), []);
  });

  it("that are disabled are not applied, and neither path nor content is an error", async () => {
    const body = { name: "off", content: EMBEDDED, enabled: false };
    const created = await world.call("POST", "/managed/blueprints/", body);
    await world.work();
    assert.equal((await world.call("GET", `/managed/blueprints/${String(created.json.pk)}/`)).json.status, "unknown");
    const nothing = await world.call("POST", "/managed/blueprints/", { name: "nothing" });
    assert.deepEqual(nothing.json, { non_field_errors: ["Either path or content must be set."] });
    const path = await world.call("POST", "/managed/blueprints/", { name: "file", path: "no/such.yaml" });
    assert.deepEqual(path.json, { path: ["Blueprint file does not exist"] });
  });
});
