import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { FlowClient, FlowWorld, PASSWORD } from "./flowWorld";
import { type Json, results } from "./restWorld";

const DAY = 86_400;
const LIBRARY = "https://auth.example.com/if/user/";

describe("policies of a flow", () => {
  let world: FlowWorld;
  before(async () => {
    world = await FlowWorld.open();
    for (const name of ["mia", "tom"]) await world.user(name);
  });
  after(() => world.close());

  async function logIn(slug: string, username: string, password: string, address: string): Promise<Json> {
    const client = new FlowClient(world.browser(address), slug);
    const first = await client.get();
    if (first.component !== "ak-stage-identification") return first;
    const second = await client.answer({ uid_field: username });
    return second.component === "ak-stage-password" ? client.answer({ password }) : second;
  }

  test("turn away whoever failed too often: by name at any address, by address with any name", async () => {
    const flow = await world.flow("guarded", "authentication", [
      ["identification", { user_fields: ["username"] }],
      ["deny", { deny_message: "Too many failed logins. Try again later." }],
      ["password", { backends: ["authentik.core.auth.InbuiltBackend"] }],
      ["user_login", {}],
    ]);
    const policy = await world.create("/policies/reputation/", { name: "bad", threshold: -3 });
    const [, deny] = flow.bindings as Json[];
    await world.create("/policies/bindings/", { target: deny?.pk, policy: policy.pk, order: 0 });
    const attacker = "198.51.100.66";
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await logIn("guarded", "mia", "guess", attacker);
      assert.equal(answer.component, "ak-stage-password", `try ${tries}`);
    }
    const denied = await logIn("guarded", "mia", PASSWORD, attacker);
    assert.equal(denied.error_message, "Too many failed logins. Try again later.");
    assert.equal((await logIn("guarded", "mia", PASSWORD, "203.0.113.1")).component, "ak-stage-access-denied");
    assert.equal((await logIn("guarded", "tom", PASSWORD, attacker)).component, "ak-stage-access-denied");
    assert.equal((await logIn("guarded", "tom", PASSWORD, "203.0.113.1")).component, "xak-flow-redirect");
    world.advance(DAY + 1);
    assert.equal((await logIn("guarded", "mia", PASSWORD, attacker)).component, "xak-flow-redirect");
  });

  test("count names that nobody has", async () => {
    const address = "198.51.100.77";
    for (let tries = 0; tries < 3; tries += 1) await logIn("guarded", `nobody-${tries}`, "guess", address);
    assert.equal((await logIn("guarded", "tom", PASSWORD, address)).component, "ak-stage-access-denied");
  });

  test("decide by group with the one expression that is run, and log it", async () => {
    const group = await world.create("/core/groups/", { name: "inner circle" });
    const flow = await world.flow("inner", "authentication", [
      ["identification", { user_fields: ["username"] }],
      ["deny", {}],
      ["password", { backends: ["authentik.core.auth.InbuiltBackend"] }],
      ["user_login", {}],
    ]);
    const expression = '# who is outside\nreturn not ak_is_group_member(request.user, name="inner circle")\n';
    const policy = await world.create("/policies/expression/", {
      name: "outside",
      expression,
      execution_logging: true,
    });
    const [, deny] = flow.bindings as Json[];
    await world.create("/policies/bindings/", { target: deny?.pk, policy: policy.pk, order: 0 });
    assert.equal((await logIn("inner", "tom", PASSWORD, "203.0.113.1")).component, "ak-stage-access-denied");
    await world.user("ida", { groups: [group.pk] });
    assert.equal((await logIn("inner", "ida", PASSWORD, "203.0.113.1")).component, "xak-flow-redirect");
    const logged = await world.events("policy_execution");
    const outcomes = new Map(logged.map(({ user, context }) => [user.username, (context.result as Json).passing]));
    assert.equal(outcomes.get("tom"), true);
    assert.equal(outcomes.get("ida"), false);
  });

  test("that cannot be run refuse, also negated, and say so in the audit log", async () => {
    for (const negate of [false, true]) {
      const slug = `python-${negate}`;
      const flow = await world.flow(slug, "authentication", [["identification", { user_fields: ["username"] }]]);
      const body = { name: slug, expression: "return request.user.username == 'tom'" };
      const policy = await world.create("/policies/expression/", body);
      await world.create("/policies/bindings/", { target: flow.pk, policy: policy.pk, order: 0, negate });
      const client = new FlowClient(world.browser(), slug, "");
      assert.equal((await client.get()).error_message, "Flow does not apply to current user.");
      const [event] = await world.events("policy_exception");
      assert.match(String(event?.context.message), /this expression is not run/);
      assert.equal(event?.context.policy_uuid, String(policy.pk).replaceAll("-", ""));
    }
  });

  test("of a password refuse what is easy to guess, and what cannot be judged", async () => {
    for (const [slug, check, wrong, reason] of [
      ["guessable", { check_zxcvbn: true }, "mia example 1", /./],
      ["leaked", { check_have_i_been_pwned: true }, "x 1 Y !", /check_have_i_been_pwned is not stood in for/],
    ] as const) {
      const body = { name: slug, error_message: "weak", length_min: 4, ...check };
      const policy = await world.create("/policies/password/", body);
      await world.flow(slug, "stage_configuration", [
        ["identification", { user_fields: ["username"] }],
        ["prompt/stages", { fields: await world.passwordFields(), validation_policies: [policy.pk] }],
      ]);
      const client = new FlowClient(world.browser(), slug);
      await client.get();
      await client.answer({ uid_field: "mia" });
      const answer = await client.answer({ password: wrong, password_repeat: wrong });
      assert.equal(answer.component, "ak-stage-prompt");
      assert.match(JSON.stringify(answer.response_errors), reason);
      const strong = "correct horse battery staple 7";
      const after = await client.answer({ password: strong, password_repeat: strong });
      assert.equal(after.component, slug === "leaked" ? "ak-stage-prompt" : "xak-flow-redirect");
    }
  });

  test("bound to a flow shut it to an address, and lead nowhere where the flow says only to tell", async () => {
    const body = { name: "shut", slug: "shut", title: "shut", designation: "authentication", denied_action: "message" };
    const flow = await world.create("/flows/instances/", body);
    const stage = await world.create("/stages/identification/", { name: "shut", user_fields: ["username"] });
    await world.create("/flows/bindings/", { target: flow.pk, stage: stage.pk, order: 0 });
    const policy = await world.create("/policies/reputation/", { name: "by ip", threshold: -2, check_username: false });
    await world.create("/policies/bindings/", { target: flow.pk, policy: policy.pk, order: 0, negate: true });
    const address = "198.51.100.88";
    for (const name of ["who-1", "who-2"]) await logIn("shut", name, "guess", address);
    const client = new FlowClient(world.browser(address), "shut");
    assert.equal((await client.get()).component, "ak-stage-access-denied");
    assert.equal((await new FlowClient(world.browser(), "shut").get()).component, "ak-stage-identification");
    // By default such a flow leads on to where the visitor wanted to go, which leads back here.
    await world.world.call("PATCH", "/flows/instances/shut/", { denied_action: "message_continue" });
    const back = await new FlowClient(world.browser(address), "shut").get();
    assert.deepEqual(back, { component: "xak-flow-redirect", to: "/if/user/" });
  });
});

describe("sessions", () => {
  let world: FlowWorld;
  before(async () => {
    world = await FlowWorld.open();
    await world.flow("day", "authentication", [
      ["identification", { user_fields: ["username"] }],
      ["password", { backends: ["authentik.core.auth.InbuiltBackend"] }],
      ["user_login", { session_duration: "hours=24", remember_me_offset: "days=29" }],
    ]);
    await world.flow("alone", "authentication", [
      ["identification", { user_fields: ["username"] }],
      ["password", { backends: ["authentik.core.auth.InbuiltBackend"] }],
      ["user_login", { terminate_other_sessions: true }],
    ]);
    for (const name of ["mia", "tom"]) await world.user(name);
  });
  after(() => world.close());

  async function logIn(username: string, remember?: boolean, slug = "day"): Promise<FlowClient> {
    const client = new FlowClient(world.browser("203.0.113.5"), slug);
    await client.get();
    await client.answer({ uid_field: username });
    const third = await client.answer({ password: PASSWORD });
    if (remember === undefined) return client;
    assert.equal(third.component, "ak-stage-user-login");
    assert.equal((await client.answer({ remember_me: remember })).component, "xak-flow-redirect");
    return client;
  }
  const isIn = async ({ browser }: FlowClient): Promise<boolean> => (await browser.get(LIBRARY)).status === 200;
  const sessions = async (query = ""): Promise<Json[]> =>
    results(await world.world.call("GET", `/core/authenticated_sessions/${query}`));

  test("last as long as the stage says, and longer for whoever stays signed in", async () => {
    const short = await logIn("mia", false);
    const long = await logIn("mia", true);
    world.advance(DAY - 60);
    assert.deepEqual([await isIn(short), await isIn(long)], [true, true]);
    world.advance(120);
    assert.deepEqual([await isIn(short), await isIn(long)], [false, true]);
    world.advance(29 * DAY);
    assert.equal(await isIn(long), false);
  });

  test("are listed by the API and end at once when one is deleted there", async () => {
    const client = await logIn("tom", false);
    await logIn("mia", false);
    const [session, ...more] = await sessions("?user__username=tom");
    assert.ok(session);
    assert.equal(more.length, 0);
    assert.equal(session.last_ip, "203.0.113.5");
    assert.equal(session.current, false);
    assert.ok(Date.parse(String(session.expires)) > world.now.getTime());
    const path = `/core/authenticated_sessions/${String(session.uuid)}/`;
    assert.equal((await world.world.call("DELETE", path)).status, 204);
    assert.equal((await world.world.call("GET", path)).status, 404);
    assert.equal(await isIn(client), false);
  });

  test("end when the user is deactivated", async () => {
    const client = await logIn("tom", false);
    const [user] = results(await world.world.call("GET", "/core/users/?username=tom"));
    await world.world.call("PATCH", `/core/users/${String(user?.pk)}/`, { is_active: false });
    assert.equal((await sessions("?user__username=tom")).length, 0);
    await world.world.call("PATCH", `/core/users/${String(user?.pk)}/`, { is_active: true });
    assert.equal(await isIn(client), false, "an old session does not come back");
  });

  test("end at a login elsewhere where the stage says so", async () => {
    const first = await logIn("mia", false);
    const second = await logIn("mia", undefined, "alone");
    assert.deepEqual([await isIn(first), await isIn(second)], [false, true]);
  });
});

describe("access to an application", () => {
  let world: FlowWorld;
  let application: Json;
  let group: Json;
  before(async () => {
    world = await FlowWorld.open();
    const [login] = results(await world.world.call("GET", "/flows/instances/?designation=authorization"));
    const [logout] = results(await world.world.call("GET", "/flows/instances/?designation=invalidation"));
    const provider = await world.create("/providers/proxy/", {
      name: "Grafana",
      authorization_flow: login?.pk,
      invalidation_flow: logout?.pk,
      mode: "forward_single",
      external_host: "https://grafana.example.com",
    });
    application = await world.create("/core/applications/", {
      name: "Grafana",
      slug: "grafana",
      provider: provider.pk,
    });
    const [outpost] = results(await world.world.call("GET", "/outposts/instances/"));
    const config = { ...(outpost?.config as Json), authentik_host: "https://auth.example.com" };
    await world.world.call("PATCH", `/outposts/instances/${String(outpost?.pk)}/`, {
      providers: [provider.pk],
      config,
    });
    group = await world.create("/core/groups/", { name: "metrics" });
    await world.user("mia");
  });
  after(() => world.close());

  async function visit(): Promise<{ from: string; body: string }> {
    const browser = world.browser();
    const form = await browser.open("https://grafana.example.com/");
    return browser.logIn(form.url, "mia", PASSWORD);
  }

  test("by a group alone leaves no event of the refusal, as in authentik", async () => {
    const binding = await world.create("/policies/bindings/", { target: application.pk, group: group.pk, order: 0 });
    assert.match((await visit()).body, /Permission denied/);
    assert.equal((await world.events("policy_execution")).length, 0);
    assert.equal((await world.events("authorize_application")).length, 0);
    await world.world.call("DELETE", `/policies/bindings/${String(binding.pk)}/`);
  });

  test("by a policy that is logged says who was refused what", async () => {
    const policy = await world.create("/policies/expression/", {
      name: "metrics only",
      expression: 'return ak_is_group_member(request.user, name="metrics")',
      execution_logging: true,
    });
    await world.create("/policies/bindings/", { target: application.pk, policy: policy.pk, order: 0 });
    assert.match((await visit()).body, /Permission denied/);
    const [refused] = await world.events("policy_execution", "&username=mia");
    assert.equal((refused?.context.result as Json | undefined)?.passing, false);
    const asked = refused?.context.request as Json | undefined;
    assert.equal((asked?.obj as Json | undefined)?.name, "Grafana");
    assert.equal(refused?.client_ip, "203.0.113.7");

    const [mia] = results(await world.world.call("GET", "/core/users/?username=mia"));
    await world.world.call("POST", `/core/groups/${String(group.pk)}/add_user/`, { pk: mia?.pk });
    assert.equal((await visit()).from, "app");
  });

  test("that is over takes effect at the next authorize; the outpost's session goes on until it ends", async () => {
    const browser = world.browser();
    const form = await browser.open("https://grafana.example.com/");
    assert.equal((await browser.logIn(form.url, "mia", PASSWORD)).from, "app");
    const [mia] = results(await world.world.call("GET", "/core/users/?username=mia"));
    await world.world.call("POST", `/core/groups/${String(group.pk)}/remove_user/`, { pk: mia?.pk });
    assert.equal((await browser.get("https://grafana.example.com/")).from, "app");
    assert.match((await visit()).body, /Permission denied/);

    const [session] = results(await world.world.call("GET", "/core/authenticated_sessions/?user__username=mia"));
    assert.ok(session);
    for (const { uuid } of results(await world.world.call("GET", "/core/authenticated_sessions/"))) {
      await world.world.call("DELETE", `/core/authenticated_sessions/${String(uuid)}/`);
    }
    assert.equal((await browser.get("https://grafana.example.com/")).status, 302, "with the login it ends at once");
  });
});
