import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Browser, header, location } from "./loginBrowser";
import { LoginWorld, PASSWORDS } from "./loginWorld";

const WIKI = "https://wiki.example.com/";
const PHOTOS = "https://photos.example.com/";
const LIBRARY = "https://auth.example.com/if/user/";

describe("a logout", () => {
  let world: LoginWorld;
  let browser: Browser;
  before(async () => {
    world = new LoginWorld();
    await world.start();
  });
  after(() => world.stop());
  beforeEach(async () => {
    browser = new Browser(world.port);
    const form = await browser.open(WIKI);
    await browser.logIn(form.url, "alice", PASSWORDS.alice);
  });

  test("at one service ends the session at the other services and at the user's other applications", async () => {
    assert.equal((await browser.open("https://ops.example.com/")).from, "app");
    assert.equal((await browser.get(PHOTOS)).from, "app");
    const out = await browser.get(`${WIKI}outpost.goauthentik.io/sign_out`);
    assert.match(
      location(out) ?? "",
      /^https:\/\/auth\.example\.com\/application\/o\/everything\/end-session\/\?id_token_hint=ey/,
    );
    assert.equal((await browser.get(PHOTOS)).status, 302);
    assert.equal((await browser.get("https://ops.example.com/")).status, 302);
  });

  test("at one service leaves the login at the core, so the next visit needs no password", async () => {
    const page = await browser.open(`${WIKI}outpost.goauthentik.io/sign_out`);
    assert.match(page.body, /You've logged out of Everything/);
    const again = await browser.open(PHOTOS);
    assert.equal(again.from, "app");
    assert.equal(header(again, "X-Authentik-Username"), "alice");
  });

  test("at the core ends the sessions at the services too", async () => {
    const page = await browser.open("https://auth.example.com/flows/-/default/invalidation/");
    assert.match(page.body, /<label for="uid_field">/);
    assert.equal((await browser.get(WIKI)).status, 302);
    assert.equal((await browser.get(LIBRARY)).status, 302);
  });

  test("of one user leaves the other users where they are", async () => {
    const other = new Browser(world.port);
    const form = await other.open(WIKI);
    await other.logIn(form.url, "bob", PASSWORDS.bob);
    await browser.get(`${WIKI}outpost.goauthentik.io/sign_out`);
    assert.equal((await other.get(PHOTOS)).from, "app");
  });

  test("without a session leads to a login and back", async () => {
    const fresh = new Browser(world.port);
    const out = await fresh.get(`${WIKI}outpost.goauthentik.io/sign_out`);
    assert.equal(
      location(out),
      "https://auth.example.com/outpost.goauthentik.io/start?rd=https%3A%2F%2Fauth.example.com",
    );
  });

  test("with a logout stage in the provider's invalidation flow ends the login at the core", async () => {
    const binding = { pk: "b1", target: "flow-provider-invalidation", stage: "s1", order: 0 };
    await world.store.put("stage_user_logout", "s1", { pk: "s1", name: "log out" });
    await world.store.put("flow_stage_binding", "b1", binding);
    const page = await browser.open(`${WIKI}outpost.goauthentik.io/sign_out`);
    await world.store.remove("flow_stage_binding", "b1");
    assert.match(page.body, /You've logged out of Everything/);
    assert.equal((await browser.get(LIBRARY)).status, 302);
  });
});
