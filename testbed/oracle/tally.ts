/** What a run of many fleets has shown. */

import type { Case } from "./case";
import type { Fleet } from "./fleet/model";
import { VISIBLE } from "./generate";
import { classOf } from "./judge/classes";
import { cautionOf, type Disagreement } from "./judge/compare";
import type { EffectKind } from "./judge/effects";
import { mutationOf } from "./mutations";
import type { Judged } from "./oracle";

export interface Danger {
  /** Number of the fleet; -1 for one that was given. */
  readonly index: number;
  readonly mutations: readonly string[];
  readonly disagreement: Disagreement;
  /** The smallest fleet that shows it; the first few are shrunk. */
  readonly smallest?: Case;
}

export interface CautionCount {
  readonly name: string;
  readonly why: string;
  count: number;
  /** Number of a fleet that has it. */
  readonly example: number;
}

export class Tally {
  fleets = 0;
  sound = 0;
  probes = 0;
  services = 0;
  /** Services that are truly behind the login, over all fleets. */
  protectedOfAll = 0;
  /** The same, over sound fleets: the base of the percentage. */
  protectedOfSound = 0;
  /** Protected services of fleets with mistakes in which the model finds fault; for information. */
  cautiousOfMutated = 0;
  readonly cautions = new Map<string, CautionCount>();
  readonly dangers: Danger[] = [];
  /** Sound fleets of which Traefik made something else than was meant: faults of the generator, or of the design. */
  readonly faults: { readonly index: number; readonly effect: EffectKind; readonly container: string }[] = [];
  /** Lesser effects in fleets of which the model says nothing. */
  readonly silent = new Map<EffectKind, { count: number; readonly example: number }>();
  /** Fleets in which an invariant was reported and Traefik showed what it is about. */
  readonly hits = new Map<string, number>(VISIBLE.map((id) => [id, 0]));
  /** Fleets in which an invariant was reported at all. */
  readonly reported = new Map<string, number>();

  add(index: number, { fleet, view, asked, effects, verdict }: Judged): Danger[] {
    const sound = fleet.mutations.length === 0;
    this.fleets++;
    this.probes += asked.length;
    this.services += fleet.services.length;
    const { protectedRouters, cautious } = cautionOf(fleet, view, asked, verdict.findings);
    this.protectedOfAll += protectedRouters;
    if (sound) {
      this.sound++;
      this.protectedOfSound += protectedRouters;
      for (const caution of cautious) {
        const { name, why } = classOf(fleet, caution);
        const known = this.cautions.get(name) ?? { name, why, count: 0, example: index };
        known.count++;
        this.cautions.set(name, known);
      }
      for (const { kind, container } of effects) this.faults.push({ index, effect: kind, container });
    } else this.cautiousOfMutated += cautious.length;
    this.addHits(
      fleet,
      new Set(verdict.findings.map(({ invariant }) => invariant)),
      new Set(effects.map(({ kind }) => kind)),
    );
    for (const kind of new Set(verdict.silent.map((effect) => effect.kind))) {
      const known = this.silent.get(kind) ?? { count: 0, example: index };
      known.count++;
      this.silent.set(kind, known);
    }
    const dangers = verdict.dangerous.map((disagreement) => ({ index, mutations: fleet.mutations, disagreement }));
    this.dangers.push(...dangers);
    return dangers;
  }

  get cautious(): number {
    return [...this.cautions.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Percentage of truly protected services of sound fleets that the model would not pass. */
  get cautiousPercent(): number {
    return this.protectedOfSound === 0 ? 0 : (100 * this.cautious) / this.protectedOfSound;
  }

  private addHits(fleet: Fleet, reported: ReadonlySet<string>, shown: ReadonlySet<EffectKind>): void {
    for (const id of reported) this.reported.set(id, (this.reported.get(id) ?? 0) + 1);
    const hit = new Set<string>();
    for (const mutation of fleet.mutations.map(mutationOf)) {
      if (!mutation.shows.some((kind) => shown.has(kind))) continue;
      for (const id of mutation.breaks) if (reported.has(id)) hit.add(id);
    }
    for (const id of hit) this.hits.set(id, (this.hits.get(id) ?? 0) + 1);
  }
}
