/** What the oracle asks of Traefik: fleets by seed, sound ones and broken ones. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { check } from "../../components/routing";
import { Dice } from "../../testbed/oracle/dice";
import { cloneFleet, type Fleet } from "../../testbed/oracle/fleet/model";
import { realisticFleet } from "../../testbed/oracle/fleet/realistic";
import { flagsOf } from "../../testbed/oracle/fleet/variants";
import { fleetOf, VISIBLE } from "../../testbed/oracle/generate";
import { viewOf } from "../../testbed/oracle/judge/view";
import { MUTATIONS } from "../../testbed/oracle/mutations";
import { probesOf } from "../../testbed/oracle/real/probes";

const PORTS = { web: 80, websecure: 443, lan: 8443 };

describe("generated fleets", () => {
  it("are the same for the same seed and number, and others for another", () => {
    assert.deepEqual(fleetOf(5, 17), fleetOf(5, 17));
    assert.notDeepEqual(fleetOf(5, 17), fleetOf(6, 17));
    assert.notDeepEqual(fleetOf(5, 17), fleetOf(5, 18));
  });

  it("are mostly behind the login", () => {
    const services = Array.from({ length: 200 }, (_, index) => fleetOf(1, index)).flatMap((fleet) => fleet.services);
    const behind = services.filter(({ mode }) => mode === "domain" || mode === "external" || mode === "paths");
    assert.ok(behind.length > services.length / 2, `${behind.length} of ${services.length}`);
  });

  it("have, for each invariant that Traefik can show broken, at least two mistakes", () => {
    const breaking = VISIBLE.map((id) => [id, MUTATIONS.filter(({ breaks }) => breaks.includes(id)).length] as const);
    assert.deepEqual(
      breaking.filter(([, count]) => count < 2),
      [],
    );
  });

  it("are asked about in every way in, with and without a login", () => {
    const probes = probesOf(fleetOf(1, 0));
    assert.deepEqual([...new Set(probes.map(({ entryPoint }) => entryPoint))].sort(), ["lan", "web", "websecure"]);
    assert.ok(probes.some(({ login }) => login));
    assert.ok(probes.some(({ host }) => host.endsWith(".")));
    assert.ok(probes.some(({ sni, host }) => sni !== undefined && sni !== host));
  });
});

describe("a mutation", () => {
  for (const { id, breaks, apply } of MUTATIONS) {
    it(`${id} breaks ${breaks.join(" and ") || "nothing"} where there was no finding`, () => {
      const fleet = fleetWithRoomFor(apply);
      const reported = findingsOf(fleet).map(({ invariant }) => invariant);
      for (const invariant of breaks) assert.ok(reported.includes(invariant), `reported: ${reported.join(", ")}`);
    });
  }
});

function findingsOf(fleet: Fleet) {
  return check(viewOf(fleet, flagsOf(fleet.variant, PORTS))).filter(({ advisory }) => !advisory);
}

/** The first fleet that the model passes and the mutation can change, changed. */
function fleetWithRoomFor(apply: (typeof MUTATIONS)[number]["apply"]) {
  for (let index = 0; index < 200; index++) {
    const dice = new Dice(9, index);
    const sound = realisticFleet(dice);
    if (findingsOf(sound).length > 0) continue;
    const fleet = cloneFleet(sound);
    if (apply(dice, fleet)) return fleet;
  }
  throw new Error("no fleet has room for it");
}
