/**
 * Every preset on Pulumi's own engine against the double: the client that the program made, used by an ordinary OpenID
 * Connect library with exactly what the app was given.
 */
import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation";
import type { AccessArgs } from "authentik-sso";
import { OIDC_PRESETS } from "authentik-sso";
import type * as openid from "openid-client";
import { fill, oidcUrls, renderClient } from "../../components/presets/oidc/render";
import { Browser, location } from "../double/loginBrowser";
import { send } from "../double/outpostWire";
import { openWorld, results, type World } from "../double/restWorld";
import { GATE_FACTS as GATE } from "../support/gateFacts";
import { type Given, makeUser, oidcProgram } from "./oidcWorld";
import { RealEngine } from "./realEngine";

const PASSWORD = "a long password of the tests";
const LOGIN = "https://auth.example.com/if/flow/default-authentication-flow/";

describe("the clients that presets make", () => {
  let engine: RealEngine;
  let world: World;
  let port: number;
  let url: string;
  let stack: Stack;
  let client: typeof openid;
  let given: Record<string, Given>;
  let member: number;
  const decisions: Record<string, AccessArgs> = Object.fromEntries(
    Object.keys(OIDC_PRESETS).map((name) => [name, { mode: "oidc", preset: name }]),
  );

  async function up(): Promise<Record<string, Given>> {
    const { outputs } = await stack.up();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as Given]));
  }

  before(async () => {
    engine = await RealEngine.start();
    world = await openWorld();
    await world.app.listen({ host: "127.0.0.1", port: 0 });
    ({ port } = world.app.server.address() as AddressInfo);
    url = `http://127.0.0.1:${port}`;
    member = await makeUser(world, "alice", PASSWORD);
    await makeUser(world, "mallory", PASSWORD);
    client = await import("openid-client");
    stack = await engine.stack("presets", () => oidcProgram(url, [member], decisions));
    given = await up();
  });
  after(async () => {
    await world.close();
    await engine.close();
  });

  async function visitor(username: string): Promise<Browser> {
    const browser = new Browser(port);
    await browser.logIn(LOGIN, username, PASSWORD);
    return browser;
  }

  /** Texts that an app, or whoever sets it up, is given. */
  function textsOf(name: string): string[] {
    const preset = OIDC_PRESETS[name];
    const app = given[name];
    assert.ok(preset && app);
    const urls = oidcUrls(GATE.authUrl, `${name}-oidc`, `https://${name}.example.com`);
    const { steps } = renderClient(preset, { ...urls, clientId: app.clientId, clientSecret: app.clientSecret });
    return [...Object.values(app.env), ...Object.values(app.files), ...steps];
  }

  /** The library, told what the app was told. */
  async function configure(name: string): Promise<openid.Configuration> {
    const app = given[name];
    assert.ok(app);
    const texts = textsOf(name).join("\n");
    const issuer = /https:\/\/auth\.example\.com\/application\/o\/[a-z-]+-oidc\//.exec(texts)?.[0];
    assert.ok(issuer, `${name} is told where authentik is`);
    assert.ok(texts.includes(app.clientId), `${name} is told its id`);
    const config = await client.discovery(new URL(issuer), app.clientId, app.clientSecret, undefined, {
      [client.customFetch]: (target, init) => fetchThrough(port, target, init as RequestInit),
    });
    client.enableNonRepudiationChecks(config);
    const published = config.serverMetadata();
    const known = new Set([
      published.issuer,
      published.authorization_endpoint,
      published.token_endpoint,
      published.userinfo_endpoint,
      published.end_session_endpoint,
      published.jwks_uri,
      `${published.issuer}.well-known/openid-configuration`,
    ]);
    for (const [found] of texts.matchAll(/https:\/\/auth\.example\.com\/[^\s"',;)]+/g)) {
      assert.ok(known.has(found.replace(/\.$/, "")), `${name} is told ${found}, which authentik does not publish`);
    }
    return config;
  }

  for (const [name, preset] of Object.entries(OIDC_PRESETS)) {
    const uris = preset.redirectUris.map((uri) => fill(uri, { publicUrl: `https://${name}.example.com` }));

    test(`${preset.title}: a member logs in, and the id token is verified by authentik's key`, async () => {
      const config = await configure(name);
      const browser = await visitor("alice");
      for (const redirect_uri of uris) {
        const verifier = client.randomPKCECodeVerifier();
        const [state, nonce] = [client.randomState(), client.randomNonce()];
        const target = client.buildAuthorizationUrl(config, {
          redirect_uri,
          scope: preset.scopes.join(" "),
          state,
          nonce,
          ...(preset.pkce && {
            code_challenge: await client.calculatePKCECodeChallenge(verifier),
            code_challenge_method: "S256",
          }),
        });
        const back = location(await browser.get(target.href)) ?? "";
        assert.ok(back.startsWith(redirect_uri), `back at ${redirect_uri}, not at ${back}`);
        // The library derives the URI from the answer and loses its query or adds a slash; an app sends it as it is.
        config[client.customFetch] = (url, init) =>
          fetchThrough(port, url, keepRedirect(init as RequestInit, redirect_uri));
        const tokens = await client.authorizationCodeGrant(config, new URL(back), {
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
          ...(preset.pkce && { pkceCodeVerifier: verifier }),
        });
        const header = JSON.parse(Buffer.from(tokens.id_token?.split(".")[0] ?? "", "base64url").toString()) as object;
        assert.equal((header as { alg?: string }).alg, "RS256");
        const claims = tokens.claims();
        assert.equal(claims?.email, "alice@example.com");
        assert.equal(claims?.email_verified, preset.verifiedEmail === true);
        const user = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
        assert.equal(user.preferred_username, "alice");
        assert.equal(tokens.refresh_token !== undefined, preset.scopes.includes("offline_access"));
        if (tokens.refresh_token === undefined) continue;
        const again = await client.refreshTokenGrant(config, tokens.refresh_token);
        assert.equal(again.claims()?.sub, claims?.sub);
        await assert.rejects(
          client.refreshTokenGrant(config, tokens.refresh_token),
          "a refresh token is good for once",
        );
      }
      const end = await browser.get(client.buildEndSessionUrl(config).href);
      assert.match(location(end) ?? "", /\/if\/flow\/default-provider-invalidation-flow\//);
    });

    test(`${preset.title}: refuses another redirect URI, and a user in none of the groups`, async () => {
      const config = await configure(name);
      const ask = (redirect_uri: string) =>
        client.buildAuthorizationUrl(config, { redirect_uri, scope: "openid", state: "s" }).href;
      const [first = ""] = uris;
      const member = await visitor("alice");
      for (const wrong of [`${first}x`, `https://${name}.example.com.evil.example/`]) {
        const page = await member.get(ask(wrong));
        assert.equal(page.status, 400, wrong);
        assert.match(page.body, /Redirect URI Error/);
      }
      const stranger = await visitor("mallory");
      const denied = await stranger.get(ask(first));
      assert.equal(location(denied), undefined);
      assert.match(denied.body, /Permission denied/);
    });
  }

  test("a second up changes nothing, and no secret lies in the state in plain text", async () => {
    assert.deepEqual(Object.keys((await stack.preview()).changeSummary), ["same"]);
    const state = await engine.stateFile("presets");
    for (const [name, { clientSecret }] of Object.entries(given)) {
      assert.ok(clientSecret.length >= 64, name);
      assert.ok(!state.includes(clientSecret), `the secret of ${name}`);
    }
  });

  test("one word switches Grafana to domain and back, and it keeps its client", async () => {
    const clients = async () =>
      results(await world.call("GET", "/providers/oauth2/?page_size=100")).find(
        ({ name }) => name === "grafana (OIDC)",
      );
    const before = await clients();
    decisions.grafana = { mode: "domain", preset: "grafana" };
    const away = await up();
    assert.deepEqual(away.grafana?.env, {});
    assert.equal((await clients())?.pk, before?.pk, "the client waits in authentik");
    decisions.grafana = { mode: "oidc", preset: "grafana" };
    const back = await up();
    assert.equal((await clients())?.pk, before?.pk);
    assert.deepEqual(back.grafana, given.grafana);
    const config = await configure("grafana");
    const redirect_uri = "https://grafana.example.com/login/generic_oauth";
    const target = client.buildAuthorizationUrl(config, { redirect_uri, scope: "openid", state: "s" });
    const page = location(await (await visitor("alice")).get(target.href));
    const tokens = await client.authorizationCodeGrant(config, new URL(page ?? ""), { expectedState: "s" });
    assert.ok(tokens.access_token);
  });

  test("a client that was deleted by hand comes back with the same id and secret", async () => {
    const found = results(await world.call("GET", "/providers/oauth2/?page_size=100"));
    const pk = found.find(({ name }) => name === "grafana (OIDC)")?.pk;
    assert.equal((await world.call("DELETE", `/providers/oauth2/${String(pk)}/`)).status, 204);
    await stack.refresh();
    assert.deepEqual((await up()).grafana, given.grafana);
  });

  test("without the preset the client is given up", async () => {
    decisions.grafana = { mode: "domain" };
    await up();
    const found = results(await world.call("GET", "/providers/oauth2/?page_size=100"));
    assert.ok(!found.some(({ name }) => name === "grafana (OIDC)"));
    assert.equal(found.length, Object.keys(OIDC_PRESETS).length - 1);
  });
});

/** The request with the redirect URI that the app was given, where it carries one. */
function keepRedirect(init: RequestInit, redirectUri: string): RequestInit {
  if (!(init.body instanceof URLSearchParams) || !init.body.has("redirect_uri")) return init;
  const body = new URLSearchParams(init.body);
  body.set("redirect_uri", redirectUri);
  return { ...init, body };
}

/** The library's requests over Traefik's road: https outside, the double on loopback inside. */
async function fetchThrough(port: number, target: string, init: RequestInit): Promise<Response> {
  const { host, pathname, search } = new URL(target);
  const headers: [string, string][] = [
    ["Host", host],
    ["X-Forwarded-Proto", "https"],
    ["X-Forwarded-Host", host],
    ...[...new Headers(init.headers)].map(([name, value]): [string, string] => [name, value]),
  ];
  const body = init.body === undefined || init.body === null ? undefined : String(init.body);
  const answer = await send(port, init.method ?? "GET", pathname + search, headers, body);
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: answer.headers });
}
