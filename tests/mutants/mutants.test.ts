/** A part of `npm run test:mutants`, which runs them all. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FUNCTION_MUTANTS } from "./functionMutants";
import { CONTROL, MUTANTS, runMutants } from "./run";

/** One of each kind: an invariant of a container, one of the fleet, a function. */
const SOME = ["published-port", "host-owner", "gated-always"];

describe("mutants", () => {
  it("are noticed, each by a test of its own, and no test fails without one", async () => {
    const some = MUTANTS.filter(({ id }) => SOME.includes(id));
    const [control, ...results] = await runMutants([CONTROL, ...some], 2);
    assert.equal(control?.outcome, "survived", control?.by);
    assert.deepEqual(
      results.map(({ id, outcome }) => [id, outcome]),
      [
        ["host-owner", "killed"],
        ["published-port", "killed"],
        ["gated-always", "killed"],
      ],
    );
    for (const { id, by } of results.slice(0, 2))
      assert.match(by ?? "", new RegExp(`^check > ${id} > is broken when `));
  });

  it("that cannot be made are not taken for noticed ones", async () => {
    const [result] = await runMutants([{ id: "no-such-function", what: "" }], 1);
    assert.equal(result?.outcome, "broken");
    assert.match(result?.by ?? "", /is called 'no-such-function'/);
  });

  it("have names of their own, and functions that are there", () => {
    assert.equal(new Set(MUTANTS.map(({ id }) => id)).size, MUTANTS.length);
    for (const { module, export: name } of FUNCTION_MUTANTS) {
      const exported = require(join(__dirname, "../../components/routing", module)) as Record<string, unknown>;
      assert.equal(typeof exported[name], "function", `${module} has no function '${name}'`);
    }
  });
});
