import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createColors } from "picocolors";
import { accessRow } from "../../cli/audit/accessLog";
import { eventRow } from "../../cli/audit/normalise";
import { parseMoment, parsePeriod } from "../../cli/audit/period";
import { redact } from "../../cli/audit/redact";
import { toCsv, toTable } from "../../cli/audit/render";
import { type AuditRow, byTime, selectRows } from "../../cli/audit/row";
import { eventBody } from "../../cli/authentik/journal";
import contract from "../../testbed/contract/authentik-rest.json";

const NOW = new Date("2026-11-25T12:00:00Z");
const ROW: AuditRow = {
  time: "2026-11-25T11:00:00.000Z",
  who: "alice",
  what: "login",
  service: "",
  from: "10.0.0.7",
  outcome: "allowed",
  detail: "",
};

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

describe("a line of Traefik's access log", () => {
  const line = (changes: object) =>
    JSON.stringify({
      ClientHost: "10.0.0.7",
      ClientUsername: "alice",
      DownstreamStatus: 200,
      OriginStatus: 200,
      RequestHost: "grafana.example.com",
      RequestMethod: "GET",
      RequestPath: "/d/1?token=abc",
      RouterName: "grafana@docker",
      StartUTC: "2026-11-25T11:00:00.5Z",
      ...changes,
    });
  const row = (changes: object, emergencyOnly = false) => accessRow(line(changes), { emergencyOnly });

  it("is a request of the service, without its query", () => {
    assert.deepEqual(row({}), {
      time: "2026-11-25T11:00:00.500Z",
      who: "alice",
      what: "request",
      service: "grafana",
      from: "10.0.0.7",
      outcome: "allowed",
      detail: "GET grafana.example.com/d/1 200",
    });
    assert.equal(row({ ClientUsername: "-" })?.who, "");
  });

  it("is denied where the way ended before the service", () => {
    assert.equal(row({ DownstreamStatus: 302, OriginStatus: 0 })?.outcome, "denied");
    assert.equal(row({ DownstreamStatus: 302, OriginStatus: 302 })?.outcome, "allowed");
    assert.equal(row({ DownstreamStatus: 200, OriginStatus: 0 })?.outcome, "allowed", "Traefik's own services");
    for (const status of [401, 403, 429])
      assert.equal(row({ DownstreamStatus: status })?.outcome, "denied", String(status));
    for (const status of [500, 502, undefined])
      assert.equal(row({ DownstreamStatus: status })?.outcome, "failed", String(status));
    assert.equal(row({ DownstreamStatus: 404, OriginStatus: 0 })?.outcome, "failed");
  });

  it("is the use of an emergency route only through the file provider", () => {
    const used = row({ RouterName: "break-glass-grafana@file", ClientUsername: "emergency-1" }, true);
    assert.deepEqual([used?.what, used?.service, used?.who], ["break_glass_use", "grafana", "emergency-1"]);
    assert.equal(row({ RouterName: "break-glass-grafana@docker" }, true), undefined, "a label may say anything");
    assert.equal(row({}, true), undefined);
  });

  it("is nothing when it is none", () => {
    for (const text of ["", "2026 ERR something", "{", "{}", "null", '{"level":"error"}']) {
      assert.equal(accessRow(text, { emergencyOnly: false }), undefined, text);
    }
  });
});

describe("the export", () => {
  it("quotes what CSV would take apart", () => {
    const csv = toCsv([{ ...ROW, who: 'a,"b"', detail: "line\nbreak" }]);
    assert.equal(
      csv,
      'time,who,what,service,from,outcome,detail\r\n2026-11-25T11:00:00.000Z,"a,""b""",login,,10.0.0.7,allowed,"line\nbreak"\r\n',
    );
  });

  it("lets no value be a formula", () => {
    for (const text of ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
      const cell =
        toCsv([{ ...ROW, who: text }])
          .split("\r\n")
          .slice(1)
          .join("\r\n")
          .split(",")[1] ?? "";
      assert.match(cell, /^"?'/, JSON.stringify(text));
    }
  });

  it("is a table for people too", () => {
    const table = toTable([{ ...ROW, outcome: "denied", detail: "x".repeat(300) }], createColors(false), 120);
    assert.match(table, /alice.*login.*denied/);
    assert.ok(table.split("\n").every((text) => text.length <= 140));
  });

  it("keeps what is asked for, oldest first", () => {
    const period = { since: new Date("2026-11-25T10:00:00Z"), until: NOW };
    const isKept = (row: AuditRow, filter: object = {}) =>
      selectRows([row], { ...period, ...filter }).rows.length === 1;
    assert.ok(isKept(ROW));
    assert.ok(isKept(ROW, { user: "ALICE", actions: ["login"], service: "" }));
    assert.ok(isKept(ROW, { actions: ["logout", "Login"] }), "one of several");
    assert.ok(!isKept(ROW, { user: "bob" }));
    assert.ok(!isKept(ROW, { service: "grafana" }));
    assert.ok(!isKept(ROW, { actions: ["logout", "login_failed"] }));
    assert.ok(!isKept({ ...ROW, time: "2026-11-25T09:59:59.999Z" }));
    assert.ok(!isKept({ ...ROW, time: "2026-11-25T12:00:00.001Z" }));
    assert.ok(!isKept({ ...ROW, time: "never" }));
    assert.ok(isKept({ ...ROW, time: "2026-11-25T12:00:00.000Z" }));
    const times = byTime([{ ...ROW, time: "2026-11-25T11:00:01Z" }, ROW]).map(({ time }) => time);
    assert.deepEqual(times, [ROW.time, "2026-11-25T11:00:01Z"]);
  });

  it("shows accesses, and whatever is new, and counts the changes that it leaves out", () => {
    const period = { since: new Date("2026-11-25T10:00:00Z"), until: NOW };
    const ours = ["break_glass_opened", "break_glass_closed", "break_glass_use", "sessions_revoked", "request"];
    const names = [...(contract.enums.EventActions as string[]), ...ours, "an_action_of_tomorrow"];
    const rows = names.map((what) => ({ ...ROW, what }));
    const usual = selectRows(rows, period);
    const shown = usual.rows.map(({ what }) => what);
    for (const what of [
      ...["login", "login_failed", "logout", "authorize_application", "policy_execution", "policy_exception"],
      ...["password_set", "email_sent", "user_write", "secret_view", "suspicious_request", "impersonation_started"],
      ...ours,
      "an_action_of_tomorrow",
    ]) {
      assert.ok(shown.includes(what), what);
    }
    for (const what of ["model_created", "model_updated", "model_deleted"]) assert.ok(!shown.includes(what), what);
    assert.equal(usual.leftOut, names.length - shown.length);
    assert.deepEqual(selectRows(rows, { ...period, all: true }), { rows, leftOut: 0 });
    assert.equal(
      selectRows(rows, { ...period, user: "bob" }).leftOut,
      0,
      "what another filter leaves out is not counted",
    );
    const named = selectRows(rows, { ...period, actions: ["model_created", "login"] });
    assert.deepEqual([named.rows.map(({ what }) => what), named.leftOut], [["login", "model_created"], 0]);
  });
});
