import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { GateLogin } from "../../components/login/login";
import type { RecordedResource } from "./recordedResources";
import { only, recordResources, settled } from "./recordedResources";

const BINDING = "authentik:index/policyBinding:PolicyBinding";
const STAGE_BINDING = "authentik:index/flowStageBinding:FlowStageBinding";
const VALIDATE = "authentik:index/stageAuthenticatorValidate:StageAuthenticatorValidate";

let recorded: RecordedResource[];
let login: GateLogin;
const BASE = {
  domain: "example.com",
  authHost: "auth.example.com",
  gateGroup: "sso-users",
  gateGroupId: "gate-group",
  takenUsers: ["akadmin"],
  apiUrl: "http://127.0.0.1:9000",
};

before(async () => {
  recorded = recordResources();
  const { GateLogin } = await import("../../components/login/login");
  login = new GateLogin("login", {
    ...BASE,
    prefix: "sso",
    mail: true,
    groups: [{ name: "staff" }, { name: "admins", parents: ["staff"], superuser: true }],
    users: [
      { username: "bob", groups: ["sso-users", "admins", "elsewhere"], email: "bob@example.com" },
      { username: "alice", groups: ["sso-users"] },
      { username: "carol" },
    ],
    login: { mfaGroups: ["staff"] },
    audit: { webhookUrl: "https://hooks.example.com/secret" },
  });
  new GateLogin("plain", {
    ...BASE,
    prefix: "plain",
    mail: false,
    login: { mfa: "optional", failedLogins: 0 },
    breakGlass: { enabled: false },
  });
  await settled();
});

const of = (type: string, prefix = "login") =>
  recorded.filter((one) => one.type === type && one.name.startsWith(`${prefix}-`));

/** Stages of a flow in the order in which they run, by the logical names of their bindings. */
function stages(slug: string, prefix: string): unknown[] {
  const flow = recorded.find(({ inputs }) => inputs.slug === slug);
  return of(STAGE_BINDING, prefix)
    .filter(({ inputs }) => inputs.target === `uuid-of-${flow?.name}`)
    .sort((a, b) => Number(a.inputs.order) - Number(b.inputs.order))
    .map(({ name }) => name.replace(/^.*?-(flow|recovery|logout)-/, ""));
}

test("the login asks for name, password, second factor, and opens a session of one day", () => {
  assert.deepEqual(stages("sso-login", "login"), [
    "10-identification",
    "20-password",
    "mfa-optional",
    "mfa-required",
    "100-session",
  ]);
  const session = only(recorded, "authentik:index/stageUserLogin:StageUserLogin", "login-flow-session");
  assert.equal(session.inputs.sessionDuration, "hours=24");
  assert.equal(session.inputs.rememberMeOffset, "seconds=0");
});

test("no policy is bound to the password: one that refuses would leave it out", () => {
  const password = recorded.findIndex(({ name }) => name === "login-flow-20-password");
  assert.notEqual(password, -1);
  const targets = of(BINDING).map(({ inputs }) => inputs.target);
  const guarded = of(STAGE_BINDING).filter(({ name }) => /password|session|write|identification|prompt/.test(name));
  assert.ok(guarded.length > 0);
  // Ids of mocks count from 100 in the order of registration.
  for (const { name } of guarded) {
    const id = String(100 + recorded.findIndex((one) => one.type === STAGE_BINDING && one.name === name));
    assert.ok(!targets.includes(id), `${name} has a policy`);
  }
});

test("an address with a bad reputation is shut out of the whole flow, before the password is asked for", () => {
  const limit = only(recorded, BINDING, "login-flow-reputation");
  assert.equal(limit.inputs.target, "uuid-of-login-flow");
  assert.equal(limit.inputs.negate, true);
  const policy = only(recorded, "authentik:index/policyReputation:PolicyReputation", "login-flow-reputation");
  assert.deepEqual([policy.inputs.threshold, policy.inputs.checkIp, policy.inputs.checkUsername], [-5, true, false]);
  assert.equal(of("authentik:index/policyReputation:PolicyReputation", "plain").length, 0);
});

test("administrators need a second factor, the same groups are kept out of the optional one", () => {
  for (const flow of ["flow", "recovery"]) {
    for (const [kind, negate] of [
      ["optional", true],
      ["required", false],
    ] as const) {
      const members = of(BINDING).filter(({ name }) => name.startsWith(`login-${flow}-mfa-${kind}-`));
      assert.deepEqual(
        members.map(({ name }) => name.replace(/^.*-mfa-\w+-/, "")).sort(),
        ["admins", "authentik Admins", "staff"],
        `${flow} ${kind}`,
      );
      for (const { inputs } of members) assert.equal(inputs.negate ?? false, negate);
      const binding = only(recorded, STAGE_BINDING, `login-${flow}-mfa-${kind}`);
      assert.equal(binding.inputs.policyEngineMode, negate ? "all" : "any");
      assert.equal(binding.inputs.evaluateOnPlan, false);
      assert.equal(binding.inputs.reEvaluatePolicies, true);
    }
  }
  const required = only(recorded, VALIDATE, "login-mfa-required");
  assert.equal(required.inputs.notConfiguredAction, "configure");
  assert.equal((required.inputs.configurationStages as string[]).length, 2);
  assert.equal(only(recorded, VALIDATE, "login-mfa-optional").inputs.notConfiguredAction, "skip");
});

test("recovery goes by mail, through the second factor, to a password that a policy judges", () => {
  assert.deepEqual(stages("sso-recovery", "login"), [
    "10-identification",
    "20-mail",
    "mfa-optional",
    "mfa-required",
    "40-prompt",
    "50-write",
    "100-session",
  ]);
  const prompt = only(recorded, "authentik:index/stagePrompt:StagePrompt", "login-recovery-prompt");
  assert.equal((prompt.inputs.fields as string[]).length, 2);
  assert.equal((prompt.inputs.validationPolicies as string[]).length, 1);
  const write = only(recorded, "authentik:index/stageUserWrite:StageUserWrite", "login-recovery-write");
  assert.equal(write.inputs.userCreationMode, "never_create");
  const identification = only(
    recorded,
    "authentik:index/stageIdentification:StageIdentification",
    "login-flow-identification",
  );
  assert.equal(identification.inputs.recoveryFlow, "uuid-of-login-recovery");
});

test("without a mail server nothing leads to a recovery", () => {
  assert.equal(recorded.filter(({ inputs }) => inputs.slug === "plain-recovery").length, 0);
  const brand = only(recorded, "authentik:index/brand:Brand", "plain-brand");
  assert.equal(brand.inputs.flowRecovery, undefined);
  assert.deepEqual(stages("plain-login", "plain"), ["10-identification", "20-password", "mfa-optional", "100-session"]);
});

test("the brand of the login's host runs the own flows and is nobody's default", () => {
  const { inputs } = only(recorded, "authentik:index/brand:Brand", "login-brand");
  assert.equal(inputs.domain, "auth.example.com");
  assert.equal(inputs.default, false);
  assert.deepEqual(
    [inputs.flowAuthentication, inputs.flowInvalidation, inputs.flowRecovery],
    ["uuid-of-login-flow", "uuid-of-login-logout", "uuid-of-login-recovery"],
  );
  assert.deepEqual(stages("sso-logout", "login"), ["10-session"]);
});

test("who is in a group is written on the user only, sorted, and an unknown group is looked up", () => {
  for (const { inputs } of of("authentik:index/group:Group")) assert.equal(inputs.users, undefined);
  const bob = only(recorded, "authentik:index/user:User", "login-people-bob");
  const idOf = (name: string) => String(100 + recorded.findIndex((one) => one.name === name));
  assert.deepEqual(bob.inputs.groups, [idOf("login-people-admins"), "7", "gate-group"]);
  assert.deepEqual(only(recorded, "authentik:index/user:User", "login-people-carol").inputs.groups, []);
  const admins = only(recorded, "authentik:index/group:Group", "login-people-admins");
  assert.deepEqual(admins.inputs.parents, [idOf("login-people-staff")]);
});

test("every alert has a policy, a group and a way out", () => {
  const rules = of("authentik:index/eventRule:EventRule");
  assert.deepEqual(rules.map(({ name }) => name.replace("login-audit-", "")).sort(), [
    "administrators",
    "break-glass",
    "configuration-errors",
    "failed-logins",
    "impersonation",
    "policy-exceptions",
  ]);
  const targets = of(BINDING).map(({ inputs }) => inputs.target);
  for (const rule of rules) {
    assert.ok(targets.includes(String(100 + recorded.indexOf(rule))), `${rule.name} has no policy`);
    assert.ok(rule.inputs.destinationGroup);
    assert.ok((rule.inputs.transports as string[]).length > 0);
  }
  assert.deepEqual(
    of("authentik:index/eventRule:EventRule", "plain")
      .map(({ name }) => name.replace("plain-audit-", ""))
      .sort(),
    ["administrators", "failed-logins", "impersonation"],
  );
});

test("the emergency administrator has no mail address, and every password is a secret", async () => {
  const user = only(recorded, "authentik:index/user:User", "login-break-glass");
  assert.equal(user.inputs.email, undefined);
  assert.deepEqual(user.inputs.groups, ["7", "gate-group"]);
  assert.equal(await pulumi.isSecret(login.breakGlassPassword), true);
  assert.equal(await pulumi.isSecret(login.initialPasswords), true);
  const passwords = await new Promise<object>((resolve) => login.initialPasswords.apply(resolve));
  assert.deepEqual(Object.keys(passwords).sort(), ["alice", "bob", "carol"]);
  assert.equal(of("authentik:index/user:User", "plain").length, 0);
});

test("settings that cannot be are refused in words", async () => {
  const { GateLogin } = await import("../../components/login/login");
  const make = (settings: object) => () => new GateLogin("x", { ...BASE, prefix: "x", mail: false, ...settings });
  assert.throws(
    make({ login: { mfa: "sometimes" } }),
    /mfa is 'sometimes', allowed are off, optional, admins, everyone/,
  );
  assert.throws(make({ login: { sessionHours: 0 } }), /sessionHours is 0, allowed is a whole number from 1/);
  assert.throws(make({ login: { failedLogins: 10 } }), /failedLogins is 10, allowed is a whole number from 0 to 5/);
  assert.throws(make({ users: [{ username: "break-glass" }] }), /user 'break-glass' exists already/);
  assert.throws(make({ audit: { webhookFormat: "teams" } }), /webhookFormat is 'teams', allowed are generic and slack/);
});
