import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { eventRow } from "../../cli/audit/normalise";
import { parseMoment, parsePeriod } from "../../cli/audit/period";
import { redact } from "../../cli/audit/redact";
import type { AuditRow } from "../../cli/audit/row";
import { eventBody } from "../../cli/authentik/journal";
import contract from "../../testbed/contract/authentik-rest.json";

const NOW = new Date("2026-11-25T12:00:00Z");

describe("durations and times", () => {
  it("reads durations, and nothing that only looks like one", () => {
    assert.equal(parsePeriod("90s"), 90_000);
    assert.equal(parsePeriod("1h30m"), 5_400_000);
    assert.equal(parsePeriod("7d"), 604_800_000);
    assert.equal(parsePeriod("2w"), 1_209_600_000);
    for (const text of ["", "0s", "0h0m", "5", "m", "-1h", "1.5h", "1y", "1 h", "1H", "1h ", "9999999s", "1h30"]) {
      assert.equal(parsePeriod(text), undefined, text);
    }
  });

  it("reads a moment as duration, day or time", () => {
    const at = (text: string) => parseMoment("--since", text, NOW).toISOString();
    assert.equal(at("24h"), "2026-11-24T12:00:00.000Z");
    assert.equal(at("2026-11-20"), "2026-11-20T00:00:00.000Z");
    assert.equal(at("2026-11-20T08:30:00+02:00"), "2026-11-20T06:30:00.000Z");
    assert.equal(at("2026-11-20T08:30Z"), "2026-11-20T08:30:00.000Z");
    for (const text of ["yesterday", "2026-02-30", "2026-13-01", "2026-11-20T08:30", "20.11.2026", "1700000000", ""]) {
      assert.throws(() => at(text), /--since is ".*"\.\nAllowed: a duration/, text);
    }
  });
});

describe("what is never shown", () => {
  it("is secrets in URLs, headers, tokens and named fields", () => {
    const cases: [string, string][] = [
      ["GET /callback?code=abc&state=x", "GET /callback?[hidden]"],
      ["Authorization: Bearer abc.def", "Authorization: [hidden] [hidden]"],
      ["sent Basic dXNlcjpwYXNz", "sent Basic [hidden]"],
      ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln end", "jwt [hidden] end"],
      ["https://bob:hunter2@host/x", "https://[hidden]@host/x"],
      ['{"client_secret":"s3cret","name":"grafana"}', '{"client_secret":[hidden],"name":"grafana"}'],
      ["password=hunter2; user=bob", "password=[hidden]; user=bob"],
      ["api-key: k, count=3", "api-key: [hidden], count=3"],
    ];
    for (const [given, shown] of cases) assert.equal(redact(given), shown, given);
  });

  it("leaves ordinary text as it is", () => {
    for (const text of [
      "authentik is down, alert on disk",
      'Group "sso-users"',
      "scopes openid profile",
      "GET /api/v3/ 200",
      "192.168.1.0/24",
    ]) {
      assert.equal(redact(text), text);
    }
  });

  it("hides a secret wherever a context puts it", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{16,40}$/),
        fc.constantFrom("password", "client_secret", "token", "code", "session_key"),
        (secret, name) => {
          const contexts = [
            { [name]: secret },
            { message: `${name}=${secret}` },
            { url: `https://x/y?${name}=${secret}` },
            { other: { [name]: secret } },
          ];
          for (const context of contexts) {
            assert.ok(
              !JSON.stringify(eventRow({ action: "new_action", context })).includes(secret),
              JSON.stringify(context),
            );
          }
        },
      ),
    );
  });
});

describe("an event of authentik", () => {
  const base = {
    pk: "1",
    app: "authentik.events.signals",
    created: "2026-11-25T11:00:00.123456Z",
    client_ip: "10.0.0.7",
    user: { pk: 5, username: "alice" },
    context: {},
  };
  const flow = { pk: "x", app: "authentik_flows", name: "sso-login", model_name: "flow" };
  const judged = (passing: boolean, messages: string[] = []) => ({
    message: "Policy Execution",
    policy_uuid: "af12",
    result: { passing, messages },
    request: { obj: { pk: "x", app: "authentik_core", name: "portainer", model_name: "application" } },
  });

  it("becomes who, what, service, from and outcome", () => {
    const cases: [object, Partial<AuditRow>][] = [
      [
        { action: "login", context: { auth_method: "password" } },
        { who: "alice", outcome: "allowed", detail: "by password" },
      ],
      [
        {
          action: "login_failed",
          user: { username: "AnonymousUser" },
          context: { username: "bob", stage: { name: "password" } },
        },
        { who: "bob", outcome: "failed", detail: "stage=password" },
      ],
      [{ action: "logout" }, { who: "alice", outcome: "info" }],
      [
        {
          action: "authorize_application",
          context: { authorized_application: { name: "Grafana", slug: "grafana", pk: "x" }, scopes: "openid" },
        },
        { service: "grafana", outcome: "allowed", detail: "scopes openid" },
      ],
      [
        { action: "suspicious_request", context: { message: "no such flow" } },
        { outcome: "denied", detail: "no such flow" },
      ],
      [
        { action: "policy_execution", context: judged(false, ["Ask Bob", "for the group"]) },
        {
          service: "portainer",
          outcome: "denied",
          detail: "access to portainer denied by a policy; Ask Bob; for the group",
        },
      ],
      [
        { action: "policy_execution", context: judged(true) },
        { service: "portainer", outcome: "allowed", detail: "access to portainer allowed by a policy" },
      ],
      [
        { action: "policy_execution", context: { result: { passing: false }, request: { obj: flow } } },
        { outcome: "denied", detail: 'flow "sso-login" denied by a policy' },
      ],
      [
        { action: "policy_execution", context: { policy_uuid: "af12" } },
        { outcome: "info", detail: "judged by a policy" },
      ],
      [
        { action: "policy_exception", context: { message: "boom" } },
        { outcome: "failed", detail: "boom" },
      ],
      [
        { action: "password_set", context: { user: { username: "bob" } } },
        { outcome: "info", detail: "of bob" },
      ],
      [
        { action: "impersonation_started", context: { user: { username: "bob" } } },
        { outcome: "info", detail: "of bob" },
      ],
      [
        {
          action: "model_updated",
          user: { username: "admin", on_behalf_of: { username: "bob" } },
          context: { model: { model_name: "group", name: "admins", app: "authentik_core" } },
        },
        { who: "admin", detail: 'acting as bob; group "admins"' },
      ],
      [
        { action: "never_heard_of", context: { colour: "green", deep: { name: "x" } } },
        { what: "never_heard_of", outcome: "info", detail: "colour=green; deep=x" },
      ],
    ];
    for (const [changes, expected] of cases) {
      const row = eventRow({ ...base, ...changes });
      assert.deepEqual({ ...row, ...expected }, row, JSON.stringify(changes));
      assert.equal(row.time, "2026-11-25T11:00:00.123Z");
      assert.equal(row.from, "10.0.0.7");
    }
  });

  it("keeps every action of the published list, and any shape of the rest", () => {
    for (const action of contract.enums.EventActions) assert.equal(eventRow({ ...base, action }).what, action);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("user", "context", "app", "client_ip", "created"), fc.jsonValue()),
        (rest) => {
          const row = eventRow({ action: "login", ...rest });
          assert.equal(row.what, "login");
          assert.ok(Object.values(row).every((value) => typeof value === "string" && !/[\p{Cc}]/u.test(value)));
        },
      ),
    );
  });

  it("of this command line counts by its own time and words", () => {
    const own = {
      id: "1",
      at: "2026-11-25T10:00:00.000Z",
      what: "break_glass_opened",
      by: "root@nas",
      service: "grafana",
      from: "10.0.0.0/24",
      detail: "authentik is down",
    };
    const body = eventBody(own);
    assert.deepEqual(eventRow({ ...body, created: "2026-11-25T11:30:00Z" }), {
      time: own.at,
      who: "root@nas",
      what: "break_glass_opened",
      service: "grafana",
      from: "10.0.0.0/24",
      outcome: "allowed",
      detail: "authentik is down",
    });
    assert.ok(
      (contract.enums.EventActions as string[]).includes(String(body.action)),
      "authentik takes no other action",
    );
  });

  it("cannot forge lines or colours on a terminal", () => {
    const row = eventRow({ ...base, action: "login_failed", context: { username: "eve\n\u001b[31mroot\u202e" } });
    assert.equal(row.who, "eve [31mroot");
  });
});
