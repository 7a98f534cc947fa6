import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { ConfigError } from "../../testbed/authentik/config";
import { silentLog } from "../../testbed/authentik/log";
import { type RunningProxy, readProxyConfig, startProxy } from "../../testbed/authentik/outpost/runProxy";
import { eventually } from "../support/eventually";
import { Browser, header, location, type Page } from "./loginBrowser";
import { openWorld, results, TOKEN, type World } from "./restWorld";

/**
 * The whole domain-mode login on both outposts: start, login at the core, callback, 200 with the identity, sign-out.
 * The standalone one runs beside the core as a process of its own would: over HTTP, with its own token.
 */

const AUTH = "https://auth.example.com";
const ALICE = { username: "alice", password: "correct horse battery staple" };

for (const kind of ["embedded", "standalone"] as const) {
  describe(`domain mode on the ${kind} outpost`, () => {
    let world: World;
    let proxy: RunningProxy | undefined;
    let outpostPort: number;
    let corePort: number;
    let outpost: { [field: string]: unknown };
    let token = "";

    before(async () => {
      world = await openWorld();
      await world.app.listen({ host: "127.0.0.1", port: 0 });
      corePort = (world.app.server.address() as AddressInfo).port;
      const provider = await domainProvider(world);
      outpost = await serve(world, kind, provider);
      await addAlice(world);
      if (kind === "embedded") {
        outpostPort = corePort;
        return;
      }
      const key = await world.call("GET", `/core/tokens/${String(outpost.token_identifier)}/view_key/`);
      token = String(key.json.key);
      proxy = await startProxy(
        {
          host: `http://127.0.0.1:${corePort}`,
          hostBrowser: AUTH,
          token,
          listen: { host: "127.0.0.1", port: 0 },
          pollMs: 50,
        },
        silentLog,
      );
      outpostPort = (proxy.app.server.address() as AddressInfo).port;
    });
    after(async () => {
      await proxy?.stop();
      await world.close();
    });

    const browser = (): Browser => new Browser(corePort, "203.0.113.7", outpostPort);

    test("one login opens every host of the domain, with the identity in the headers, and sign-out ends it", async () => {
      const alice = browser();
      const page = await logIn(alice, "https://grafana.example.com/d/1?from=now");
      assert.equal(page.url, "https://grafana.example.com/d/1?from=now");
      assert.equal(page.from, "app");
      assert.equal(header(page, "X-Authentik-Username"), "alice");
      assert.match(header(page, "X-Authentik-Groups") ?? "", /sso-users/);
      const meta = kind === "embedded" ? "authentik Embedded Outpost" : "edge";
      assert.equal(header(page, "X-Authentik-Meta-Outpost"), meta);
      assert.equal((await alice.get("https://wiki.example.com/")).status, 200);
      const out = await alice.get("https://grafana.example.com/outpost.goauthentik.io/sign_out");
      assert.match(location(out) ?? "", new RegExp(`^${AUTH}/application/o/sso/end-session/\\?id_token_hint=`));
      assert.equal((await alice.get("https://wiki.example.com/")).status, 302);
    });

    test("the browser is sent to the public address, and comes back to the login's own host", async () => {
      const page = await browser().get("https://grafana.example.com/");
      assert.equal(page.status, 302);
      const target = new URL(location(page) ?? "");
      assert.equal(target.origin, AUTH);
      assert.equal(
        target.searchParams.get("redirect_uri"),
        `${AUTH}/outpost.goauthentik.io/callback?X-authentik-auth-callback=true`,
      );
    });

    test("who is in no group of the application gets no session", async () => {
      const groups = results(await world.call("GET", "/core/groups/?name=sso-users"));
      const [alice] = results(await world.call("GET", "/core/users/?username=alice"));
      await world.call("POST", `/core/groups/${String(groups[0]?.pk)}/remove_user/`, { pk: alice?.pk });
      const visitor = browser();
      await logIn(visitor, "https://grafana.example.com/");
      assert.equal((await visitor.get("https://grafana.example.com/")).status, 302);
    });

    if (kind === "standalone") {
      test("a cookie of another outpost is taken away, and no session begins with it", async () => {
        const visitor = browser();
        const [given = ""] = cookiesOf(await visitor.get("https://grafana.example.com/"));
        const name = given.split("=")[0];
        const foreign = await browser().get("https://grafana.example.com/", [["Cookie", `${name}=${"A".repeat(52)}`]]);
        assert.deepEqual(
          cookiesOf(foreign).map((cookie) => /Max-Age=0/.test(cookie)),
          [true, true],
        );
      });

      test("its token opens its own outpost and providers, and nothing else", async () => {
        const own = await world.call("GET", "/outposts/instances/", undefined, token);
        assert.deepEqual(
          results(own).map(({ name }) => name),
          ["edge"],
        );
        const providers = await world.call("GET", "/outposts/proxy/", undefined, token);
        assert.deepEqual(
          results(providers).map(({ name }) => name),
          ["SSO"],
        );
        for (const path of ["/core/users/", "/providers/proxy/", "/core/tokens/"]) {
          assert.equal((await world.call("GET", path, undefined, token)).status, 403, path);
        }
        assert.equal((await world.call("GET", "/outposts/proxy/", undefined, TOKEN)).status, 403);
        assert.equal((await world.call("GET", "/outposts/proxy/", undefined, "wrong")).status, 403);
      });

      test("a change of its provider is taken up without a restart", async () => {
        const [provider] = results(await world.call("GET", "/providers/proxy/"));
        const changed = await world.call("PATCH", `/providers/proxy/${String(provider?.pk)}/`, {
          mode: "forward_domain",
          external_host: "https://in.example.com",
        });
        assert.equal(changed.status, 200, JSON.stringify(changed.json));
        await eventually(async () => {
          assert.match(
            location(await browser().get("https://grafana.example.com/")) ?? "",
            /redirect_uri=https%3A%2F%2Fin\.example\.com/,
          );
        });
      });

      test("it goes on with what it knows while the core is away", async () => {
        await world.app.close();
        await new Promise((resolve) => setTimeout(resolve, 150));
        assert.equal((await browser().get("https://grafana.example.com/")).status, 302);
      });
    }
  });
}

test("the proxy role names the variable that it misses", () => {
  assert.throws(
    () => readProxyConfig({}),
    (error) => error instanceof ConfigError && /AUTHENTIK_HOST/.test(error.message),
  );
  assert.throws(() => readProxyConfig({ AUTHENTIK_HOST: "http://server:9000" }), /AUTHENTIK_TOKEN/);
});

/** From a service's page through the login's form to where that leads. */
async function logIn(visitor: Browser, url: string): Promise<Page> {
  const form = await visitor.open(url);
  return visitor.logIn(form.url, ALICE.username, ALICE.password);
}

function cookiesOf(page: Page): string[] {
  return page.headers.flatMap(([name, value]) => (name === "Set-Cookie" ? [value] : []));
}

async function domainProvider(world: World): Promise<number> {
  const flows = results(await world.call("GET", "/flows/instances/?page_size=100"));
  const flow = (slug: string) => flows.find((one) => one.slug === slug)?.pk;
  const provider = await world.call("POST", "/providers/proxy/", {
    name: "SSO",
    mode: "forward_domain",
    external_host: AUTH,
    cookie_domain: ".example.com",
    authorization_flow: flow("default-provider-authorization-implicit-consent"),
    invalidation_flow: flow("default-provider-invalidation-flow"),
    access_token_validity: "hours=24",
  });
  const application = await world.call("POST", "/core/applications/", {
    name: "SSO",
    slug: "sso",
    provider: provider.json.pk,
  });
  const group = await world.call("POST", "/core/groups/", { name: "sso-users" });
  await world.call("POST", "/policies/bindings/", { target: application.json.pk, group: group.json.pk, order: 0 });
  return Number(provider.json.pk);
}

/** Puts the provider on the embedded outpost, or on one of our own. */
async function serve(world: World, kind: "embedded" | "standalone", provider: number) {
  if (kind === "standalone") {
    const body = { name: "edge", type: "proxy", providers: [provider], config: { authentik_host: AUTH } };
    return (await world.call("POST", "/outposts/instances/", body)).json;
  }
  const [embedded] = results(await world.call("GET", "/outposts/instances/"));
  const path = `/outposts/instances/${String(embedded?.pk)}/`;
  return (await world.call("PATCH", path, { providers: [provider], config: { authentik_host: AUTH } })).json;
}

async function addAlice(world: World): Promise<void> {
  const groups = results(await world.call("GET", "/core/groups/?name=sso-users"));
  const alice = await world.call("POST", "/core/users/", {
    username: ALICE.username,
    name: "Alice",
    email: "alice@example.com",
    groups: [groups[0]?.pk],
  });
  await world.call("POST", `/core/users/${String(alice.json.pk)}/set_password/`, { password: ALICE.password });
}
