/** Each mistake of a pull request fails `pulumi preview` with the pack on the real engine, before anything exists. */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { CheckoutCopy } from "../support/checkoutCopy";
import { withoutEngine } from "../support/engine";
import { MISTAKES } from "./mistakenProgram/mistakes";

describe("a mistake in a pull request", { skip: withoutEngine() }, () => {
  let copy: CheckoutCopy;

  before(async () => {
    copy = new CheckoutCopy({});
    const prepared = await copy.run(["prepare", "--json"]);
    assert.equal(prepared.code, 0, prepared.stderr);
  });
  after(() => copy.remove());

  const preview = (mistake: string) =>
    copy.pulumi(["preview", "--policy-pack", join(copy.folder, "policies")], {
      cwd: resolve(copy.folder, "tests", "integration", "mistakenProgram"),
      env: { MISTAKE: mistake },
    });

  test("the program as it is passes the pack", async () => {
    const { code, stdout, stderr } = await preview("");
    assert.equal(code, 0, stdout + stderr);
  });

  for (const [id, { what, invariant, says }] of Object.entries(MISTAKES)) {
    test(`${what} fails the preview and says what to do`, async () => {
      const { code, stdout, stderr } = await preview(id);
      assert.notEqual(code, 0, "the preview must fail");
      const said = stdout + stderr;
      assert.match(said, new RegExp(`\\[${invariant}\\]`));
      assert.match(said, says);
    });
  }
});
