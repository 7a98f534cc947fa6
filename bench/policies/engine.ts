/** Previews on the real engine with each pack and without one. */
import { packFolder } from "../packs/packs";
import { BenchStack, ownNodeArguments, toolchainEnvironment } from "../preview/stack";
import type { Cost } from "../support/measure";
import { processOf } from "../support/measure";
import { progress } from "../support/output";
import { median, round } from "../support/statistics";

/** Medians of previews with one pack. */
export interface EngineFigure {
  readonly services: number;
  readonly pack: string;
  readonly wallSeconds: number;
  /** Beyond the preview without a pack. */
  readonly extraSeconds: number;
  readonly cpuSeconds: number;
  readonly packMb: number | undefined;
}

const WITHOUT = "without";
const SIDES = [WITHOUT, "empty", "control", "authentik-sso"] as const;

/** Previews the gate and each number of services, `repeat` times with each side. */
export async function engineFigures(services: readonly number[], repeat: number): Promise<EngineFigure[]> {
  if (services.length === 0) return [];
  const stack = await BenchStack.create("components", await toolchainEnvironment(), ownNodeArguments());
  try {
    const figures: EngineFigure[] = [];
    for (const count of services) figures.push(...(await previews(stack, count, repeat)));
    return figures;
  } finally {
    stack.remove();
  }
}

async function previews(stack: BenchStack, services: number, repeat: number): Promise<EngineFigure[]> {
  const env = { BENCH_SERVICES: String(services) };
  await stack.preview({ env: { BENCH_SERVICES: "1" } });
  const costs = new Map<string, Cost[]>(SIDES.map((side) => [side, []]));
  for (let round = 1; round <= repeat; round += 1) {
    for (const side of SIDES) {
      const pack = side === WITHOUT ? {} : { policyPack: packFolder(side) };
      costs.get(side)?.push(await stack.preview({ ...pack, env }));
    }
    progress(`preview: ${services} services, round ${round} of ${repeat}`);
  }
  const wall = (side: string) => median((costs.get(side) ?? []).map(({ wallSeconds }) => wallSeconds));
  return SIDES.map((side) => {
    const runs = costs.get(side) ?? [];
    const peaks = runs.flatMap((cost) => processOf(cost, "run-policy-pack")?.peakMb ?? []);
    return {
      services,
      pack: side,
      wallSeconds: round(wall(side)),
      extraSeconds: round(wall(side) - wall(WITHOUT)),
      cpuSeconds: round(median(runs.map(({ cpuSeconds }) => cpuSeconds))),
      packMb: peaks.length === 0 ? undefined : round(median(peaks), 0),
    };
  });
}
