import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { knowsBaseUrl } from "../../components/authentik/baseUrl";
import { auditRules } from "../../components/login/auditRules";
import { mailServer, senderProblem } from "../../components/login/mailSettings";
import { peopleProblems, type SsoGroupArgs, type SsoUserArgs } from "../../components/login/peopleModel";

const FACTS = { takenGroups: ["sso-users"], takenUsers: ["akadmin"], mail: false };
const problemsOf = (groups: SsoGroupArgs[], users: SsoUserArgs[], mail = false) =>
  peopleProblems(groups, users, { ...FACTS, mail });

describe("people", () => {
  test("sound ones have no problem, a group of a group included", () => {
    const groups = [{ name: "staff" }, { name: "admins", parents: ["staff"], superuser: true }];
    const users = [
      { username: "bob", groups: ["admins", "somewhere-else"], email: "bob@example.com" },
      { username: "backup", type: "service_account" },
    ];
    assert.deepEqual(problemsOf(groups, users), []);
  });

  const refused: [what: string, groups: SsoGroupArgs[], users: SsoUserArgs[], expected: RegExp][] = [
    ["a group of the gate", [{ name: "sso-users" }], [], /group 'sso-users' exists already/],
    ["a group twice", [{ name: "a" }, { name: "a" }], [], /declared twice/],
    ["a group in itself", [{ name: "a", parents: ["a"] }], [], /'a' is a part of itself/],
    [
      "a longer circle",
      [
        { name: "a", parents: ["b"] },
        { name: "b", parents: ["c"] },
        { name: "c", parents: ["a"] },
      ],
      [],
      /'a' is a part of itself[\s\S]*'b' is[\s\S]*'c' is/,
    ],
    ["a name of blanks", [{ name: " " }], [], /a name must be there/],
    ["the first administrator", [], [{ username: "akadmin" }], /user 'akadmin' exists already/],
    ["an unknown type", [], [{ username: "x", type: "robot" }], /type is 'robot', allowed are internal, external/],
    ["no mail address", [], [{ username: "x", email: "x at example.com" }], /is no mail address/],
    ["an unknown way to a password", [], [{ username: "x", initialPassword: "1234" }], /allowed are random and none/],
    [
      "no way to a password",
      [],
      [{ username: "x", email: "x@y.org", initialPassword: "none" }],
      /only way to a password/,
    ],
  ];
  for (const [what, groups, users, expected] of refused) {
    test(`${what} is refused`, () => assert.match(problemsOf(groups, users).join("\n"), expected));
  }

  test("with a mail server a user with an address may begin without a password", () => {
    const user = { username: "x", email: "x@example.org", initialPassword: "none" };
    assert.deepEqual(problemsOf([], [user], true), []);
    assert.equal(problemsOf([], [{ username: "x", initialPassword: "none" }], true).length, 1);
  });
});

describe("mail", () => {
  test("a preset names host, port and encryption, and a field goes before it", () => {
    const brevo = { host: "smtp-relay.brevo.com", port: 587, security: "starttls" };
    assert.deepEqual(mailServer({ preset: "brevo" }), brevo);
    assert.deepEqual(mailServer({ preset: "brevo", port: 465 }), { ...brevo, port: 465, security: "tls" });
    assert.deepEqual(mailServer({ host: "mail.lan", port: 25, security: "none" }).security, "none");
  });

  test("what does not exist is refused", () => {
    assert.throws(() => mailServer({ preset: "gmail" }), /'gmail', allowed are brevo/);
    assert.throws(() => mailServer({}), /neither 'host' nor 'preset'/);
    assert.throws(() => mailServer({ host: "h", security: "ssl" }), /allowed; |allowed are 'starttls'/);
  });

  test("a sender is a mail address, with or without a name", () => {
    for (const sender of ["sso@example.com", "SSO <sso@example.com>"]) assert.equal(senderProblem(sender), undefined);
    for (const sender of ["sso", "sso@example", "SSO <>", "a@b.c d"])
      assert.match(senderProblem(sender) ?? "", /no mail/);
  });
});

describe("alerts", () => {
  test("each rule matches something, and names come once", () => {
    const rules = auditRules({ superuserGroups: ["b", "a", "b"], breakGlassUser: "in-case-of" });
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
    for (const { name, matches } of rules) assert.ok(matches.length > 0, name);
    const queries = rules.flatMap(({ matches }) => matches.flatMap(({ query }) => (query ? [query] : [])));
    assert.deepEqual(queries, ['context.model.name = "a"', 'context.model.name = "b"', 'user.username = "in-case-of"']);
  });

  test("without an emergency account there is no rule for it, and a name cannot leave its quotes", () => {
    const rules = auditRules({ superuserGroups: ['x" or action = "login'] });
    assert.ok(!rules.some(({ name }) => name === "break-glass"));
    assert.equal(rules[1]?.matches[0]?.query, 'context.model.name = "x\\" or action = \\"login"');
  });
});

test("the setting of the server's own URL is written from 2026.8 on", () => {
  const knows = (tag: string) => knowsBaseUrl(`ghcr.io/goauthentik/server${tag}`);
  for (const tag of [":2026.8.0", ":2026.10.1", ":2027.2.0", ":2026.8", ":latest", ""]) assert.ok(knows(tag), tag);
  for (const tag of [":2026.5.7", ":2025.12.4", ":2026.5"]) assert.ok(!knows(tag), tag);
});
