import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Browser, header, location } from "./loginBrowser";
import { LoginWorld, PASSWORDS } from "./loginWorld";

const WIKI = "https://wiki.example.com/page?x=1&y=2";

describe("a login in front of a service", () => {
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

  test("leads from the service over authorize to the login page", async () => {
    const first = await browser.get(WIKI);
    assert.equal(first.status, 302);
    const authorize = location(first) ?? "";
    assert.match(authorize, /^https:\/\/auth\.example\.com\/application\/o\/authorize\/\?client_id=client-1&/);
    const second = await browser.get(authorize);
    assert.match(
      header(second, "Location") ?? "",
      /^\/flows\/-\/default\/authentication\/\?next=\/application\/o\/authorize\/%3Fclient_id%3D/,
    );
    const third = await browser.get(location(second) ?? "");
    assert.match(header(third, "Location") ?? "", /^\/if\/flow\/default-authentication-flow\/\?next=\/application/);
    const form = await browser.get(location(third) ?? "");
    assert.equal(form.status, 200);
    assert.match(form.body, /<label for="password">Password<\/label>/);
    assert.match(form.body, /authentik double 2026\.5\.7/);
  });

  test("ends at the URL that was asked for, with the identity of the user", async () => {
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "alice", PASSWORDS.alice);
    assert.equal(page.url, WIKI);
    assert.equal(page.from, "app");
    assert.equal(header(page, "X-Authentik-Username"), "alice");
    assert.equal(header(page, "X-Authentik-Email"), "alice@example.com");
    assert.equal(header(page, "X-Authentik-Groups"), "family|ops");
    assert.equal(header(page, "X-Authentik-Uid"), "uid-alice");
    assert.equal(header(page, "X-Authentik-Meta-App"), "everything");
    assert.equal(header(page, "X-Authentik-Meta-Jwks"), "https://auth.example.com/application/o/everything/jwks/");
  });

  test("opens the other hosts of the domain without another login", async () => {
    const form = await browser.open(WIKI);
    await browser.logIn(form.url, "bob", PASSWORDS.bob);
    const page = await browser.get("https://photos.example.com/");
    assert.equal(page.from, "app");
    assert.equal(header(page, "X-Authentik-Username"), "bob");
  });

  test("takes the email address and the wrong case of the name too", async () => {
    for (const name of ["alice@example.com", "ALICE"]) {
      const fresh = new Browser(world.port);
      const form = await fresh.open(WIKI);
      const page = await fresh.logIn(form.url, name, PASSWORDS.alice);
      assert.equal(page.from, "app", name);
    }
  });

  test("with a wrong password shows the form again, with the reason, and logs nobody in", async () => {
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "alice", "guess");
    assert.equal(page.status, 200);
    assert.match(page.body, /role="alert"[^>]*>Invalid password</);
    assert.match(page.body, /value="alice"/);
    assert.doesNotMatch(page.body, /guess/);
    assert.equal((await browser.get(WIKI)).status, 302);
  });

  test("with a name that nobody has looks the same as with a wrong password", async () => {
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "nobody", "guess");
    assert.match(page.body, /role="alert"[^>]*>Invalid password</);
  });

  test("is refused to an inactive user", async () => {
    const bob = await world.store.get("user", "2");
    assert.ok(bob);
    await world.store.put("user", "2", { ...bob, is_active: false });
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "bob", PASSWORDS.bob);
    await world.store.put("user", "2", bob);
    assert.match(page.body, /Invalid password/);
  });

  test("gives the application of its own to its group only", async () => {
    const form = await browser.open("https://ops.example.com/");
    const denied = await browser.logIn(form.url, "bob", PASSWORDS.bob);
    assert.equal(denied.status, 200);
    assert.equal(denied.from, "gate");
    assert.match(denied.body, /<h1>Permission denied<\/h1>/);
    assert.equal((await browser.get("https://ops.example.com/")).status, 302);
    const member = new Browser(world.port);
    const page = await member.logIn((await member.open("https://ops.example.com/")).url, "alice", PASSWORDS.alice);
    assert.equal(page.from, "app");
    assert.equal(header(page, "X-Authentik-Meta-Provider"), "Ops");
  });

  test("does not let a superuser past the bindings of an application", async () => {
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "root", PASSWORDS.root);
    assert.match(page.body, /Permission denied/);
  });

  test("lets the domain session into no application of its own", async () => {
    const form = await browser.open(WIKI);
    await browser.logIn(form.url, "bob", PASSWORDS.bob);
    assert.equal((await browser.get("https://ops.example.com/")).status, 302);
  });

  test("lasts as long as the session stage says: a day where it says nothing", async () => {
    const form = await browser.open("https://auth.example.com/if/user/");
    const library = await browser.logIn(form.url, "alice", PASSWORDS.alice);
    assert.match(library.body, /Logged in as alice/);
    world.advance(86_400);
    assert.equal((await browser.get("https://auth.example.com/if/user/")).status, 302);
    world.advance(-86_400);
  });
});
