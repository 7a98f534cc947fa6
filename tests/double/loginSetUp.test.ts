import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { EMBEDDED_OUTPOST } from "../../testbed/authentik/rows";
import { Browser, header, location } from "./loginBrowser";
import { type Json, openWorld, results, type World } from "./restWorld";

const WIKI = "https://wiki.example.com/";
const NOT_FOUND = /<h1>Not Found<\/h1>/;

/** The steps of a real set-up over the API, one test a step: what a service's host answers after each. */
describe("a gate set up over the API of a fresh server", () => {
  let world: World;
  let port: number;
  let outpost: Json;
  let provider: Json;
  let group: Json;
  let application: Json;
  before(async () => {
    world = await openWorld();
    await world.app.listen({ host: "127.0.0.1", port: 0 });
    port = (world.app.server.address() as AddressInfo).port;
    outpost = one(await world.call("GET", `/outposts/instances/?managed__iexact=${EMBEDDED_OUTPOST}`));
  });
  after(() => world.close());

  const one = (answer: Awaited<ReturnType<World["call"]>>): Json => {
    const [first] = results(answer);
    assert.ok(first);
    return first;
  };
  const create = async (path: string, body: Json): Promise<Json> => {
    const answer = await world.call("POST", path, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.json));
    return answer.json;
  };
  const visit = (url = WIKI) => new Browser(port).get(url);

  test("without a provider shows the core's Not Found page", async () => {
    const page = await visit();
    assert.equal(page.status, 404);
    assert.match(page.body, NOT_FOUND);
  });

  test("with a provider that no application uses is still Not Found", async () => {
    const [login] = results(
      await world.call("GET", "/flows/instances/?slug=default-provider-authorization-implicit-consent"),
    );
    const [logout] = results(await world.call("GET", "/flows/instances/?slug=default-provider-invalidation-flow"));
    provider = await create("/providers/proxy/", {
      name: "Everything",
      authorization_flow: login?.pk,
      invalidation_flow: logout?.pk,
      mode: "forward_domain",
      external_host: "https://auth.example.com",
      cookie_domain: ".example.com",
      access_token_validity: "hours=24",
    });
    const attached = await world.call("PATCH", `/outposts/instances/${String(outpost.pk)}/`, {
      providers: [provider.pk],
    });
    assert.equal(attached.status, 200);
    assert.match((await visit()).body, NOT_FOUND);
  });

  test("with an application leads to localhost, as nobody has set authentik_host", async () => {
    application = await create("/core/applications/", {
      name: "Everything",
      slug: "everything",
      provider: provider.pk,
    });
    assert.match(location(await visit()) ?? "", /^http:\/\/localhost:9000\/application\/o\/authorize\//);
  });

  test("with authentik_host leads to the login host; ping answers on every host", async () => {
    const config = { ...(outpost.config as Json), authentik_host: "https://auth.example.com" };
    const changed = await world.call("PATCH", `/outposts/instances/${String(outpost.pk)}/`, { config });
    assert.equal(changed.status, 200, JSON.stringify(changed.json));
    const page = await visit();
    assert.match(location(page) ?? "", /^https:\/\/auth\.example\.com\/application\/o\/authorize\//);
    assert.match(
      header(page, "Set-Cookie") ?? "",
      /; Domain=example\.com; .*; Max-Age=86401; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await visit("https://any.example.org/outpost.goauthentik.io/ping")).status, 204);
  });

  test("with an application of no binding lets every user in, so the administrator too", async () => {
    const browser = new Browser(port);
    const form = await browser.open(WIKI);
    const page = await browser.logIn(form.url, "akadmin", "password-of-the-tests");
    assert.equal(page.from, "app");
    assert.equal(header(page, "X-Authentik-Username"), "akadmin");
    assert.equal(header(page, "X-Authentik-Groups"), "authentik Admins");
  });

  test("with a group bound denies the administrator who is not in it", async () => {
    group = await create("/core/groups/", { name: "family" });
    await create("/policies/bindings/", { target: application.pk, group: group.pk, order: 0 });
    const browser = new Browser(port);
    const page = await browser.logIn((await browser.open(WIKI)).url, "akadmin", "password-of-the-tests");
    assert.match(page.body, /Permission denied/);
  });

  test("lets a member in once the password is set", async () => {
    const user = await create("/core/users/", {
      username: "mia",
      name: "Mia",
      email: "mia@example.com",
      groups: [group.pk],
    });
    const early = new Browser(port);
    assert.match((await early.logIn((await early.open(WIKI)).url, "mia", "")).body, /Invalid password/);
    const set = await world.call("POST", `/core/users/${String(user.pk)}/set_password/`, {
      password: "mia's password",
    });
    assert.equal(set.status, 204);
    const browser = new Browser(port);
    const page = await browser.logIn((await browser.open(WIKI)).url, "mia", "mia's password");
    assert.equal(page.from, "app");
    const library = await browser.get("https://auth.example.com/if/user/");
    assert.match(library.body, />Everything</);
  });

  test("detached from the outpost is Not Found again", async () => {
    await world.call("PATCH", `/outposts/instances/${String(outpost.pk)}/`, { providers: [] });
    assert.match((await visit()).body, NOT_FOUND);
  });
});
