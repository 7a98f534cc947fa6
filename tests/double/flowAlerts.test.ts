import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { MailServer } from "../support/mailServer";
import { Webhook } from "../support/webhook";
import { FlowWorld, HOST } from "./flowWorld";
import { type Json, results } from "./restWorld";

const LOGIN = `${HOST}/if/flow/default-authentication-flow/`;

describe("notification rules", () => {
  const mailbox = new MailServer();
  const webhook = new Webhook();
  const hooks = webhook.posts;
  let world: FlowWorld;
  let wardens: Json;
  let warden: Json;

  before(async () => {
    await mailbox.start();
    await webhook.start();
    world = await FlowWorld.open({ mail: mailbox.settings() });
    wardens = await world.create("/core/groups/", { name: "wardens" });
    warden = await world.user("warden", { groups: [wardens.pk] });
    await world.user("deputy", { groups: [wardens.pk] });
    await world.user("mia");
  });
  after(async () => {
    await world.close();
    await mailbox.stop();
    await webhook.stop();
  });
  beforeEach(async () => {
    await world.world.work();
    hooks.length = 0;
    mailbox.mails.length = 0;
    webhook.answerWith = 200;
  });

  /** A rule of its own for one action, and what it sends over. */
  async function rule(name: string, action: string | null, transports: Json[], more: Json = {}): Promise<Json> {
    const made = await Promise.all(
      transports.map((transport, at) => world.create("/events/transports/", { name: `${name} ${at}`, ...transport })),
    );
    const body = { name, transports: made.map(({ pk }) => pk), severity: "alert", destination_group: wardens.pk };
    const row = await world.create("/events/rules/", { ...body, ...more });
    if (action !== null) {
      const policy = await world.create("/policies/event_matcher/", { name, action });
      await world.create("/policies/bindings/", { target: row.pk, policy: policy.pk, order: 0 });
    }
    return row;
  }

  const failToLogIn = () => world.browser("198.51.100.9").logIn(LOGIN, "mia", "guess");

  test("tell of a failed login by webhook and by mail, to every member of the group", async () => {
    const row = await rule("failed logins", "login_failed", [
      { mode: "webhook", webhook_url: webhook.url },
      { mode: "email", email_subject_prefix: "[gate] " },
    ]);
    await failToLogIn();
    assert.equal(hooks.length, 0, "the worker sends, not the server");
    await world.world.work();
    assert.deepEqual(
      hooks.map(({ user_username, severity, event_user_username }) => [user_username, severity, event_user_username]),
      [
        ["warden", "alert", "mia"],
        ["deputy", "alert", "mia"],
      ],
    );
    const [first] = hooks;
    assert.deepEqual(Object.keys(first ?? {}).sort(), [
      "body",
      "event_user_email",
      "event_user_username",
      "severity",
      "user_email",
      "user_username",
    ]);
    assert.match(String(first?.body), /^login_failed: /);
    const mails = await mailbox.received(2);
    assert.deepEqual(mails.map(({ to }) => to[0]).sort(), ["deputy@example.com", "warden@example.com"]);
    // The server trims text on write, and with it the blank at the end of the prefix.
    assert.match(mails[0]?.text ?? "", /^Subject: \[gate\]login_failed\r?$/m);
    assert.match(mails[0]?.text ?? "", /event_user_username: mia/);
    assert.doesNotMatch(JSON.stringify([hooks, mails]), /guess/);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("without a policy never fire", async () => {
    const row = await rule("no policy", null, [{ mode: "webhook", webhook_url: webhook.url }]);
    await failToLogIn();
    await world.world.work();
    assert.equal(hooks.length, 0);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("send once where the transport says so, in Slack's form where that is asked for", async () => {
    const transport = { mode: "webhook_slack", webhook_url: webhook.url, send_once: true };
    const row = await rule("once", "login_failed", [transport]);
    await failToLogIn();
    await world.world.work();
    const [message, ...more] = hooks;
    assert.ok(message && more.length === 0);
    const [attachment] = message.attachments as Json[];
    assert.equal(attachment?.title, "login_failed");
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("tell the user of the event where the rule says so", async () => {
    const more = { destination_group: null, destination_event_user: true };
    const row = await rule("own", "login_failed", [{ mode: "email" }], more);
    await failToLogIn();
    await world.world.work();
    assert.deepEqual((await mailbox.received(1))[0]?.to, ["mia@example.com"]);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("try again after a webhook that failed, and record that it did", async () => {
    const row = await rule("again", "login_failed", [{ mode: "webhook", webhook_url: webhook.url, send_once: true }]);
    webhook.answerWith = 500;
    await failToLogIn();
    await world.world.work();
    const [failed] = await world.events("system_task_exception");
    assert.equal(failed?.context.actor, "notification_transport");
    webhook.answerWith = 200;
    world.advance(2);
    await world.world.work();
    assert.equal(hooks.length, 1);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("match the model of a change, and keep local notifications for their user", async () => {
    const row = await rule("changes", null, [{ mode: "local" }]);
    const policy = await world.create("/policies/event_matcher/", {
      name: "groups",
      action: "model_updated",
      model: "authentik_core.group",
    });
    await world.create("/policies/bindings/", { target: row.pk, policy: policy.pk, order: 0 });
    const group = await world.create("/core/groups/", { name: "admins of it all" });
    await world.world.call("PATCH", `/core/users/${String(warden.pk)}/`, { name: "Another Name" });
    await world.world.work();
    assert.equal((await world.world.store.list("notification" as string)).length, 0);
    await world.world.call("PATCH", `/core/groups/${String(group.pk)}/`, { is_superuser: true });
    await world.world.work();
    const kept = await world.world.store.list("notification" as string);
    assert.deepEqual(kept.map(({ user, severity }) => [user, severity]).sort(), [
      [warden.pk, "alert"],
      [Number(warden.pk) + 1, "alert"],
    ]);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("match by a query: the group that somebody was put into, and no other", async () => {
    const row = await rule("admins", null, [{ mode: "webhook", webhook_url: webhook.url, send_once: true }]);
    const policy = await world.create("/policies/event_matcher/", {
      name: "into admins",
      action: "model_updated",
      query: 'context.model.name = "authentik Admins"',
    });
    await world.create("/policies/bindings/", { target: row.pk, policy: policy.pk, order: 0 });
    const [admins] = results(await world.world.call("GET", "/core/groups/?name=authentik%20Admins"));
    for (const group of [wardens, admins]) {
      const path = `/core/groups/${String(group?.pk)}/add_user/`;
      assert.equal((await world.world.call("POST", path, { pk: warden.pk })).status, 204);
      await world.world.work();
    }
    assert.equal(hooks.length, 1);
    const [event] = await world.events("model_updated");
    assert.equal((event?.context.model as Json | undefined)?.model_name, "group");
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("do not set themselves off by a policy of their own that cannot decide", async () => {
    const row = await rule("python", null, [{ mode: "webhook", webhook_url: webhook.url }]);
    const policy = await world.create("/policies/expression/", { name: "python", expression: "return 1 + 1 == 2" });
    await world.create("/policies/bindings/", { target: row.pk, policy: policy.pk, order: 0 });
    await failToLogIn();
    await world.world.work();
    const exceptions = (await world.events("policy_exception")).length;
    assert.ok(exceptions > 0);
    for (let rounds = 0; rounds < 3; rounds += 1) await world.world.work();
    assert.equal((await world.events("policy_exception")).length, exceptions);
    assert.equal(hooks.length, 0);
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });

  test("hear of impersonation, which needs a reason", async () => {
    const row = await rule("impersonation", "impersonation_started", [
      { mode: "webhook", webhook_url: webhook.url, send_once: true },
    ]);
    const path = `/core/users/${String(warden.pk)}/impersonate/`;
    assert.equal((await world.world.call("POST", path, {})).status, 400);
    assert.equal((await world.world.call("POST", path, { reason: "support" })).status, 204);
    await world.world.work();
    assert.equal(hooks[0]?.event_user_username, "akadmin");
    const [event] = await world.events("impersonation_started");
    assert.ok(event);
    assert.equal((event.user.on_behalf_of as Json).username, "warden");
    assert.equal(event.context.reason, "support");
    await world.world.call("DELETE", `/events/rules/${String(row.pk)}/`);
  });
});

describe("the audit log", () => {
  let world: FlowWorld;
  before(async () => {
    world = await FlowWorld.open();
  });
  after(() => world.close());

  test("takes events of an administrator, of known actions only", async () => {
    const body = {
      action: "custom_",
      app: "authentik-sso",
      context: { message: "break-glass opened", route: "grafana" },
    };
    const event = await world.create("/events/events/", { ...body, client_ip: "192.168.1.7" });
    const path = `/events/events/${String(event.pk)}/`;
    assert.equal((await world.world.call("GET", path)).json.client_ip, "192.168.1.7");
    assert.equal((await world.world.call("PATCH", path, { app: "else" })).json.app, "else");
    assert.equal((await world.world.call("DELETE", path)).status, 204);
    for (const [wrong, field] of [
      [{ ...body, action: "custom_break_glass" }, "action"],
      [{ ...body, app: undefined }, "app"],
      [{ ...body, client_ip: "home" }, "client_ip"],
    ] as const) {
      const answer = await world.world.call("POST", "/events/events/", wrong);
      assert.equal(answer.status, 400);
      assert.deepEqual(Object.keys(answer.json), [field]);
    }
  });

  test("filters by action, user, address and application", async () => {
    for (const [action, username, client_ip] of [
      ["login", "mia", "192.0.2.1"],
      ["login_failed", "mia", "192.0.2.2"],
      ["authorize_application", "tom", "192.0.2.1"],
    ]) {
      const context = action === "authorize_application" ? { authorized_application: { pk: "abc" } } : {};
      await world.create("/events/events/", { action, app: "test", user: { username }, client_ip, context });
    }
    const count = async (query: string): Promise<number> =>
      results(await world.world.call("GET", `/events/events/?${query}`)).filter(({ app }) => app === "test").length;
    assert.equal(await count("action=login"), 2, "action takes a part of the name");
    assert.equal(await count("actions=login"), 1);
    assert.equal(await count("actions=login&actions=authorize_application"), 2);
    assert.equal(await count("username=mia"), 2);
    assert.equal(await count("client_ip=192.0.2.1"), 2);
    assert.equal(await count("context_authorized_app=abc"), 1);
  });
});
