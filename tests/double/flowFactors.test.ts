import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { decodeBase32, encodeBase32 } from "../../testbed/authentik/login/base32";
import { stepAt, totp } from "../../testbed/authentik/login/devices";
import { FlowClient, FlowWorld, PASSWORD } from "./flowWorld";
import type { Json } from "./restWorld";

const NAME_AND_PASSWORD: [path: string, fields: Json][] = [
  ["identification", { user_fields: ["username"] }],
  ["password", { backends: ["authentik.core.auth.InbuiltBackend"] }],
];
const LOGIN: [path: string, fields: Json] = ["user_login", { session_duration: "hours=24" }];

test("codes are those of RFC 6238", () => {
  // Appendix B of the RFC: the key is the ASCII text, the codes have eight digits.
  const secret = encodeBase32(Buffer.from("12345678901234567890"));
  assert.equal(decodeBase32(secret).toString(), "12345678901234567890");
  const cases: [seconds: number, code: string][] = [
    [59, "94287082"],
    [1111111109, "07081804"],
    [1234567890, "89005924"],
    [20000000000, "65353130"],
  ];
  for (const [seconds, code] of cases) assert.equal(totp(secret, stepAt(new Date(seconds * 1000)), 8), code);
});

describe("a second factor", () => {
  let world: FlowWorld;
  let admins: Json;
  before(async () => {
    world = await FlowWorld.open();
    admins = await world.create("/core/groups/", { name: "admins" });
    const totpStage = await world.create("/stages/authenticator/totp/", { name: "app", digits: "6" });
    const codesStage = await world.create("/stages/authenticator/static/", { name: "codes", token_count: 3 });
    const webauthn = await world.create("/stages/authenticator/webauthn/", { name: "key" });
    const setUp = [totpStage.pk, codesStage.pk];
    const login = await world.flow("login", "authentication", [
      ...NAME_AND_PASSWORD,
      ["authenticator/validate", { not_configured_action: "configure", configuration_stages: setUp }],
      LOGIN,
    ]);
    // Required of the administrators, optional for everybody else.
    const [, , required] = login.bindings as Json[];
    await world.create("/policies/bindings/", { target: required?.pk, group: admins.pk, order: 0 });
    await world.flow("strict", "authentication", [
      ...NAME_AND_PASSWORD,
      ["authenticator/validate", { not_configured_action: "deny", device_classes: ["totp"] }],
      LOGIN,
    ]);
    await world.flow("key-only", "authentication", [
      ...NAME_AND_PASSWORD,
      ["authenticator/validate", { not_configured_action: "configure", configuration_stages: [webauthn.pk] }],
      LOGIN,
    ]);
  });
  after(() => world.close());

  async function begin(slug: string, username: string): Promise<{ client: FlowClient; next: Json }> {
    const client = new FlowClient(world.browser(), slug);
    await client.get();
    await client.answer({ uid_field: username });
    return { client, next: await client.answer({ password: PASSWORD }) };
  }

  /** Sets up an app and gives its secret. */
  async function setUpApp(username: string): Promise<string> {
    const { client, next } = await begin("login", username);
    assert.equal(next.component, "ak-stage-authenticator-validate");
    const [first] = next.configuration_stages as Json[];
    const setUp = await client.answer({ selected_stage: first?.pk });
    assert.equal(setUp.component, "ak-stage-authenticator-totp");
    const url = new URL(String(setUp.config_url));
    assert.equal(url.protocol, "otpauth:");
    const secret = url.searchParams.get("secret") ?? "";
    const wrong = await client.answer({ code: "000000" });
    assert.match(JSON.stringify(wrong.response_errors), /Code does not match/);
    const end = await client.answer({ code: totp(secret, stepAt(world.now), 6) });
    assert.equal(end.component, "xak-flow-redirect");
    return secret;
  }

  test("is not asked of somebody outside the group that it is bound to", async () => {
    await world.user("tom");
    const { next } = await begin("login", "tom");
    assert.equal(next.component, "xak-flow-redirect");
  });

  test("is set up at the first login of a member and asked for at the next", async () => {
    await world.user("ada", { groups: [admins.pk] });
    const secret = await setUpApp("ada");
    const { client, next } = await begin("login", "ada");
    assert.deepEqual(
      (next.device_challenges as Json[]).map((device) => device.device_class),
      ["totp"],
    );

    const used = await client.answer({ code: totp(secret, stepAt(world.now), 6) });
    assert.match(JSON.stringify(used.response_errors), /Invalid Token/, "a code counts once");
    world.advance(60);
    const end = await client.answer({ code: totp(secret, stepAt(world.now), 6) });
    assert.equal(end.component, "xak-flow-redirect");
    assert.match((await client.browser.get("https://auth.example.com/if/user/")).body, /Logged in as ada/);

    const [login] = await world.events("login");
    assert.match(JSON.stringify(login?.context.auth_method_args), /"model_name":"totpdevice"/);
    const [failed] = await world.events("login_failed");
    assert.equal(failed?.context.username, "ada");
    assert.doesNotMatch(JSON.stringify([login, failed]), new RegExp(secret));
  });

  test("takes nothing for a while after each wrong code", async () => {
    await world.user("eve", { groups: [admins.pk] });
    const secret = await setUpApp("eve");
    world.advance(60);
    const { client } = await begin("login", "eve");
    for (let tries = 0; tries < 3; tries += 1) {
      await client.answer({ code: "000000" });
      world.advance(2 ** tries);
    }
    await client.answer({ code: "000000" });
    const tooSoon = await client.answer({ code: totp(secret, stepAt(world.now), 6) });
    assert.match(JSON.stringify(tooSoon.response_errors), /Invalid Token/);
    world.advance(9);
    assert.equal((await client.answer({ code: totp(secret, stepAt(world.now), 6) })).component, "xak-flow-redirect");
  });

  test("can be a recovery code, each of which counts once", async () => {
    await world.user("ida", { groups: [admins.pk] });
    const { client, next } = await begin("login", "ida");
    const [, second] = next.configuration_stages as Json[];
    const shown = await client.answer({ selected_stage: second?.pk });
    const [code = ""] = shown.codes as string[];
    assert.equal((shown.codes as string[]).length, 3);
    await client.answer({});
    const again = await begin("login", "ida");
    assert.equal((await again.client.answer({ code })).component, "xak-flow-redirect");
    const third = await begin("login", "ida");
    assert.match(JSON.stringify((await third.client.answer({ code })).response_errors), /Invalid Token/);
  });

  test("is refused where none is set up and the stage says so", async () => {
    const { next } = await begin("strict", "tom");
    assert.equal(next.component, "ak-stage-access-denied");
  });

  test("is no WebAuthn: the double says so and lets nobody past", async () => {
    const { next } = await begin("key-only", "tom");
    assert.equal(next.component, "ak-stage-access-denied");
    assert.match(String(next.error_message), /WebAuthn is not stood in for/);
  });

  test("is seen and taken away by an administrator", async () => {
    const user = await world.world.store.list("user");
    const ada = user.find(({ username }) => username === "ada");
    const path = "/authenticators/admin";
    const list = await world.world.call("GET", `${path}/all/?user=${ada?.pk}`);
    const [device] = list.json as unknown as Json[];
    assert.equal(device?.verbose_name, "TOTP Device");
    assert.doesNotMatch(JSON.stringify(device), /secret/);
    assert.equal((await world.world.call("DELETE", `${path}/totp/${String(device?.pk)}/`)).status, 204);
    const { next } = await begin("login", "ada");
    assert.equal((next.configuration_stages as Json[]).length, 2);
  });

  test("is asked for on the page without scripts too", async () => {
    await world.user("pia", { groups: [admins.pk] });
    const secret = await setUpApp("pia");
    world.advance(60);
    const browser = world.browser();
    const url = "https://auth.example.com/if/flow/login/?next=/if/user/";
    const page = await browser.submit(url, { uid_field: "pia", password: PASSWORD });
    assert.match(page.body, /<input id="code" name="code"/);
    const wrong = await browser.submit(url, { code: "000000" });
    assert.match(wrong.body, /role="alert"[^>]*>Invalid Token/);
    world.advance(2);
    assert.equal((await browser.submit(url, { code: totp(secret, stepAt(world.now), 6) })).status, 302);
  });
});
