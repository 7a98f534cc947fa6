import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { INVARIANTS } from "../../components/routing";
import { documentation } from "../../policies/documentation";

describe("docs/policies.md", () => {
  it("is what the invariants say; if not, run 'npx tsx policies/generateDocs.ts'", () => {
    const written = readFileSync(join(__dirname, "..", "..", "docs", "policies.md"), "utf8");
    assert.equal(written, documentation());
  });

  it("has a section for every invariant, with stable and readable ids", () => {
    for (const { id } of INVARIANTS) {
      assert.match(id, /^[a-z]+(-[a-z]+)+$/);
      assert.ok(documentation().includes(`### ${id}\n`));
    }
    assert.equal(new Set(INVARIANTS.map(({ id }) => id)).size, INVARIANTS.length);
  });
});
