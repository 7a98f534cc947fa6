/**
 * An own Docker host and stack on plain pulumi, with DNS and mail, as the README's section of that name describes it;
 * what `pulumi policy analyze` says of its state; and what a missing outpost router really breaks.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import { type FakeCloudflare, startFakeCloudflare } from "../../testbed/cloudflare/fakeCloudflare";
import { bundledProgram } from "../support/bundledProgram";
import { WITH_TYPES } from "../support/command";
import { withoutEngine } from "../support/engine";
import { eventually } from "../support/eventually";
import { CHANGES, ExportedState } from "../support/exportedState";
import { removeLeftovers } from "../support/leftovers";
import { PlainStack } from "../support/plainStack";
import { leadsToLogin, Visitor } from "../support/visitor";

const ADDRESS = "127.0.0.7";
const DOMAIN = "lab.example";
const AUTH = `https://login.${DOMAIN}`;
/** A second domain behind the same login. */
const ANNEX = "annex.example";
const PREFIX = "sso-own";
const SMTP_PASSWORD = "xsmtpsib-of-a-test";
const MISTAKEN_PROGRAM = join(__dirname, "..", "integration", "mistakenProgram");

describe("a stack on an own host, with plain pulumi", { skip: withoutEngine() }, () => {
  let stack: PlainStack;
  let cloudflare: FakeCloudflare;
  let ca = "";
  const visitors: Visitor[] = [];
  const visitor = () => {
    const made = new Visitor({ address: ADDRESS, ca });
    visitors.push(made);
    return made;
  };

  before(async () => {
    await removeLeftovers(PREFIX);
    cloudflare = await startFakeCloudflare({ zone: DOMAIN });
    stack = await PlainStack.create(
      {
        domain: DOMAIN,
        authHost: `login.${DOMAIN}`,
        login: { mfa: "off", failedLogins: 0 },
        groups: [{ name: "guests" }],
        users: [
          { username: "ann", email: "ann@example.com", groups: ["sso-users", "guests"] },
          { username: "gus", email: "gus@example.com", groups: ["guests"] },
        ],
        furtherDomains: [{ domain: ANNEX, group: "guests" }],
        prefix: PREFIX,
        bindAddress: ADDRESS,
        authentikApiPort: 19007,
        cloudflareApiUrl: cloudflare.url,
        cloudflareZoneId: cloudflare.zoneId,
        dnsTarget: "203.0.113.7",
        dnsWildcard: false,
        smtpHost: "smtp-relay.brevo.com",
        smtpUsername: "login@example.com",
        smtpFrom: "sso@example.com",
        redis: false,
        protect: false,
        services: [
          { name: "grafana", port: 3000 },
          { name: "wiki", port: 8000, host: `wiki.${ANNEX}` },
          { name: "jellyfin", port: 8096, access: { mode: "excluded", reason: "TV apps log in themselves" } },
          { name: "portainer", port: 9000, access: { mode: "application", groups: ["sso-users"] } },
        ],
      },
      { cloudflareApiToken: cloudflare.token, smtpPassword: SMTP_PASSWORD },
    );
    const up = await stack.pulumi(["up", "--yes", "--policy-pack", "policies"], { env: WITH_TYPES });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.doesNotMatch(up.stdout + up.stderr, new RegExp(SMTP_PASSWORD));
    ca = String((await stack.outputs()).caCertificate);
  });

  after(async () => {
    await Promise.all(visitors.map((one) => one.close()));
    const destroy = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
    await cloudflare.close();
    stack.remove();
    assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
  });

  test("the login opens the services of the configured domain", async () => {
    const { adminPassword } = await stack.outputs();
    const admin = visitor();
    await eventually(async () => assert.ok(leadsToLogin(await admin.open(`https://grafana.${DOMAIN}/`), AUTH)));
    const page = await admin.logIn(`https://grafana.${DOMAIN}/`, "akadmin", String(adminPassword));
    assert.match(page.text, /^X-Authentik-Username: akadmin$/im);
    assert.equal((await visitor().open(`https://jellyfin.${DOMAIN}/`)).status, 200);
  });

  test("a second domain has a cookie and a group of its own behind the same login", async () => {
    const passwords = (await stack.outputs()).initialPasswords as Record<string, string>;
    const wiki = `https://wiki.${ANNEX}/`;
    const grafana = `https://grafana.${DOMAIN}/`;
    const gus = visitor();
    await eventually(async () => assert.ok(leadsToLogin(await gus.open(wiki), AUTH)));
    const page = await gus.logIn(wiki, "gus", passwords.gus ?? "");
    assert.equal(page.url, wiki);
    assert.match(page.text, /^X-Authentik-Username: gus$/im);
    const refused = await gus.visit(grafana);
    assert.equal(new URL(refused.url).origin, AUTH, "a guest of the second domain is none of the first");
    const ann = visitor();
    await ann.logIn(grafana, "ann", passwords.ann ?? "");
    assert.ok(leadsToLogin(await ann.open(wiki), AUTH), "the first domain's cookie opens nothing here");
    const both = await ann.visit(wiki);
    assert.equal(both.url, wiki);
    assert.match(both.text, /^X-Authentik-Username: ann$/im);
    assert.equal((await visitor().open(`https://wiki.${ANNEX}/outpost.goauthentik.io/ping`)).status, 204);
  });

  test("every host has a DNS record that points at the target", () => {
    const records = cloudflare.records().map(({ name, type, content }) => [name, type, content]);
    assert.deepEqual(records.sort(), [
      [`grafana.${DOMAIN}`, "A", "203.0.113.7"],
      [`jellyfin.${DOMAIN}`, "A", "203.0.113.7"],
      [`login.${DOMAIN}`, "A", "203.0.113.7"],
      [`portainer.${DOMAIN}`, "A", "203.0.113.7"],
    ]);
  });

  test("authentik sends mail by the configured server, and its container holds no Redis", async () => {
    const docker = new Docker();
    const { Config } = await docker.getContainer(`${PREFIX}-authentik-worker`).inspect();
    assert.ok(Config.Env.includes("AUTHENTIK_EMAIL__HOST=smtp-relay.brevo.com"));
    assert.ok(Config.Env.includes("AUTHENTIK_EMAIL__USE_TLS=true"));
    assert.ok(Config.Env.includes("AUTHENTIK_EMAIL__FROM=sso@example.com"));
    const names = (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
    assert.ok(!names.includes(`/${PREFIX}-redis`), "redis: false drops it");
  });

  test("a second preview changes nothing", async () => {
    const preview = await stack.pulumi(["preview", "--expect-no-changes", "--policy-pack", "policies"]);
    assert.equal(preview.code, 0, preview.stdout + preview.stderr);
  });

  describe("its state, judged without the program and without the host", () => {
    let state: ExportedState;
    before(async () => {
      state = await ExportedState.of(stack);
    });
    after(() => state.remove());

    test("passes as it is", async () => {
      const { code, said } = await state.analyzed();
      assert.equal(code, 0, said);
      assert.match(said, /\[cookie-boundary\]/, "the pack has run");
    });

    for (const [what, change, says] of CHANGES) {
      test(`with ${what} is refused`, async () => {
        const { code, said } = await state.analyzed(change);
        assert.notEqual(code, 0, said);
        assert.match(said, says);
      });
    }
  });

  test("without the outpost router, the login's start, sign-out and ping on a service's host reach the service", async () => {
    const { adminPassword } = await stack.outputs();
    const outpost = (path: string) => `https://grafana.${DOMAIN}/outpost.goauthentik.io/${path}`;
    const up = await stack.pulumi(["up", "--yes", "--skip-preview"], {
      cwd: await bundledProgram(MISTAKEN_PROGRAM),
      env: { MISTAKE: "no-outpost-router" },
    });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const stranger = visitor();
    await eventually(async () => assert.equal((await stranger.open(`${AUTH}/-/health/ready/`)).status, 200));
    assert.ok(leadsToLogin(await stranger.open(outpost("ping")), AUTH), "the ping asks for a login");
    const admin = visitor();
    await admin.logIn(`https://grafana.${DOMAIN}/`, "akadmin", String(adminPassword));
    for (const path of ["ping", "sign_out", "start"]) {
      assert.match((await admin.open(outpost(path))).text, /^Name: grafana$/m, `${path} reaches the service`);
    }
    const repaired = await stack.pulumi(["up", "--yes", "--skip-preview"]);
    assert.equal(repaired.code, 0, repaired.stdout + repaired.stderr);
    await eventually(async () => assert.equal((await visitor().open(outpost("ping"))).status, 204));
  });
});
