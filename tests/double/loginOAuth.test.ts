import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { bootstrapCertificate } from "../../testbed/authentik/bootstrap/certificate";
import { Browser, header, location } from "./loginBrowser";
import { LoginWorld, PASSWORDS } from "./loginWorld";

const BASE = "https://auth.example.com/application/o";
const CALLBACK = "https://grafana.example.com/login/generic_oauth";
const VERIFIER = "a-code-verifier-of-more-than-forty-three-characters-0123456789";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

describe("an OAuth2 provider", () => {
  let world: LoginWorld;
  let browser: Browser;
  before(async () => {
    world = new LoginWorld();
    await world.start();
    await addClient(world);
  });
  after(() => world.stop());
  beforeEach(async () => {
    browser = new Browser(world.port);
    await browser.logIn("https://auth.example.com/if/flow/default-authentication-flow/", "alice", PASSWORDS.alice);
  });

  function authorizeUrl(change: { [name: string]: string } = {}): string {
    const query = {
      client_id: "grafana",
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid email profile unknown",
      state: "state-1",
      nonce: "nonce-1",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
      ...change,
    };
    return `${BASE}/authorize/?${new URLSearchParams(query).toString()}`;
  }

  async function newCode(): Promise<string> {
    const target = new URL(location(await browser.get(authorizeUrl())) ?? "");
    assert.equal(target.origin + target.pathname, CALLBACK);
    assert.equal(target.searchParams.get("state"), "state-1");
    return target.searchParams.get("code") ?? "";
  }

  async function redeem(
    change: { [name: string]: string } = {},
  ): Promise<{ status: number; json: { [field: string]: unknown } }> {
    const page = await browser.submit(`${BASE}/token/`, {
      grant_type: "authorization_code",
      client_id: "grafana",
      client_secret: "grafana-secret",
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...change,
    });
    return { status: page.status, json: JSON.parse(page.body) as { [field: string]: unknown } };
  }

  test("gives a code, and for the code tokens that its published key verifies", async () => {
    const discovery = JSON.parse((await browser.get(`${BASE}/grafana/.well-known/openid-configuration`)).body) as {
      [field: string]: string;
    };
    assert.equal(discovery.issuer, `${BASE}/grafana/`);
    assert.equal(discovery.token_endpoint, `${BASE}/token/`);
    assert.equal(discovery.end_session_endpoint, `${BASE}/grafana/end-session/`);
    const keys = JSON.parse((await browser.get(discovery.jwks_uri ?? "")).body) as JSONWebKeySet;
    const { status, json } = await redeem({ code: await newCode() });
    assert.equal(status, 200);
    assert.equal(json.scope, "openid email profile");
    const { payload } = await jwtVerify(String(json.id_token), createLocalJWKSet(keys), {
      issuer: discovery.issuer ?? "",
      audience: "grafana",
    });
    assert.equal(payload.nonce, "nonce-1");
    assert.equal(payload.preferred_username, "alice");
    assert.deepEqual(payload.groups, ["family", "ops"]);
    assert.equal(payload.email_verified, false);
    const userinfo = await browser.get(`${BASE}/userinfo/`, [["Authorization", `Bearer ${String(json.access_token)}`]]);
    assert.equal((JSON.parse(userinfo.body) as { email: string }).email, "alice@example.com");
  });

  test("takes a code once only", async () => {
    const code = await newCode();
    assert.equal((await redeem({ code })).status, 200);
    const again = await redeem({ code });
    assert.equal(again.status, 400);
    assert.equal(again.json.error, "invalid_grant");
  });

  for (const [what, change, error] of [
    ["a wrong verifier", { code_verifier: "another-verifier" }, "invalid_grant"],
    ["no verifier", { code_verifier: "" }, "invalid_grant"],
    ["another redirect URI", { redirect_uri: `${CALLBACK}/x` }, "invalid_grant"],
    ["a wrong secret", { client_secret: "guess" }, "invalid_client"],
    ["an empty secret", { client_secret: "" }, "invalid_client"],
    ["an unknown client", { client_id: "nobody" }, "invalid_client"],
    ["another grant type", { grant_type: "urn:x" }, "unsupported_grant_type"],
  ] as const) {
    test(`refuses a code with ${what}`, async () => {
      const { status, json } = await redeem({ code: await newCode(), ...change });
      assert.equal(status, 400);
      assert.equal(json.error, error);
    });
  }

  test("refuses a code that is older than its validity", async () => {
    const code = await newCode();
    world.advance(61);
    const { status } = await redeem({ code });
    world.advance(-61);
    assert.equal(status, 400);
  });

  test("refuses a redirect URI that is not registered to the letter, and says so in an event", async () => {
    for (const redirect_uri of [
      `${CALLBACK}/`,
      `${CALLBACK}?x=1`,
      "https://grafana.example.com.evil.example/",
      "javascript:alert(1)",
    ]) {
      const page = await browser.get(authorizeUrl({ redirect_uri }));
      assert.equal(page.status, 400, redirect_uri);
      assert.match(page.body, /Redirect URI Error/);
    }
    assert.equal((await world.events("configuration_error")).length, 4);
  });

  test("tells a client what is wrong with its request, and nobody else", async () => {
    const unknown = await browser.get(authorizeUrl({ client_id: "nobody" }));
    assert.equal(unknown.status, 400);
    const implicit = new URL(location(await browser.get(authorizeUrl({ response_type: "token" }))) ?? "");
    assert.equal(implicit.searchParams.get("error"), "unsupported_response_type");
    const method = new URL(location(await browser.get(authorizeUrl({ code_challenge_method: "S1" }))) ?? "");
    assert.equal(method.searchParams.get("error"), "invalid_request");
    const silent = await new Browser(world.port).get(authorizeUrl({ prompt: "none" }));
    assert.equal(new URL(location(silent) ?? "").searchParams.get("error"), "login_required");
    assert.equal((await browser.get(`${BASE}/authorize/`)).status, 404);
  });

  test("knows its own tokens at introspection and no others", async () => {
    const { json } = await redeem({ code: await newCode() });
    const ask = async (token: string, client_secret = "grafana-secret"): Promise<{ [field: string]: unknown }> => {
      const page = await browser.submit(`${BASE}/introspect/`, { client_id: "grafana", client_secret, token });
      return JSON.parse(page.body) as { [field: string]: unknown };
    };
    assert.equal((await ask(String(json.access_token))).active, true);
    assert.deepEqual(await ask(String(json.id_token)), { active: false });
    assert.deepEqual(await ask(String(json.access_token), "guess"), { active: false });
    assert.deepEqual(await ask("something"), { active: false });
  });

  test("answers 401 at userinfo without a good token", async () => {
    const page = await browser.get(`${BASE}/userinfo/`, [["Authorization", "Bearer something"]]);
    assert.equal(page.status, 401);
    assert.match(header(page, "WWW-Authenticate") ?? "", /invalid_token/);
  });
});

describe("an Authorization header at a service behind the gate", () => {
  let world: LoginWorld;
  before(async () => {
    world = new LoginWorld();
    await world.start();
    for (const [user, key] of [
      [1, "alice-app-password"],
      [2, "bob-app-password"],
    ] as const) {
      await world.store.put("token", key, {
        pk: key,
        identifier: key,
        key,
        user,
        intent: "app_password",
        description: "",
        expiring: false,
        expires: null,
        managed: null,
      });
    }
  });
  after(() => world.stop());

  const basic = (user: string, password: string): [string, string][] => [
    ["Authorization", `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`],
  ];

  test("opens it with a user's app password, and is remembered", async () => {
    const browser = new Browser(world.port);
    const headers = basic("alice", "alice-app-password");
    const page = await browser.get("https://ops.example.com/api", headers);
    assert.equal(page.from, "app");
    assert.equal(header(page, "X-Authentik-Username"), "alice");
    assert.notEqual(header(page, "Set-Cookie"), undefined);
    const again = await browser.get("https://ops.example.com/api", headers);
    assert.equal(again.from, "app");
    assert.equal(header(again, "Set-Cookie"), undefined);
  });

  test("does not open it with the login password, another's app password, or without access", async () => {
    for (const [user, password] of [
      ["alice", PASSWORDS.alice],
      ["alice", "bob-app-password"],
      ["bob", "bob-app-password"],
    ] as const) {
      const page = await new Browser(world.port).get("https://ops.example.com/api", basic(user, password));
      assert.equal(page.status, 302, `${user} with ${password}`);
    }
  });

  test("opens it with a token of the provider, also as Basic password of goauthentik.io/token", async () => {
    const browser = new Browser(world.port);
    const form = await browser.open("https://ops.example.com/");
    const page = await browser.logIn(form.url, "alice", PASSWORDS.alice);
    const token = header(page, "X-Authentik-Jwt") ?? "";
    const fresh = new Browser(world.port);
    assert.equal((await fresh.get("https://ops.example.com/", [["Authorization", `Bearer ${token}`]])).from, "app");
    assert.equal((await fresh.get("https://ops.example.com/", basic("goauthentik.io/token", token))).from, "app");
    const elsewhere = await fresh.get("https://wiki.example.com/", [["Authorization", `Bearer ${token}`]]);
    assert.equal(elsewhere.status, 302);
  });
});

async function addClient({ context, store }: LoginWorld): Promise<void> {
  await bootstrapCertificate({ context, actor: {}, quiet: true, system: true });
  const [key] = await store.list("certificate_key_pair");
  assert.ok(key);
  await store.put("provider_oauth2", "9", {
    pk: 9,
    name: "Grafana",
    authentication_flow: null,
    authorization_flow: "flow-authorization",
    invalidation_flow: "flow-provider-invalidation",
    property_mappings: ["scope-openid", "scope-email", "scope-profile"],
    access_token_validity: "minutes=10",
    refresh_token_validity: "days=30",
    jwt_federation_sources: [],
    jwt_federation_providers: [],
    client_id: "grafana",
    client_secret: "grafana-secret",
    redirect_uris: [{ matching_mode: "strict", url: CALLBACK, redirect_uri_type: "authorization" }],
    client_type: "confidential",
    grant_types: ["authorization_code"],
    access_code_validity: "minutes=1",
    refresh_token_threshold: "seconds=0",
    include_claims_in_id_token: true,
    signing_key: key.pk,
    encryption_key: null,
    logout_uri: "",
    logout_method: "backchannel",
    sub_mode: "hashed_user_id",
    issuer_mode: "per_provider",
  });
  const [everything] = await store.list("application");
  assert.ok(everything);
  await store.put("application", "app-grafana", {
    ...everything,
    pk: "app-grafana",
    name: "Grafana",
    slug: "grafana",
    provider: 9,
  });
}
