/** Runs the fixtures of `invariants/`: each invariant has one file, named after its id. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding, StackView } from "../../components/routing";
import { check, findingText, INVARIANTS } from "../../components/routing";
import { FIXTURES } from "./fixtures";
import { stack } from "./fleet";
import { jellyfin } from "./variations";

/** What concerns the fixture of one invariant: advice that another one gives beside it stops nothing. */
function judge(view: StackView, id: string): readonly Finding[] {
  return check(view).filter(({ invariant, advisory }) => invariant === id || !advisory);
}

function broken(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ invariant }) => invariant))].sort();
}

function texts(findings: readonly Finding[]): string {
  return findings.map(findingText).join("\n");
}

describe("check", () => {
  it("finds nothing wrong with the sound stack", () => {
    assert.equal(texts(check(stack()).filter(({ advisory }) => !advisory)), "");
  });

  for (const { id, fixture } of FIXTURES) {
    describe(id, () => {
      for (const { what, view } of fixture.passing) {
        it(`holds with ${what}`, () => assert.equal(texts(judge(view, id)), ""));
      }

      for (const { what, view, breaks, says } of fixture.failing) {
        it(`is broken when ${what}`, () => {
          const findings = judge(view, id);
          assert.deepEqual(broken(findings), [...breaks].sort(), texts(findings));
          assert.ok(breaks.includes(id), "a failing case breaks the invariant of its file");
          assert.match(texts(findings.filter(({ invariant }) => invariant === id)), says);
        });
      }

      for (const { what, view, breaks, says } of "unknown" in fixture ? fixture.unknown : []) {
        it(`is not taken on trust when ${what}`, () => {
          const findings = judge(view, id);
          assert.deepEqual(broken(findings), [...breaks].sort(), texts(findings));
          assert.ok(breaks.length > 0, "what is unknown counts as exposed");
          if (says) assert.match(texts(findings), says);
        });
      }
    });
  }

  it("gives every finding a cause, a consequence and something to write", () => {
    const views = FIXTURES.flatMap(({ fixture }) => [
      ...fixture.failing,
      ...("unknown" in fixture ? fixture.unknown : []),
    ]);
    for (const finding of views.flatMap(({ view }) => check(view))) {
      for (const text of [finding.what, finding.why, finding.fix]) assert.match(text, /\S.{8,}/s);
    }
  });

  it("says only 'advisory' of an exclusion that is about to end", () => {
    const view = stack([jellyfin({ "sso.until": "2026-12-05" })]);
    assert.deepEqual(
      judge(view, "exclusion-current").map(({ invariant, advisory }) => [invariant, advisory]),
      [["exclusion-current", true]],
    );
  });
});

describe("fixtures", () => {
  it("are there for every invariant, and for nothing else", () => {
    assert.deepEqual(
      FIXTURES.map(({ id }) => id).sort(),
      INVARIANTS.map(({ id }) => id).sort(),
      "each invariant has one file tests/routing/invariants/<id>.ts",
    );
  });

  for (const { id, fixture } of FIXTURES) {
    it(`of ${id} show it holding, broken and unknown`, () => {
      assert.ok(fixture.passing.length > 0, "a passing case");
      assert.ok(fixture.failing.length > 0, "a failing case");
      if ("unknown" in fixture) assert.ok(fixture.unknown.length > 0, "a case with an unknown value");
      else assert.match(fixture.nothingUnknown, /\S.{20,}/s, "why nothing can be unknown");
    });
  }
});
