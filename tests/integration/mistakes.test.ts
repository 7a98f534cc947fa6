/** Each mistake of a pull request fails `pulumi preview` with the pack on the real engine, before anything exists. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { withoutEngine } from "../support/engine";
import { PlainStack, ROOT } from "../support/plainStack";
import { MISTAKES } from "./mistakenProgram/mistakes";

describe("a mistake in a pull request", { skip: withoutEngine() }, () => {
  let stack: PlainStack;

  before(async () => {
    const committed = parse(readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8")) as { config: Record<string, unknown> };
    const config = Object.entries(committed.config).map(([key, value]) => [key.replace("authentik-sso:", ""), value]);
    stack = await PlainStack.create(Object.fromEntries(config));
  });
  after(() => stack.remove());

  const preview = (mistake: string) =>
    stack.pulumi(["preview", "--policy-pack", join(ROOT, "policies")], {
      cwd: join(__dirname, "mistakenProgram"),
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
