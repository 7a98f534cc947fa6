import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SKIPPED_EXCHANGES } from "../../testbed/contract/skippedExchanges";
import { recordedExchanges } from "./outpostExchanges";
import { PREPARATIONS } from "./outpostPreparations";
import { Replay } from "./outpostReplay";
import { SETUPS } from "./outpostSetups";

const exchanges = recordedExchanges();

test("every recorded setup of variant A is rebuilt", () => {
  assert.deepEqual(new Set(Object.keys(SETUPS)), new Set(exchanges.map((exchange) => exchange.setup)));
});

test("the list of skipped exchanges names only recorded ones, each with a reason", () => {
  const ids = new Set(exchanges.map((exchange) => exchange.id));
  for (const [id, reason] of Object.entries(SKIPPED_EXCHANGES)) {
    assert.ok(ids.has(id), `${id} is not recorded`);
    assert.ok(reason.length > 20, `${id} has no reason`);
  }
});

for (const setup of Object.keys(SETUPS)) {
  describe(`recorded exchanges of ${setup}`, () => {
    const replay = new Replay(setup);
    before(() => replay.start());
    after(() => replay.stop());
    for (const exchange of exchanges.filter((candidate) => candidate.setup === setup)) {
      const skipped = SKIPPED_EXCHANGES[exchange.id] !== undefined;
      test(`${exchange.id}: ${exchange.title}${skipped ? " (known to differ)" : ""}`, async () => {
        await PREPARATIONS[exchange.id]?.(replay);
        const found = await replay.play(exchange);
        if (skipped) assert.notDeepEqual(found, [], "it is the same now: take it off the list of skipped exchanges");
        else assert.deepEqual(found, []);
      });
    }
  });
}
