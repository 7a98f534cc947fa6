/** What the audit trail takes from Traefik, and how it is written. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createColors } from "picocolors";
import { accessRow } from "../../cli/audit/accessLog";
import { toCsv, toTable } from "../../cli/audit/render";
import { type AuditRow, byTime, selectRows } from "../../cli/audit/row";
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
