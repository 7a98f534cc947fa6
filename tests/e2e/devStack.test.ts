/**
 * The dev stack as a stranger gets it: `up` in a fresh clone, the gate from outside with the real Traefik, `down`
 * and `up` again, `down --data`. One stack for the whole file; the tests build on each other in order.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import { AppContainer } from "../support/appContainer";
import { AuthentikApi } from "../support/authentikApi";
import { CheckoutCopy } from "../support/checkoutCopy";
import { withoutEngine } from "../support/engine";
import { removeLeftovers } from "../support/leftovers";
import { StackState } from "../support/stackState";
import { leadsToLogin } from "../support/visitor";
import { Visitors } from "../support/visitors";

const ADDRESS = "127.0.0.5";
const DOMAIN = "e2e.localhost";
const AUTH = `https://auth.${DOMAIN}`;
const PREFIX = "sso-e2e";
const API = "http://127.0.0.1:19005";
const DOMAIN_SERVICES = ["grafana", "uptime-kuma", "mealie", "proxmox"];
const EXCLUDED = ["jellyfin", "immich"];
const PASSWORD = "correct horse battery staple";

const excluded = (name: string) => ({
  name,
  port: 8096,
  access: { mode: "excluded", reason: "its apps log in themselves", owner: "tests" },
});
const SERVICES = [
  { name: "grafana", port: 3000 },
  { name: "uptime-kuma", port: 3001 },
  { name: "mealie", port: 9000 },
  { name: "proxmox", url: `http://${PREFIX}-proxmox:8000` },
  {
    name: "portainer",
    port: 9000,
    access: { mode: "application", groups: ["authentik Admins"], reason: "starts containers as root" },
  },
  {
    name: "ci",
    port: 8000,
    access: { mode: "excluded", reason: "webhooks of the forge", owner: "tests", paths: ["/hook/"] },
  },
  ...EXCLUDED.map(excluded),
];

describe("the dev stack, end to end", { skip: withoutEngine() }, () => {
  let copy: CheckoutCopy;
  let state: StackState;
  let adminPassword = "";
  let api: AuthentikApi;
  const visitors = new Visitors({ address: ADDRESS, domain: DOMAIN });
  const url = (service: string, path?: string) => visitors.url(service, path);

  before(async () => {
    await removeLeftovers(PREFIX);
    copy = new CheckoutCopy({
      domain: DOMAIN,
      prefix: PREFIX,
      bindAddress: ADDRESS,
      authentikApiPort: 19005,
      dashboardHost: `traefik.${DOMAIN}`,
      // A second factor has tests of its own, and all visitors share one address, which wrong passwords would shut out.
      login: { mfa: "off", failedLogins: 0 },
      groups: [],
      users: [],
      services: SERVICES,
    });
    const up = await copy.run(["up", "--json"]);
    assert.equal(up.code, 0, `${up.stdout}\n${up.stderr}`);
    state = new StackState(copy);
    const known = await state.outputs();
    visitors.ca = String(known.caCertificate);
    adminPassword = String(known.adminPassword);
    api = new AuthentikApi(API, await state.bootstrapToken());
    await api.addUser("alice", PASSWORD, ["sso-users"]);
    await api.addUser("bob", PASSWORD, []);
  });

  after(async () => {
    await visitors.close();
    await copy.run(["down", "--data", "--yes"]);
    copy.remove();
  });

  test("nobody who is not logged in gets past the gate, on any protected service", async () => {
    const stranger = visitors.stranger();
    for (const service of [...DOMAIN_SERVICES, "portainer", "traefik", "ci"]) {
      const page = await stranger.open(url(service));
      assert.ok(leadsToLogin(page, AUTH), `${service}: ${page.status} ${page.location ?? page.text.slice(0, 80)}`);
    }
  });

  test("plain HTTP only redirects to HTTPS", async () => {
    const page = await visitors.stranger().open(`http://grafana.${DOMAIN}/secret?x=1`);
    assert.equal(page.status, 308 - 7, "Traefik's permanent redirect of a GET");
    assert.equal(page.location, `https://grafana.${DOMAIN}/secret?x=1`);
  });

  test("one login opens every other service, with the identity in its headers", async () => {
    const alice = visitors.stranger();
    const first = await alice.logIn(url("grafana", "/dashboards?from=now"), "alice", PASSWORD);
    assert.equal(first.url, url("grafana", "/dashboards?from=now"), "back to the page that was asked for");
    for (const service of DOMAIN_SERVICES) {
      const page = await alice.open(url(service));
      assert.equal(page.status, 200, `${service} after one login`);
      assert.match(page.text, /^X-Authentik-Username: alice$/im);
      assert.match(page.text, /^X-Authentik-Groups: .*sso-users/im);
      assert.doesNotMatch(page.text, /^X-Authentik-Jwt: \S/im, "a token that a service could replay");
    }
  });

  test("headers that a client sends never pass for an identity", async () => {
    const forged = {
      "X-authentik-username": "akadmin",
      "X-authentik-groups": "authentik Admins",
      "X-authentik-made-up": "yes",
      X_authentik_username: "akadmin",
      "X.authentik.username": "akadmin",
    };
    const alice = visitors.stranger();
    await alice.logIn(url("grafana"), "alice", PASSWORD);
    const protectedPage = await alice.open(url("grafana"), { headers: forged });
    assert.match(protectedPage.text, /^X-Authentik-Username: alice$/im);
    assert.doesNotMatch(protectedPage.text, /akadmin|made-up/i);
    for (const path of [url("jellyfin"), url("ci", "/hook/push")]) {
      const open = await visitors.stranger().open(path, { headers: forged });
      assert.equal(open.status, 200);
      assert.doesNotMatch(open.text, /akadmin|authentik Admins/i, path);
    }
  });

  test("excluded services answer without a login, and of a service with open paths only those", async () => {
    const stranger = visitors.stranger();
    for (const service of EXCLUDED) assert.equal((await stranger.open(url(service))).status, 200, service);
    assert.equal((await stranger.open(url("ci", "/hook/push"))).status, 200);
    for (const path of ["/", "/hook", "/hook/../secret", "/x?next=/hook/"]) {
      assert.ok(leadsToLogin(await stranger.open(url("ci", path)), AUTH), path);
    }
  });

  test("the outpost's path reaches authentik on every subdomain, known to the fleet or not", async () => {
    const stranger = visitors.stranger();
    for (const service of [...DOMAIN_SERVICES, ...EXCLUDED, "auth", "not-a-service", "a.b"]) {
      // The certificate covers one level; the router covers any.
      if (service.includes(".")) continue;
      const ping = await stranger.open(url(service, "/outpost.goauthentik.io/ping"));
      assert.equal(ping.status, 204, service);
    }
    const start = await stranger.open(
      url("grafana", `/outpost.goauthentik.io/start?rd=${encodeURIComponent(url("mealie"))}`),
    );
    assert.ok(leadsToLogin(start, AUTH));
    const callback = await stranger.open(
      url("grafana", "/outpost.goauthentik.io/callback?X-authentik-auth-callback=true&code=x&state=y"),
    );
    assert.equal(callback.status, 400, "authentik answers the callback, not the app");
    assert.doesNotMatch(callback.text, /Hostname:/);
  });

  test("an app in its container asks authentik by the login's public name, with the stack's authority and no other", async () => {
    const app = new AppContainer(`${PREFIX}-apps`, `${PREFIX}-authentik-server`);
    const discovery = `${AUTH}/application/o/sso-${DOMAIN.replaceAll(".", "-")}/.well-known/openid-configuration`;
    const trusting = await app.get(discovery, visitors.ca);
    const { issuer, token_endpoint } = JSON.parse(trusting) as { issuer: string; token_endpoint: string };
    assert.equal(new URL(issuer).origin, AUTH);
    assert.equal(new URL(token_endpoint).origin, AUTH);
    assert.match(await app.get(discovery, ""), /CERT|UNABLE_TO/);
    // Of all public names only the login's leads to Traefik inside.
    assert.match(await app.get(url("grafana"), visitors.ca), /ENOTFOUND|ECONNREFUSED|EAI_AGAIN/);
  });

  test("a service for one group has a provider of its own: others are refused after the same login", async () => {
    const alice = visitors.stranger();
    await alice.logIn(url("grafana"), "alice", PASSWORD);
    const refused = await alice.visit(url("portainer"));
    assert.equal(new URL(refused.url).host, `auth.${DOMAIN}`);
    assert.doesNotMatch(refused.text, /Hostname:/, "the app's page");
    const admin = visitors.stranger();
    await admin.logIn(url("portainer"), "akadmin", adminPassword);
    assert.match((await admin.visit(url("portainer"))).text, /^X-Authentik-Username: akadmin$/im);
  });

  test("a user without the default group reaches nothing", async () => {
    const bob = visitors.stranger();
    const page = await bob.logIn(url("grafana"), "bob", PASSWORD);
    assert.equal(new URL(page.url).host, `auth.${DOMAIN}`);
    assert.ok(leadsToLogin(await bob.open(url("mealie")), AUTH));
  });

  test("signing out on one service ends the session on the others", async () => {
    const alice = visitors.stranger();
    await alice.logIn(url("grafana"), "alice", PASSWORD);
    assert.equal((await alice.open(url("mealie"))).status, 200);
    await alice.open(url("grafana", "/outpost.goauthentik.io/sign_out"));
    assert.ok(leadsToLogin(await alice.open(url("mealie")), AUTH));
  });

  test("a wrong password is refused, and tries are limited by Redis", async () => {
    const guesser = visitors.stranger();
    await assert.rejects(guesser.logIn(url("grafana"), "alice", "wrong"), /ak-stage-password|response_errors|denied/);
    const executor = url("auth", "/api/v3/flows/executor/sso-login/?query=");
    const answers = await Promise.all(Array.from({ length: 90 }, () => guesser.open(executor)));
    assert.ok(
      answers.some(({ status }) => status === 429),
      "too many tries answer 429",
    );
    const docker = new Docker();
    const exec = await docker
      .getContainer(`${PREFIX}-redis`)
      .exec({ Cmd: ["redis-cli", "--raw", "keys", "rate:*"], AttachStdout: true });
    const stream = await exec.start({});
    const keys = (await stream.toArray()).map(String).join("");
    assert.match(keys, /rate:login-limit@docker/);
  });

  test("the article's first bug: in single-application mode every other service answers Not Found", async () => {
    const provider = await api.find(`/providers/proxy/?search=${encodeURIComponent(`SSO for ${DOMAIN}`)}`);
    const path = `/providers/proxy/${String(provider.pk)}/`;
    await api.call("PATCH", path, { mode: "forward_single" });
    try {
      const page = await visitors.stranger().open(url("grafana"));
      assert.equal(page.status, 404);
      assert.match(page.text, /not found/i);
      assert.doesNotMatch(page.text, /Hostname:/, "closed, not open");
    } finally {
      await api.call("PATCH", path, { mode: "forward_domain" });
    }
    assert.ok(leadsToLogin(await visitors.stranger().open(url("grafana")), AUTH));
  });

  test("a second preview changes nothing, and no secret stands in the state in plain text", async () => {
    const preview = await copy.pulumi(["preview", "--expect-no-changes"]);
    assert.equal(preview.code, 0, preview.stdout + preview.stderr);
    const secrets = await state.secrets();
    assert.ok(secrets.length >= 5, `${secrets.length} secrets to look for`);
    assert.deepEqual(await state.inPlainText(), []);
  });

  test("down keeps the data: the next up has the same users and passwords", async () => {
    const down = await copy.run(["down"]);
    assert.equal(down.code, 0, down.stderr);
    const docker = new Docker();
    const names = async () => (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
    assert.deepEqual(
      (await names()).filter((name) => name.startsWith(`/${PREFIX}-`)),
      [],
    );
    assert.equal((await copy.run(["down"])).code, 0, "down is safe to repeat");
    const list = await copy.run(["break-glass", "list"]);
    assert.match(list.stdout, /Nothing is open/, list.stderr);
    assert.equal(list.code, 0, "what is down is not open");
    const up = await copy.run(["up", "--json"]);
    assert.equal(up.code, 0, `${up.stdout}\n${up.stderr}`);
    const alice = visitors.stranger();
    const page = await alice.logIn(url("grafana"), "alice", PASSWORD);
    assert.match(page.text, /^X-Authentik-Username: alice$/im);
    const admin = visitors.stranger();
    await admin.logIn(url("portainer"), "akadmin", adminPassword);
  });

  test("down --data leaves no container, network, volume or state behind", async () => {
    const down = await copy.run(["down", "--data", "--yes"]);
    assert.equal(down.code, 0, down.stderr);
    const docker = new Docker();
    const ours = (name: string) => name.replace(/^\//, "").startsWith(`${PREFIX}-`);
    const containers = (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
    const networks = (await docker.listNetworks()).map(({ Name }) => Name);
    const { Volumes } = await docker.listVolumes();
    assert.deepEqual([...containers, ...networks, ...(Volumes ?? []).map(({ Name }) => Name)].filter(ours), []);
    const status = await copy.run(["status", "--json"]);
    assert.doesNotMatch(status.stdout, /grafana/);
  });
});
