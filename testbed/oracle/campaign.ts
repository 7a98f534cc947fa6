/** Many fleets, one after the other, through a few Traefik processes. */

import { caseOf } from "./case";
import type { Fleet } from "./fleet/model";
import { fleetOf } from "./generate";
import { Oracle } from "./oracle";
import { traefikBinary } from "./real/binary";
import { shrink } from "./shrink";
import { type Danger, Tally } from "./tally";

export interface CampaignOptions {
  readonly fleets: number;
  readonly seed: number;
  /** One fleet instead of generated ones. */
  readonly only?: Fleet;
  /** Takes what is going on. */
  readonly progress: (text: string) => void;
  /** How many disagreements are shrunk. @default 3 */
  readonly shrinks?: number;
  /** Processes of Traefik that work at a time. @default 2 */
  readonly workers?: number;
}

/** Judges the fleets; the result says everything that was seen. */
export async function campaign(options: CampaignOptions): Promise<Tally> {
  const { progress, shrinks = 3, workers = 2 } = options;
  const binary = await traefikBinary(progress);
  const tally = new Tally();
  const waiting = plan(options);
  const total = waiting.length;
  const failing = new Map<string, { readonly fleet: Fleet; readonly danger: Danger }>();
  const work = async (_: unknown, worker: number): Promise<void> => {
    // From both ends, so that a static configuration that few fleets have is started by one worker only.
    const take = () => (worker % 2 === 0 ? waiting.shift() : waiting.pop());
    const oracle = await Oracle.start(binary);
    try {
      for (let next = take(); next; next = take()) {
        const { index, fleet } = next;
        const judged = await oracle.judge(fleet).catch((error: Error) => {
          throw new Error(`fleet ${index} of seed ${options.seed}: ${error.message}`, { cause: error });
        });
        for (const danger of tally.add(index, judged)) {
          const { level, effect } = danger.disagreement;
          const key = `${level} ${effect} ${danger.mutations}`;
          if (!failing.has(key)) failing.set(key, { fleet, danger });
        }
        progress(`${tally.fleets} of ${total} fleets, ${tally.dangers.length} dangerous`);
      }
    } finally {
      oracle.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, total) }).map(work));
  if (failing.size > 0) await shrinkSome(binary, tally, [...failing.values()].slice(0, shrinks), progress);
  return tally;
}

/** Fleets of one static configuration together, so that few processes are started. */
function plan({ fleets, seed, only }: CampaignOptions): { readonly index: number; readonly fleet: Fleet }[] {
  if (only) return [{ index: -1, fleet: only }];
  return Array.from({ length: fleets }, (_, index) => ({ index, fleet: fleetOf(seed, index) })).sort(
    (a, b) => a.fleet.variant.localeCompare(b.fleet.variant) || a.index - b.index,
  );
}

async function shrinkSome(
  binary: string,
  tally: Tally,
  failing: readonly { readonly fleet: Fleet; readonly danger: Danger }[],
  progress: (text: string) => void,
): Promise<void> {
  const oracle = await Oracle.start(binary);
  try {
    for (const { fleet, danger } of failing) {
      progress(`looking for the smallest fleet that shows it (${danger.mutations})`);
      const { level, effect } = danger.disagreement;
      const smallest = await shrink(oracle, fleet, ({ verdict }) =>
        verdict.dangerous.some((other) => other.level === level && other.effect === effect),
      );
      tally.dangers[tally.dangers.indexOf(danger)] = { ...danger, smallest: caseOf(await oracle.judge(smallest)) };
    }
  } finally {
    oracle.close();
  }
}
