/** Which fleet has which number: the same for the same seed, whatever else is run. */
import { INVARIANTS } from "../../components/routing";
import { Dice } from "./dice";
import { cloneFleet, type Fleet } from "./fleet/model";
import { realisticFleet } from "./fleet/realistic";
import { MUTATIONS, type Mutation, NOISE } from "./mutations";

/** Of a hundred fleets, so many are sound, have one mistake, two, or labels at random. */
const KINDS = { sound: 25, one: 53, two: 7, noise: 15 } as const;

/** Ids of the invariants that requests to Traefik can show broken. */
export const VISIBLE: readonly string[] = INVARIANTS.filter(({ oracle }) => oracle).map(({ id }) => id);

/** Fleet number `index` of a seed. */
export function fleetOf(seed: number, index: number): Fleet {
  const dice = new Dice(seed, index);
  const fleet = realisticFleet(dice);
  const kind = dice.weighted(KINDS);
  switch (kind) {
    case "sound":
      return fleet;
    case "one":
      return mutate(dice, fleet, aimed(dice), 1);
    case "two":
      return mutate(dice, mutate(dice, fleet, aimed(dice), 1), aimed(dice), 2);
    case "noise": {
      const wanted = 1 + dice.below(3);
      let noisy = fleet;
      for (let count = 1; count <= wanted; count++) noisy = mutate(dice, noisy, dice.shuffled(NOISE), count);
      return dice.chance(25) ? mutate(dice, noisy, aimed(dice), wanted + 1) : noisy;
    }
  }
}

/** Every invariant is aimed at equally often, however many mutations break it. */
function aimed(dice: Dice): readonly Mutation[] {
  const id = dice.pick(VISIBLE);
  const fitting = MUTATIONS.filter(({ breaks }) => breaks[0] === id);
  return [...dice.shuffled(fitting), ...dice.shuffled(MUTATIONS)];
}

/** Applies the first of the mutations that fits, so that the fleet has `count` of them. */
function mutate(dice: Dice, fleet: Fleet, candidates: readonly Mutation[], count: number): Fleet {
  for (const mutation of candidates) {
    const changed = cloneFleet(fleet);
    if (mutation.apply(dice, changed)) {
      changed.mutations.push(mutation.id);
      if (changed.mutations.length === count) return changed;
    }
  }
  return fleet;
}
