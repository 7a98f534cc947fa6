/** The smallest fleet that still shows something. */
import { cloneFleet, type Fleet } from "./fleet/model";
import type { Judged, Oracle } from "./oracle";

/** How often Traefik is asked at most. */
const MOST = 250;

/**
 * Takes away services, containers, labels and questions for as long as `shows` holds of what is left.
 *
 * @example await shrink(oracle, fleet, ({ verdict }) => verdict.dangerous.length > 0)
 */
export async function shrink(oracle: Oracle, fleet: Fleet, shows: (judged: Judged) => boolean): Promise<Fleet> {
  let left = MOST;
  const stillFails = async (candidate: Fleet): Promise<boolean> => {
    if (left-- <= 0) return false;
    return shows(await oracle.judge(candidate));
  };
  let smallest = fleet;
  const reduce = async <T>(items: readonly T[], build: (kept: readonly T[]) => Fleet): Promise<void> => {
    const kept = await fewest(items, (some) => stillFails(build(some)));
    smallest = build(kept);
  };
  await reduce(smallest.services, (services) => withServices(smallest, services));
  await reduce(smallest.containers, (containers) => ({ ...cloneFleet(smallest), containers: [...containers] }));
  await reduce(smallest.probes, (probes) => ({ ...cloneFleet(smallest), probes: [...probes] }));
  for (const { name } of smallest.containers) {
    const labels = Object.entries(smallest.containers.find((container) => container.name === name)?.labels ?? {});
    await reduce(labels, (entries) => withLabels(smallest, name, Object.fromEntries(entries)));
  }
  return smallest;
}

/** The services given, and no container of the others. */
function withServices(fleet: Fleet, services: Fleet["services"] | readonly Fleet["services"][number][]): Fleet {
  const gone = new Set(fleet.services.filter((one) => !services.includes(one)).map(({ container }) => container));
  return {
    ...cloneFleet(fleet),
    services: [...services],
    containers: fleet.containers.filter(({ name }) => !gone.has(name)),
  };
}

function withLabels(fleet: Fleet, name: string, labels: Record<string, string>): Fleet {
  const changed = cloneFleet(fleet);
  for (const container of changed.containers) if (container.name === name) container.labels = labels;
  return changed;
}

/** Leaves out halves, quarters, … and single items while `fails` holds. */
async function fewest<T>(items: readonly T[], fails: (items: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let kept = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await fails(fewer)) kept = fewer;
      else at += size;
    }
  }
  return kept;
}
