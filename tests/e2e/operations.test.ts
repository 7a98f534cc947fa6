/**
 * A stack whose people, groups and native login are data: who reaches what, what the audit trail says of it, the way
 * from oidc to domain and back, the emergency route, and where secrets are. One stack; the tests build on each other.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import type { AuditRow } from "../../cli/audit/row";
import { AuthentikApi } from "../support/authentikApi";
import { CheckoutCopy } from "../support/checkoutCopy";
import { withoutEngine } from "../support/engine";
import { eventually } from "../support/eventually";
import { removeLeftovers } from "../support/leftovers";
import { StackState } from "../support/stackState";
import { leadsToLogin, type Visitor } from "../support/visitor";
import { Visitors } from "../support/visitors";

const ADDRESS = "127.0.0.9";
const DOMAIN = "ops.localhost";
const AUTH = `https://auth.${DOMAIN}`;
/** A second domain behind the same login. */
const ANNEX = "annex.localhost";
const PREFIX = "sso-ops";
const API = "http://127.0.0.1:19009";
/** Addresses that Traefik may see of this machine: gateways of Docker's networks. */
const HERE = "172.16.0.0/12,192.168.0.0/16,10.0.0.0/8";

const grafana = (mode: string) => ({ name: "grafana", port: 3000, access: { mode, preset: "grafana" } });
const services = (mode: string) => [
  grafana(mode),
  { name: "wiki", port: 8000 },
  { name: "forum", port: 8000, host: `forum.${ANNEX}` },
  { name: "portainer", port: 9000, access: { mode: "application", groups: ["admins"], reason: "starts containers" } },
];

describe("a stack in operation, end to end", { skip: withoutEngine() }, () => {
  let copy: CheckoutCopy;
  let state: StackState;
  let printed = "";
  /** Who left the group of Portainer, and whose session nobody ended. */
  let dora: Visitor;
  let passwords: Record<string, string> = {};
  const docker = new Docker();
  const visitors = new Visitors({ address: ADDRESS, domain: DOMAIN });
  const url = (service: string, path?: string) => visitors.url(service, path);
  const logIn = (name: string, service: string) => visitors.logIn(name, passwords[name] ?? "", service);
  const up = async () => {
    const result = await copy.run(["up", "--json"]);
    printed += result.stdout + result.stderr;
    assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  };
  const trail = async (): Promise<readonly AuditRow[]> => {
    const { stdout, stderr } = await copy.run(["audit-log", "--since", "1h", "--json"]);
    printed += stdout + stderr;
    return (JSON.parse(stdout) as { rows: AuditRow[] }).rows;
  };
  const client = async (): Promise<unknown> => {
    const resources = await state.resources();
    const named = (end: string) => resources.find(({ urn }) => urn.endsWith(`::grafana-oidc-${end}`));
    const provider = named("provider")?.outputs;
    assert.ok(provider?.clientId, "grafana has a client");
    return { id: provider.clientId, secret: provider.clientSecret, pk: provider.providerOauth2Id };
  };

  const takeOutOfAdmins = async (...usernames: string[]): Promise<void> => {
    const api = new AuthentikApi(API, await state.bootstrapToken());
    const group = await api.find("/core/groups/?name=admins");
    for (const username of usernames) {
      const user = await api.find(`/core/users/?username=${username}`);
      await api.call("POST", `/core/groups/${String(group.pk)}/remove_user/`, { pk: user.pk });
    }
  };

  before(async () => {
    await removeLeftovers(PREFIX);
    copy = new CheckoutCopy({
      domain: DOMAIN,
      prefix: PREFIX,
      bindAddress: ADDRESS,
      authentikApiPort: 19009,
      dashboardHost: "",
      login: { mfa: "off", failedLogins: 0, applicationMinutes: 1 },
      groups: [{ name: "admins" }, { name: "guests" }],
      furtherDomains: [{ domain: ANNEX, group: "guests" }],
      users: [
        { username: "alice", groups: ["sso-users", "guests"] },
        { username: "bob", groups: ["admins", "sso-users"] },
        { username: "carol" },
        { username: "dora", groups: ["admins", "sso-users"] },
        { username: "gus", groups: ["guests"] },
      ],
      services: services("oidc"),
    });
    state = new StackState(copy);
    await up();
    const open = JSON.parse((await copy.pulumi(["stack", "output", "--json"])).stdout) as { sso?: { domain?: string } };
    assert.equal(open.sso?.domain, DOMAIN, "the contract holds no secret, so that other stacks can read it");
    const known = await state.outputs();
    visitors.ca = String(known.caCertificate);
    passwords = known.initialPasswords as Record<string, string>;
  });

  after(async () => {
    await visitors.close();
    await copy.run(["down", "--data", "--yes"]);
    copy.remove();
  });

  test("groups decide: a user reaches what is for everybody, an administrator both, a user without a group nothing", async () => {
    const alice = await logIn("alice", "wiki");
    assert.match(alice.page.text, /^X-Authentik-Username: alice$/im);
    const refused = await alice.browser.visit(url("portainer"));
    assert.equal(new URL(refused.url).host, `auth.${DOMAIN}`);
    const bob = await logIn("bob", "portainer");
    assert.match(bob.page.text, /^X-Authentik-Username: bob$/im);
    assert.equal((await bob.browser.visit(url("wiki"))).status, 200);
    const carol = await logIn("carol", "wiki");
    assert.equal(new URL(carol.page.url).host, `auth.${DOMAIN}`);
    assert.ok(leadsToLogin(await carol.browser.open(url("portainer")), AUTH));
    const container = (await state.resources()).find(({ urn }) => urn.endsWith("container:Container::portainer"));
    const waitedFor = container?.dependencies?.some((urn) => urn.endsWith("::portainer-application-attachment"));
    assert.ok(waitedFor, "nobody reaches it before its groups are enforced");
  });

  test("the audit trail names logins, and who was refused where", async () => {
    const rows = await trail();
    const has = (wanted: Partial<AuditRow>) =>
      rows.some((row) => Object.entries(wanted).every(([field, value]) => row[field as keyof AuditRow] === value));
    assert.ok(has({ who: "alice", what: "login", outcome: "allowed" }), "a login");
    assert.ok(has({ who: "alice", service: "portainer", outcome: "denied" }), "a refusal");
    assert.ok(has({ who: "bob", service: "portainer", outcome: "allowed" }), "an authorisation");
    assert.ok(has({ who: "carol", outcome: "denied" }), "a user without a group");
  });

  test("a second domain has a cookie and a group of its own behind the same login", async () => {
    const forum = `https://forum.${ANNEX}/`;
    const gus = visitors.stranger();
    const page = await gus.logIn(forum, "gus", passwords.gus ?? "");
    assert.equal(page.url, forum);
    assert.match(page.text, /^X-Authentik-Username: gus$/im);
    const refused = await gus.visit(url("wiki"));
    assert.equal(new URL(refused.url).origin, AUTH, "a guest of the second domain is none of the first");
    const alice = await logIn("alice", "wiki");
    assert.ok(leadsToLogin(await alice.browser.open(forum), AUTH), "the first domain's cookie opens nothing there");
    const both = await alice.browser.visit(forum);
    assert.equal(both.url, forum, "and no second login is asked for");
    assert.match(both.text, /^X-Authentik-Username: alice$/im);
  });

  test("who is taken out of a group is out at once after 'revoke'", async () => {
    const bob = await logIn("bob", "portainer");
    dora = (await logIn("dora", "portainer")).browser;
    await takeOutOfAdmins("bob", "dora");
    const revoked = await copy.run(["revoke", "bob", "--json"]);
    assert.equal(revoked.code, 0, revoked.stderr);
    assert.ok(leadsToLogin(await bob.browser.open(url("portainer")), AUTH), "the session ended");
    const again = await logIn("bob", "portainer");
    assert.equal(new URL(again.page.url).host, `auth.${DOMAIN}`, "and the group decides anew");
  });

  test("one word takes an app from its own login to the domain's and back, with the same client", async () => {
    const before = await client();
    assert.equal((await visitors.stranger().open(url("grafana"))).status, 200, "it logs in itself");
    copy.configure({ services: services("domain") });
    await up();
    assert.ok(leadsToLogin(await visitors.stranger().open(url("grafana")), AUTH));
    assert.deepEqual(await client(), before);
    copy.configure({ services: services("oidc") });
    await up();
    assert.equal((await visitors.stranger().open(url("grafana"))).status, 200);
    assert.deepEqual(await client(), before);
  });

  test("authentik is down: the emergency route is open when it is said to be, is on record, and closes by itself", async () => {
    const ask = (service: string, headers = {}) => visitors.stranger().open(url(service), { headers });
    const server = docker.getContainer(`${PREFIX}-authentik-server`);
    let authorization = "";
    await server.stop();
    try {
      const reason = ["--reason", "authentik is down, a test"];
      const opened = await copy.run([
        "break-glass",
        "open",
        "wiki",
        "--for",
        "1m",
        "--from",
        HERE,
        ...reason,
        "--json",
      ]);
      assert.equal(opened.code, 0, opened.stdout + opened.stderr);
      const { user, password, served } = JSON.parse(opened.stdout) as Record<string, unknown>;
      authorization = `Basic ${Buffer.from(`${String(user)}:${String(password)}`).toString("base64")}`;
      assert.equal((await ask("wiki", { authorization })).status, 200, opened.stderr);
      assert.equal(served, true);
      assert.equal((await ask("wiki")).status, 401, "not without the password");
    } finally {
      await server.start();
    }
    await eventually(async () =>
      assert.ok(leadsToLogin(await ask("portainer", { authorization }), AUTH), "nothing else"),
    );
    assert.ok((await trail()).some(({ what, service }) => what.startsWith("break_glass") && service === "wiki"));
    await eventually(async () => assert.ok(leadsToLogin(await ask("wiki", { authorization }), AUTH)), 90);
  });

  test("who is taken out of a group without 'revoke' is out after the documented time", async () => {
    await eventually(async () => assert.equal(new URL((await dora.visit(url("portainer"))).url).origin, AUTH), 70);
    assert.equal((await dora.visit(url("wiki"))).status, 200, "still logged in, and in the other group");
  });

  test("no secret is printed, logged, on a label, or in a container that is not to know it", async () => {
    const secrets = await state.secrets();
    assert.ok(secrets.length >= 10, `${secrets.length} secrets to look for`);
    const mayKnow = new Set(["authentik-server", "authentik-worker", "postgres", "grafana", "traefik"]);
    for (const { Id, Names } of await docker.listContainers({ all: true })) {
      const name = (Names[0] ?? "").slice(1);
      if (!name.startsWith(`${PREFIX}-`)) continue;
      const container = docker.getContainer(Id);
      const { Config } = await container.inspect();
      const open = JSON.stringify({ labels: Config.Labels, cmd: Config.Cmd, entrypoint: Config.Entrypoint });
      const logs = (await container.logs({ stdout: true, stderr: true })).toString();
      for (const { where, value } of secrets) {
        assert.ok(!open.includes(value), `${name}: ${where} on a label or the command line`);
        assert.ok(!logs.includes(value), `${name}: ${where} in the log`);
        const inside = Config.Env.some((line) => line.includes(value));
        assert.ok(!inside || mayKnow.has(name.slice(PREFIX.length + 1)), `${name}: ${where} in the environment`);
      }
    }
    for (const { where, value } of secrets) assert.ok(!printed.includes(value), `a command printed ${where}`);
    assert.deepEqual(await state.inPlainText(), []);
  });
});
