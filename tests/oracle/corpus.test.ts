/** Minimal fleets of which the real Traefik once showed what it does, put to the model alone. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { check } from "../../components/routing";
import type { Case } from "../../testbed/oracle/case";
import { flagsOf } from "../../testbed/oracle/fleet/variants";
import { isReachable } from "../../testbed/oracle/judge/compare";
import { viewOf } from "../../testbed/oracle/judge/view";

const FOLDER = join(__dirname, "corpus");
const PORTS = { web: 80, websecure: 443, lan: 8443 };

describe("the corpus of the oracle", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

  it("is there", () => {
    assert.ok(files.length >= 15, `${files.length} cases`);
  });

  for (const file of files) {
    const { story, fleet, effects, broken = [] } = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Case;
    describe(`${file}: ${story}`, () => {
      const view = viewOf(fleet, flagsOf(fleet.variant, PORTS));

      it("has something to see", () => {
        assert.ok(effects.length > 0);
      });

      it(`breaks ${broken.join(" and ")}`, () => {
        const reported = new Set(check(view).flatMap(({ invariant, advisory }) => (advisory ? [] : [invariant])));
        assert.ok(broken.length > 0);
        for (const invariant of broken) assert.ok(reported.has(invariant), `reported: ${[...reported].join(", ")}`);
      });

      for (const { kind, container, probe } of effects) {
        if (kind !== "open" || !probe) continue;
        it(`says that ${container} answers ${probe.method} ${probe.host}${probe.path} on ${probe.entryPoint}`, () => {
          assert.equal(isReachable(view, probe, container), true);
        });
      }
    });
  }
});
