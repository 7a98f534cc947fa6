import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { linkIn, MailServer, type ReceivedMail } from "../support/mailServer";
import { FlowClient, FlowWorld, HOST, PASSWORD } from "./flowWorld";
import type { Json } from "./restWorld";

const NEW_PASSWORD = "A new pass phrase 7";
const LOGIN = `${HOST}/if/flow/default-authentication-flow/`;

describe("a recovery flow made over the API", () => {
  const mailbox = new MailServer({ login: { user: "gate", password: "smtp-key" } });
  let world: FlowWorld;
  before(async () => {
    await mailbox.start();
    world = await FlowWorld.open({ mail: mailbox.settings({ username: "gate", password: "smtp-key" }) });
    const policy = await world.create("/policies/password/", {
      name: "long enough",
      length_min: 12,
      amount_digits: 1,
      error_message: "Too short, or without a digit.",
    });
    const flow = await world.flow("forgotten", "recovery", [
      ["identification", { user_fields: ["email", "username"] }],
      ["email", { use_global_settings: true, subject: "A new password", token_expiry: "minutes=30" }],
      ["prompt/stages", { fields: await world.passwordFields(), validation_policies: [policy.pk] }],
      ["user_write", { user_creation_mode: "never_create" }],
      ["user_login", { session_duration: "hours=24" }],
    ]);
    await world.create("/core/brands/", {
      domain: "auth.example.com",
      branding_title: "Our Home",
      branding_logo: "/media/home.svg",
      branding_default_flow_background: "/media/hills.jpg",
      flow_recovery: flow.pk,
    });
    await world.user("mia");
  });
  after(async () => {
    await world.close();
    await mailbox.stop();
  });

  /** Asks for a link and waits for the mail. */
  async function askFor(name: string): Promise<ReceivedMail> {
    const client = new FlowClient(world.browser(), "forgotten");
    await client.get();
    assert.equal((await client.answer({ uid_field: name })).component, "ak-stage-email");
    const count = mailbox.mails.length;
    await world.world.work();
    const mail = (await mailbox.received(count + 1))[count];
    assert.ok(mail);
    return mail;
  }

  test("shows on the login page of its brand's host, with title, logo and background", async () => {
    const page = await world.browser().get(LOGIN);
    assert.match(page.body, /<a href="\/if\/flow\/forgotten\/">Forgot/);
    assert.match(page.body, /- Our Home<\/title>/);
    assert.match(page.body, /<img src="\/media\/home\.svg"/);
    assert.match(page.body, /\/media\/hills\.jpg/);
    const other = await world.world.app.inject({
      url: "/if/flow/default-authentication-flow/",
      headers: { host: "other.example.org" },
    });
    assert.equal(other.statusCode, 200);
    assert.doesNotMatch(other.body, /Forgot|Our Home/);
  });

  test("names the recovery page with the password, as authentik does for a brand", async () => {
    const client = new FlowClient(world.browser(), "default-authentication-flow");
    const first = await client.get();
    assert.equal(first.recovery_url, undefined);
    const second = await client.answer({ uid_field: "mia" });
    assert.equal(second.recovery_url, `${HOST}/if/flow/forgotten/`);
  });

  test("sends a link by the worker, with the login of the mail server, and records it", async () => {
    const mail = await askFor("mia");
    assert.deepEqual(mail.to, ["mia@example.com"]);
    assert.equal(mail.from, "gate@example.com");
    assert.equal(mail.user, "gate");
    assert.match(mail.text, /^Subject: A new password$/m);
    assert.match(linkIn(mail), /^https:\/\/auth\.example\.com\/if\/flow\/forgotten\/\?next=.*flow_token=[\w-]{60}$/);
    const [sent] = await world.events("email_sent");
    assert.deepEqual(sent?.context.to_email, ["mia@example.com"]);
  });

  test("sets the new password in any browser, by a link that works once", async () => {
    const link = linkIn(await askFor("mia@example.com"));
    const browser = world.browser();
    const form = await browser.get(link);
    assert.match(form.body, /name="password_repeat" type="password"/);

    const short = await browser.submit(link, { password: "short", password_repeat: "short" });
    assert.match(short.body, /role="alert"[^>]*>Too short, or without a digit\./);
    const different = await browser.submit(link, { password: NEW_PASSWORD, password_repeat: "something else 1" });
    assert.match(different.body, /Passwords don&#39;t match\./);
    const done = await browser.submit(link, { password: NEW_PASSWORD, password_repeat: NEW_PASSWORD });
    assert.equal(done.status, 302);
    assert.match((await browser.get(`${HOST}/if/user/`)).body, /Logged in as mia/);

    assert.match((await world.browser().logIn(LOGIN, "mia", PASSWORD)).body, /Invalid password/);
    assert.match((await world.browser().logIn(LOGIN, "mia", NEW_PASSWORD)).body, /Logged in as mia/);
    assert.doesNotMatch((await world.browser().get(link)).body, /password_repeat/);
  });

  test("records the new password and what was written, and neither password nor token in the events of the page", async () => {
    assert.equal((await world.events("password_set", "&username=mia")).length, 1);
    const [written] = await world.events("user_write");
    assert.equal(written?.user.username, "mia");
    assert.equal(written?.context.password, "********************");
    const all = JSON.stringify([written, await world.events("login")]);
    assert.doesNotMatch(all, /pass phrase|flow_token/);
  });

  test("takes no link after its time", async () => {
    const link = linkIn(await askFor("mia"));
    world.advance(31 * 60);
    assert.doesNotMatch((await world.browser().get(link)).body, /password_repeat/);
  });

  test("sends nothing to a name that nobody has, and looks the same", async () => {
    const client = new FlowClient(world.browser(), "forgotten");
    await client.get();
    assert.equal((await client.answer({ uid_field: "nobody" })).component, "ak-stage-email");
    const count = mailbox.mails.length;
    await world.world.work();
    assert.equal(mailbox.mails.length, count);
  });

  test("sends at most five mails to a user within five minutes", async () => {
    await world.user("tom");
    const client = new FlowClient(world.browser(), "forgotten");
    await client.get();
    let last: Json = await client.answer({ uid_field: "tom" });
    for (let more = 0; more < 4; more += 1) last = await client.answer({});
    assert.match(JSON.stringify(last.response_errors), /email-sent/);
    last = await client.answer({});
    assert.match(JSON.stringify(last.response_errors), /Too many account verification attempts/);
    const before = mailbox.mails.length;
    await world.world.work();
    assert.equal((await mailbox.received(before + 5)).length, before + 5);
  });
});

test("a mail that cannot be sent is recorded and sent once the server answers", async () => {
  const mailbox = new MailServer();
  await mailbox.start();
  const settings = mailbox.settings();
  const world = await FlowWorld.open({ mail: { ...settings, port: 1 } });
  try {
    await world.user("mia");
    await world.flow("forgotten", "recovery", [
      ["identification", { user_fields: ["username"] }],
      ["email", { use_global_settings: true }],
    ]);
    const client = new FlowClient(world.browser(), "forgotten");
    await client.get();
    await client.answer({ uid_field: "mia" });
    await world.world.work();
    const [failed] = await world.events("system_task_exception");
    assert.equal(failed?.context.message, "Task send_mail encountered an error");

    world.world.context.config.mail = settings;
    await world.world.work();
    assert.equal(mailbox.mails.length, 0, "it waits before it tries again");
    world.advance(2);
    await world.world.work();
    assert.equal((await mailbox.received(1)).length, 1);
  } finally {
    await world.close();
    await mailbox.stop();
  }
});

test("a mail server without STARTTLS gets nothing where STARTTLS is asked for", async () => {
  const mailbox = new MailServer();
  await mailbox.start();
  const world = await FlowWorld.open({ mail: mailbox.settings({ useTls: true }) });
  try {
    await world.user("mia");
    await world.flow("forgotten", "recovery", [
      ["identification", { user_fields: ["username"] }],
      ["email", { use_global_settings: true }],
    ]);
    const client = new FlowClient(world.browser(), "forgotten");
    await client.get();
    await client.answer({ uid_field: "mia" });
    await world.world.work();
    assert.equal((await world.events("system_task_exception")).length, 1);
    assert.equal(mailbox.mails.length, 0);
  } finally {
    await world.close();
    await mailbox.stop();
  }
});
