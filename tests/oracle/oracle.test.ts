/** The routing model against the real Traefik, for a bounded time; `npm run oracle` does the same at length. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { campaign } from "../../testbed/oracle/campaign";
import { Dice } from "../../testbed/oracle/dice";
import { cloneFleet } from "../../testbed/oracle/fleet/model";
import { realisticFleet } from "../../testbed/oracle/fleet/realistic";
import { flagsOf } from "../../testbed/oracle/fleet/variants";
import { compare } from "../../testbed/oracle/judge/compare";
import { viewOf } from "../../testbed/oracle/judge/view";
import { mutationOf } from "../../testbed/oracle/mutations";
import { Oracle } from "../../testbed/oracle/oracle";
import { traefikBinary } from "../../testbed/oracle/real/binary";

const PORTS = { web: 80, websecure: 443, lan: 8443 };
const skip = process.platform === "linux" ? false : "Traefik's binary is for Linux";

describe("the model and the real Traefik", { skip }, () => {
  for (const [seed, fleets] of [
    [1, 40],
    [randomInt(1_000_000), 30],
  ] as const) {
    it(`agree on ${fleets} fleets of seed ${seed}`, { timeout: 120_000 }, async () => {
      const tally = await campaign({ fleets, seed, progress: () => undefined, shrinks: 1 });
      assert.equal(tally.fleets, fleets);
      assert.ok(tally.protectedOfAll > tally.services / 2, "most services are truly behind the login");
      assert.deepEqual(tally.faults, [], "sound fleets are served as they were meant");
      assert.deepEqual(tally.dangers, [], `npm run oracle -- --fleets ${fleets} --seed ${seed}`);
    });
  }
});

describe("the oracle", { skip }, () => {
  let oracle: Oracle;
  before(async () => {
    oracle = await Oracle.start(await traefikBinary(() => undefined));
  });
  after(() => oracle.close());

  it("notices a model that is blind to a mistake", async () => {
    const sound = realisticFleet(new Dice(4, 0));
    const broken = cloneFleet(sound);
    assert.ok(mutationOf("no-middlewares").apply(new Dice(4, 1), broken));
    const { asked, effects, verdict } = await oracle.judge(broken);
    assert.deepEqual(verdict.dangerous, []);
    // The model is told of the sound fleet instead, as if it had read the labels wrongly.
    const blind = compare(viewOf(sound, flagsOf(sound.variant, PORTS)), asked, effects);
    assert.deepEqual(
      blind.dangerous.map(({ level, effect }) => [level, effect]),
      [["reach", "open"]],
    );
  });

  it("notices a model that reports nothing while an identity is forged or the outpost's path is lost", async () => {
    for (const [mutation, effect] of [
      ["after-login-says-who", "forged"],
      ["outpost-removed", "outpost"],
    ] as const) {
      const sound = realisticFleet(new Dice(4, 2));
      const broken = cloneFleet(sound);
      assert.ok(mutationOf(mutation).apply(new Dice(4, 3), broken));
      const { asked, effects, verdict } = await oracle.judge(broken);
      assert.deepEqual(verdict.dangerous, []);
      const blind = compare(viewOf(sound, flagsOf(sound.variant, PORTS)), asked, effects);
      assert.ok(blind.dangerous.some((one) => one.level === "silence" && one.effect === effect));
    }
  });

  it("sees that a login opens what is closed without it", async () => {
    const { asked } = await oracle.judge(realisticFleet(new Dice(4, 5)));
    const pages = asked.filter(({ probe }) => probe.kind === "page" && probe.path === "/" && probe.service);
    assert.ok(pages.some(({ probe, answer }) => probe.login && answer.witness?.app === probe.service));
    assert.ok(pages.some(({ probe, answer }) => !probe.login && answer.login && !answer.witness));
  });
});
