import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Browser } from "./loginBrowser";
import { LoginWorld, PASSWORDS } from "./loginWorld";
import { send } from "./outpostWire";

const WIKI = "https://wiki.example.com/";

describe("the events of a login", () => {
  let world: LoginWorld;
  before(async () => {
    world = new LoginWorld({ trustedProxies: ["127.0.0.0/8"] });
    await world.start();
    const browser = new Browser(world.port, "198.51.100.9");
    const form = await browser.open(WIKI);
    await browser.logIn(form.url, "alice", "guess");
    await browser.logIn(form.url, "alice", PASSWORDS.alice);
    await browser.open("https://auth.example.com/flows/-/default/invalidation/");
  });
  after(() => world.stop());

  test("say who logged in, from where and on which path", async () => {
    const [login, ...more] = await world.events("login");
    assert.equal(more.length, 0);
    assert.deepEqual(login?.user, { pk: 1, email: "alice@example.com", username: "alice" });
    assert.equal(login?.client_ip, "198.51.100.9");
    const asked = login?.context.http_request as { path: string } | undefined;
    assert.equal(asked?.path, "/if/flow/default-authentication-flow/");
  });

  test("name the user of a failed login, and hold no password", async () => {
    const [failed] = await world.events("login_failed");
    assert.equal(failed?.context.username, "alice");
    assert.doesNotMatch(JSON.stringify(await world.store.list("event")), /guess|alice's password/);
  });

  test("name the application that was authorised, and hold neither code nor state", async () => {
    const [authorized] = await world.events("authorize_application");
    const application = authorized?.context.authorized_application as { name: string } | undefined;
    assert.equal(application?.name, "Everything");
    assert.doesNotMatch(JSON.stringify(authorized), /state=|code=/);
  });

  test("include the logout", async () => {
    const [logout] = await world.events("logout");
    assert.deepEqual(logout?.user, { pk: 1, email: "alice@example.com", username: "alice" });
  });

  test("include the outpost's configuration errors, without the cookies of the visitor", async () => {
    const answer = await send(world.port, "GET", "/outpost.goauthentik.io/auth/traefik", [
      ["Host", "authentik-server:9000"],
      ["X-Forwarded-Host", "wiki.example.com"],
      ["X-Forwarded-Proto", "https"],
      ["X-Forwarded-Uri", "/a%zz"],
      ["Cookie", "secret=of-the-visitor"],
    ]);
    assert.equal(answer.status, 500);
    assert.equal(answer.body, "configuration error\n");
    const [event] = await world.events("configuration_error");
    assert.equal(
      event?.context.message,
      "Outpost authentik Embedded Outpost (Provider Domain) failed to detect a forward URL from Traefik",
    );
    assert.doesNotMatch(JSON.stringify(event), /of-the-visitor/);
  });
});

test("a forwarded address counts from a trusted proxy only", async () => {
  const world = new LoginWorld({ trustedProxies: ["192.0.2.0/24"] });
  await world.start();
  try {
    const browser = new Browser(world.port, "198.51.100.9");
    await browser.logIn("https://auth.example.com/if/flow/default-authentication-flow/", "alice", PASSWORDS.alice);
    const [login] = await world.events("login");
    assert.equal(login?.client_ip, "127.0.0.1");
  } finally {
    await world.stop();
  }
});
