/** A small fleet and what the real Traefik did with it, kept so that the model can be asked again without Traefik. */
import type { Fleet } from "./fleet/model";
import { type Effect, GRAVE } from "./judge/effects";
import type { Judged } from "./oracle";

export interface Case {
  /** What there is to see, in a sentence; written by hand. */
  readonly story?: string;
  readonly fleet: Fleet;
  /** Invariants that have to be reported broken, and no others; written by hand. */
  readonly broken?: readonly string[];
  /** What Traefik did, of each kind and container one. */
  readonly effects: readonly Effect[];
}

/** Keeps of an observation what the model has to answer for. */
export function caseOf({ fleet, effects }: Judged): Case {
  const seen = new Set<string>();
  const kept = effects.filter(({ kind, container }) => {
    const key = `${kind} ${container}`;
    if (!GRAVE.has(kind) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { fleet, effects: kept };
}
