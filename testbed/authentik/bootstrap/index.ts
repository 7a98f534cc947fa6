import { setTimeout as sleep } from "node:timers/promises";
import type { DoubleContext } from "../context";
import { createObject } from "../rest/objects";
import { BLUEPRINT_FILES } from "../rest/rules/blueprints";
import type { Scope } from "../rest/scope";
import type { Document } from "../rows";
import { bootstrapBrand } from "./brand";
import { bootstrapCertificate } from "./certificate";
import { bootstrapEvents } from "./events";
import { bootstrapFlows } from "./flows";
import { bootstrapIdentities } from "./identities";
import { bootstrapMappings } from "./mappings";
import { bootstrapOutpost } from "./outpost";

/** What is there after each stage, in the order in which it appears. */
const STAGES: readonly [name: string, run: (scope: Scope) => Promise<void>][] = [
  ["blueprint instances", listBlueprints],
  ["administrator", bootstrapIdentities],
  ["certificate", bootstrapCertificate],
  ["flows", bootstrapFlows],
  ["scope mappings", bootstrapMappings],
  ["embedded outpost", bootstrapOutpost],
  ["brand", bootstrapBrand],
  ["event rules", bootstrapEvents],
  ["blueprint status", finishBlueprints],
];

/** Done at every start; they only make what is missing. All others run once, so that what a user changed stays. */
const EVERY_START = ["blueprint instances", "certificate", "embedded outpost", "blueprint status"];

/** Kind of the rows that remember which stages are done. */
const STAGE = "bootstrap_stage";

/**
 * Brings the shipped objects into the database, stage by stage, some seconds after the start, so that a client that
 * takes "ready" for "set up" fails here as it does with the real server. Safe to repeat: what is there stays.
 */
export async function bootstrap(context: DoubleContext, signal?: AbortSignal): Promise<void> {
  const scope: Scope = {
    context: { ...context, config: { ...context.config, writeDelayMs: 0 } },
    actor: {},
    quiet: true,
    system: true,
  };
  await pause(context.config.blueprintDelayMs, signal);
  for (const [name, run] of STAGES) {
    if (signal?.aborted) return;
    const done = await context.store.get(STAGE, name);
    if (done && !EVERY_START.includes(name)) continue;
    await run(scope);
    await context.store.put(STAGE, name, { pk: name });
    context.log.info("blueprint stage applied", { stage: name });
    await pause(context.config.blueprintStepMs, signal);
  }
}

async function listBlueprints(scope: Scope): Promise<void> {
  const known = await scope.context.store.list("blueprint" as string);
  for (const { path, name } of BLUEPRINT_FILES) {
    if (known.some((row) => row.path === path)) continue;
    await createObject("blueprint", { name, path, enabled: true, context: {} }, { ...scope, blueprint: true });
  }
}

async function finishBlueprints(scope: Scope): Promise<void> {
  const shipped = BLUEPRINT_FILES.map(({ path }) => path);
  for (const row of await scope.context.store.list("blueprint" as string)) {
    if (!shipped.includes(String(row.path)) || row.status === "successful") continue;
    const done: Document = { ...row, status: "successful", last_applied: scope.context.clock().toISOString() };
    await scope.context.store.put("blueprint", String(row.pk), done);
  }
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => {});
}
