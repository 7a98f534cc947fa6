/**
 * An own Docker host and stack on plain pulumi, with DNS and mail, as the README's section of that name describes it:
 * the recovery by mail, alerts and the audit trail, what `pulumi policy analyze` says of its state, and what a missing
 * outpost router really breaks.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import Docker from "dockerode";
import type { AuditRow } from "../../cli/audit/row";
import { type FakeCloudflare, startFakeCloudflare } from "../../testbed/cloudflare/fakeCloudflare";
import { bundledProgram } from "../support/bundledProgram";
import { WITH_TYPES } from "../support/command";
import { withoutEngine } from "../support/engine";
import { eventually } from "../support/eventually";
import { CHANGES, ExportedState } from "../support/exportedState";
import { Flow } from "../support/flow";
import { removeLeftovers } from "../support/leftovers";
import { linkIn } from "../support/mailServer";
import { Outside } from "../support/outside";
import { PlainStack } from "../support/plainStack";
import { StackState } from "../support/stackState";
import { leadsToLogin } from "../support/visitor";
import { Visitors } from "../support/visitors";

const ADDRESS = "127.0.0.7";
const DOMAIN = "lab.example";
const AUTH = `https://login.${DOMAIN}`;
const PREFIX = "sso-own";
const DAVES_MAIL = "dave@example.com";
const ADMINS_MAIL = `admin@${DOMAIN}`;
const NEW_PASSWORD = randomBytes(18).toString("base64url");
const GUESSES = ["guess-of-a-test-1", "guess-of-a-test-2", "guess-of-a-test-3"];
const MISTAKEN_PROGRAM = join(__dirname, "..", "integration", "mistakenProgram");

describe("a stack on an own host, with plain pulumi", { skip: withoutEngine() }, () => {
  let stack: PlainStack;
  let state: StackState;
  let cloudflare: FakeCloudflare;
  let outside: Outside;
  let passwords: Record<string, string> = {};
  const docker = new Docker();
  const visitors = new Visitors({ address: ADDRESS, domain: DOMAIN });
  const url = (service: string, path?: string) => visitors.url(service, path);
  const logIn = (name: string, service: string) => visitors.logIn(name, passwords[name] ?? "", service);

  before(async () => {
    await removeLeftovers(PREFIX);
    cloudflare = await startFakeCloudflare({ zone: DOMAIN });
    outside = await Outside.open(PREFIX);
    stack = await PlainStack.create(
      {
        domain: DOMAIN,
        authHost: `login.${DOMAIN}`,
        login: { mfa: "off", failedLogins: 0 },
        prefix: PREFIX,
        bindAddress: ADDRESS,
        authentikApiPort: 19007,
        cloudflareApiUrl: cloudflare.url,
        cloudflareZoneId: cloudflare.zoneId,
        dnsTarget: "203.0.113.7",
        dnsWildcard: false,
        users: [{ username: "carol" }, { username: "dave", email: DAVES_MAIL, groups: ["sso-users"] }],
        ...outside.config,
        redis: false,
        protect: false,
        services: [
          { name: "grafana", port: 3000 },
          { name: "jellyfin", port: 8096, access: { mode: "excluded", reason: "TV apps log in themselves" } },
          { name: "portainer", port: 9000, access: { mode: "application", groups: ["sso-users"] } },
        ],
      },
      { cloudflareApiToken: cloudflare.token, ...outside.secrets },
    );
    state = new StackState(stack);
    const up = await stack.pulumi(["up", "--yes", "--policy-pack", "policies"], { env: WITH_TYPES });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    for (const secret of Object.values(outside.secrets)) assert.ok(!(up.stdout + up.stderr).includes(secret));
    const known = await state.outputs();
    visitors.ca = String(known.caCertificate);
    passwords = {
      ...(known.initialPasswords as Record<string, string>),
      akadmin: String(known.adminPassword),
      "break-glass": String(known.breakGlassPassword),
    };
  });

  after(async () => {
    try {
      await visitors.close();
      const destroy = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
      stack.remove();
      assert.equal(destroy.code, 0, destroy.stdout + destroy.stderr);
    } finally {
      // Servers that listen would keep a failed run from ending.
      await cloudflare.close();
      await outside.close();
    }
  });

  test("the login opens the services of the configured domain", async () => {
    const stranger = visitors.stranger();
    await eventually(async () => assert.ok(leadsToLogin(await stranger.open(url("grafana")), AUTH)));
    const { page } = await logIn("akadmin", "grafana");
    assert.match(page.text, /^X-Authentik-Username: akadmin$/im);
    assert.equal((await visitors.stranger().open(url("jellyfin"))).status, 200);
  });

  test("a forgotten password comes back by mail: a link that works once, and only the new password after it", async () => {
    const forgetful = visitors.stranger();
    const login = await Flow.begin(forgetful, url("grafana"));
    const forgotten = await Flow.begin(forgetful, new URL(String(login.challenge.recovery_url), AUTH).href);
    assert.equal((await forgotten.answer({ uid_field: "dave" })).component, "ak-stage-email");
    const mail = await eventually(() => {
      const found = outside.mail.mails.find(({ to }) => to.includes(DAVES_MAIL));
      assert.ok(found, "no mail yet");
      return found;
    });
    assert.ok(mail.encrypted, "it came by STARTTLS");
    assert.equal(mail.user, outside.config.smtpUsername);
    assert.equal(mail.from, "sso@example.com");
    const link = linkIn(mail);
    assert.ok(link.startsWith(`${AUTH}/if/flow/${PREFIX}-recovery/?`), "the public address of the login");

    const opened = await Flow.begin(forgetful, link);
    assert.equal(opened.challenge.component, "ak-stage-prompt");
    await opened.answer({ password: NEW_PASSWORD, password_repeat: NEW_PASSWORD });
    const page = await opened.leave();
    assert.equal(page.url, url("grafana"), "back to the page that was asked for");
    assert.match(page.text, /^X-Authentik-Username: dave$/im);

    const again = await Flow.begin(visitors.stranger(), link);
    assert.equal(again.challenge.component, "ak-stage-identification", "the link is used up");
    await assert.rejects(logIn("dave", "grafana"), /response_errors/, "the old password");
    const anew = await visitors.logIn("dave", NEW_PASSWORD, "grafana");
    assert.match(anew.page.text, /^X-Authentik-Username: dave$/im);
  });

  test("failed logins and the use of the emergency administrator raise alerts, by webhook and by mail", async () => {
    const posts = (user: string, action: string) =>
      outside.alerts.posts.filter(
        ({ event_user_username, body }) => event_user_username === user && String(body).startsWith(`${action}: `),
      );
    const mails = (action: string, user: string) =>
      outside.mail.mails.filter(
        ({ to, text }) =>
          to.includes(ADMINS_MAIL) && text.includes(`Subject: [${PREFIX}]${action}`) && text.includes(user),
      );
    const guesser = await Flow.begin(visitors.stranger(), url("grafana"));
    await guesser.answer({ uid_field: "carol" });
    for (const password of GUESSES) assert.ok((await guesser.answer({ password })).response_errors, "a wrong password");
    await logIn("break-glass", "grafana");
    await eventually(() => {
      assert.equal(posts("carol", "login_failed").length, GUESSES.length);
      assert.equal(mails("login_failed", "carol").length, GUESSES.length);
      assert.equal(posts("break-glass", "login").length, 1);
      assert.equal(mails("login", "break-glass").length, 1);
    });
    assert.deepEqual(
      posts("carol", "login_failed").map(({ severity }) => severity),
      ["warning", "warning", "warning"],
    );
    assert.equal(posts("break-glass", "login")[0]?.severity, "alert");
    assert.deepEqual(posts("dave", "login"), [], "anybody else's login is none");
    const told = JSON.stringify([outside.alerts.posts, mails("login_failed", "carol")]);
    for (const password of GUESSES) assert.ok(!told.includes(password), "an alert tells the password that was tried");
  });

  test("the audit trail holds the failed logins, the recovery and the emergency login, without the link", async () => {
    const { stdout, stderr } = await stack.operate(["audit-log", "--since", "1h", "--json"]);
    const { rows } = JSON.parse(stdout) as { rows: AuditRow[] };
    for (const secret of Object.values(outside.secrets)) assert.ok(!(stdout + stderr).includes(secret));
    const count = (who: string, what: string) => rows.filter((row) => row.who === who && row.what === what).length;
    assert.equal(count("carol", "login_failed"), GUESSES.length);
    assert.equal(count("dave", "login_failed"), 1, "the old password");
    assert.equal(count("dave", "password_set"), 1);
    assert.equal(count("break-glass", "login"), 1);
    assert.ok(rows.some(({ what, detail }) => what === "email_sent" && detail.includes(DAVES_MAIL)));
    assert.doesNotMatch(JSON.stringify(rows), /flow_token=[\w-]/);
  });

  test("authentik's logs hold no password that was typed, and nothing that mail and alerts are sent with", async () => {
    const secrets = [NEW_PASSWORD, ...GUESSES, ...Object.values(passwords), ...Object.values(outside.secrets)];
    for (const role of ["server", "worker"]) {
      const container = docker.getContainer(`${PREFIX}-authentik-${role}`);
      const log = (await container.logs({ stdout: true, stderr: true })).toString();
      assert.match(log, /started|listening/, "the log is there");
      for (const secret of secrets) assert.ok(!log.includes(secret), `${role} logs a secret`);
    }
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

  test("without a limit on logins there is no Redis", async () => {
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
    const outpost = (path: string) => url("grafana", `/outpost.goauthentik.io/${path}`);
    const up = await stack.pulumi(["up", "--yes", "--skip-preview"], {
      cwd: await bundledProgram(MISTAKEN_PROGRAM),
      env: { MISTAKE: "no-outpost-router" },
    });
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const stranger = visitors.stranger();
    await eventually(async () => assert.equal((await stranger.open(`${AUTH}/-/health/ready/`)).status, 200));
    assert.ok(leadsToLogin(await stranger.open(outpost("ping")), AUTH), "the ping asks for a login");
    const admin = (await logIn("akadmin", "grafana")).browser;
    for (const path of ["ping", "sign_out", "start"]) {
      assert.match((await admin.open(outpost(path))).text, /^Name: grafana$/m, `${path} reaches the service`);
    }
    const repaired = await stack.pulumi(["up", "--yes", "--skip-preview"]);
    assert.equal(repaired.code, 0, repaired.stdout + repaired.stderr);
    await eventually(async () => assert.equal((await visitors.stranger().open(outpost("ping"))).status, 204));
  });
});
