import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Browser, header, location, type Page } from "./loginBrowser";
import { LoginWorld, PASSWORDS } from "./loginWorld";

const QUERY = encodeURIComponent("next=/if/user/");
const EXECUTOR = `https://auth.example.com/api/v3/flows/executor/default-authentication-flow/?query=${QUERY}`;

function json(page: Page): { [field: string]: unknown } {
  assert.equal(page.status, 200);
  assert.match(header(page, "Content-Type") ?? "", /^application\/json/);
  return JSON.parse(page.body) as { [field: string]: unknown };
}

describe("the flow executor", () => {
  let world: LoginWorld;
  let browser: Browser;
  before(async () => {
    world = new LoginWorld();
    await world.start();
  });
  after(() => world.stop());
  beforeEach(() => {
    browser = new Browser(world.port);
  });

  /** Answers a challenge and asks for the next one, as a client that follows redirects does. */
  async function answer(value: { [field: string]: string }): Promise<{ [field: string]: unknown }> {
    const page = await browser.postJson(EXECUTOR, value);
    return json(page.status === 302 ? await browser.get(location(page) ?? "") : page);
  }

  test("asks for the name, then for the password, then leads on", async () => {
    const first = json(await browser.get(EXECUTOR));
    assert.equal(first.component, "ak-stage-identification");
    assert.deepEqual(first.user_fields, ["email", "username"]);
    const second = await answer({ component: "ak-stage-identification", uid_field: "alice" });
    assert.equal(second.component, "ak-stage-password");
    assert.equal(second.pending_user, "alice");
    const third = await answer({ component: "ak-stage-password", password: PASSWORDS.alice });
    assert.deepEqual(third, { component: "xak-flow-redirect", to: "/if/user/" });
    assert.match((await browser.get("https://auth.example.com/if/user/")).body, /Logged in as alice/);
  });

  test("answers an accepted name with a redirect to itself", async () => {
    await browser.get(EXECUTOR);
    const page = await browser.postJson(EXECUTOR, { uid_field: "alice" });
    assert.equal(page.status, 302);
    assert.equal(location(page), EXECUTOR);
  });

  test("answers a wrong password with the challenge again and the error", async () => {
    await browser.get(EXECUTOR);
    await answer({ uid_field: "alice" });
    const again = await answer({ password: "guess" });
    assert.equal(again.component, "ak-stage-password");
    assert.deepEqual(again.response_errors, { password: [{ string: "Invalid password", code: "invalid" }] });
  });

  test("gives up after five wrong passwords", async () => {
    await browser.get(EXECUTOR);
    await answer({ uid_field: "alice" });
    for (let tries = 1; tries < 5; tries += 1) await answer({ password: `guess ${tries}` });
    const last = await answer({ password: "guess 5" });
    assert.equal(last.component, "ak-stage-access-denied");
    const anew = json(await browser.get(EXECUTOR));
    assert.equal(anew.component, "ak-stage-identification");
  });

  test("leads to no other host", async () => {
    for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]) {
      const query = encodeURIComponent(`next=${encodeURIComponent(next)}`);
      const url = `https://auth.example.com/api/v3/flows/executor/default-authentication-flow/?query=${query}`;
      const fresh = new Browser(world.port);
      await fresh.get(url);
      await fresh.postJson(url, { uid_field: "alice" });
      const accepted = await fresh.postJson(url, { password: PASSWORDS.alice });
      const end = json(await fresh.get(location(accepted) ?? ""));
      assert.equal(end.component, "ak-stage-access-denied", next);
      assert.equal(end.error_message, "Invalid next URL");
    }
  });

  test("gives a new session cookie at the login, so that a planted one is worth nothing", async () => {
    await browser.get(EXECUTOR);
    const planted = await browser.jar.getCookieString("https://auth.example.com/");
    await answer({ uid_field: "alice" });
    await answer({ password: PASSWORDS.alice });
    const own = await browser.jar.getCookieString("https://auth.example.com/");
    assert.notEqual(own, planted);
    const thief = new Browser(world.port);
    await thief.jar.setCookie(`${planted}; Path=/`, "https://auth.example.com/");
    assert.equal((await thief.get("https://auth.example.com/if/user/")).status, 302);
  });

  test("sets a host-only cookie, HttpOnly, SameSite=None and Secure behind TLS", async () => {
    const cookie = header(await browser.get(EXECUTOR), "Set-Cookie") ?? "";
    assert.match(cookie, /^authentik_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=None$/);
    const plain = header(await browser.get(EXECUTOR.replace("https:", "http:")), "Set-Cookie") ?? "";
    assert.match(plain, /^authentik_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("refuses the initial setup, and answers 404 for a flow that is not there", async () => {
    const setup = json(await browser.get("https://auth.example.com/api/v3/flows/executor/initial-setup/"));
    assert.equal(setup.component, "ak-stage-access-denied");
    assert.match((await browser.get("https://auth.example.com/if/flow/initial-setup/")).body, /Permission denied/);
    assert.equal((await browser.get("https://auth.example.com/api/v3/flows/executor/nothing/")).status, 404);
  });

  test("plays a flow of the user's own from its stages: name and password at once, session of an hour", async () => {
    const { store } = world;
    const [login] = (await store.list("flow")).filter((flow) => flow.slug === "default-authentication-flow");
    assert.ok(login);
    await store.put("flow", "own", { ...login, pk: "own", slug: "own-login" });
    await store.put("stage_password", "s-password", { pk: "s-password", name: "p", failed_attempts_before_cancel: 2 });
    await store.put("stage_identification", "s-name", {
      pk: "s-name",
      name: "n",
      user_fields: ["username"],
      case_insensitive_matching: false,
      password_stage: "s-password",
      pretend_user_exists: false,
    });
    await store.put("stage_user_login", "s-login", { pk: "s-login", name: "l", session_duration: "hours=1" });
    await store.put("flow_stage_binding", "b2", { pk: "b2", target: "own", stage: "s-login", order: 20 });
    await store.put("flow_stage_binding", "b1", { pk: "b1", target: "own", stage: "s-name", order: 10 });
    const url = "https://auth.example.com/api/v3/flows/executor/own-login/";
    assert.equal(json(await browser.get(url)).password_fields, true);
    const wrong = json(await browser.postJson(url, { uid_field: "Alice", password: PASSWORDS.alice }));
    assert.deepEqual(wrong.response_errors, {
      non_field_errors: [{ string: "Failed to authenticate.", code: "invalid" }],
    });
    const accepted = await browser.postJson(url, { uid_field: "alice", password: PASSWORDS.alice });
    const end = await browser.get(location(accepted) ?? "");
    assert.equal(json(end).component, "xak-flow-redirect");
    assert.match(header(end, "Set-Cookie") ?? "", /Max-Age=3600/);
  });

  test("stops at a stage that it cannot play", async () => {
    const { store } = world;
    const [login] = (await store.list("flow")).filter((flow) => flow.slug === "default-authentication-flow");
    assert.ok(login);
    await store.put("flow", "strange", { ...login, pk: "strange", slug: "strange" });
    await store.put("flow_stage_binding", "b3", { pk: "b3", target: "strange", stage: "a captcha", order: 0 });
    const page = json(await browser.get("https://auth.example.com/api/v3/flows/executor/strange/"));
    assert.equal(page.component, "ak-stage-access-denied");
    assert.match(String(page.error_message), /authentik double: the stage "a captcha" is not stood in for/);
  });
});
