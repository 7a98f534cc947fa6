import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lookupProblem } from "../../components/login/lookupProblem";

const invoked = (words: string) =>
  new Error(`invocation of authentik:index/getGroup:getGroup returned an error: a (invoke): ${words}\nand a trace`);

describe("an object that authentik was to have already", () => {
  for (const [what, error] of [
    ["an empty id", undefined],
    ["nothing found", invoked("No matching groups found")],
  ] as const) {
    test(`is missing after ${what}`, () => {
      assert.equal(lookupProblem("group 'ghosts'", "Make it.", error), "authentik has no group 'ghosts'. Make it.");
    });
  }
  test("cannot be looked up where the provider is refused, in its own words", () => {
    const says = "authentik has no group 'staff' that could be looked up (403 Forbidden). Make it.";
    assert.equal(lookupProblem("group 'staff'", "Make it.", invoked("403 Forbidden")), says);
    assert.equal(lookupProblem("group 'staff'", "Make it.", "403 Forbidden\nmore"), says);
  });
});
