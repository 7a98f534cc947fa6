/**
 * Mends what an interrupted `up`, a `down` or a hand-made `docker rm` left behind, before the next update.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { Checkout } from "../checkout";
import { readInventory, removeContainer, removeNetwork, startContainer } from "../engineClient";
import { EXIT, UserError } from "../errors";
import { isAlive } from "../process";
import { type OperationOptions, refreshTargets } from "../pulumi/operations";
import { resourceName } from "../pulumi/progress";
import type { OpenStack } from "../pulumi/workspace";
import { type Deployment, parseDeployment } from "../stack/deployment";
import { authentikAccess, type OrphanOutcome, removeAuthentikOrphans } from "./authentikOrphans";
import { judgeLock, type LockState, machineFacts, readLocks, removeLock } from "./locks";
import { planRecovery, type RecoveryPlan, withPending } from "./plan";

/** How long an update of a wrapper that died may still run before `up` gives up. */
const HELD_WAIT_MS = 120_000;

/**
 * Takes away the locks of dead processes and waits for living ones.
 *
 * @returns number of locks taken away
 * @throws {UserError} when another process goes on using the stack
 */
export async function releaseLocks(checkout: Checkout, report: (text: string) => void): Promise<number> {
  const facts = machineFacts(isAlive);
  const until = Date.now() + HELD_WAIT_MS;
  let released = 0;
  for (;;) {
    const locks = readLocks(checkout);
    const waiting: { holder: string; state: LockState }[] = [];
    for (const lock of locks) {
      const state = judgeLock(lock, facts);
      if (state === "stale") {
        removeLock(lock);
        released += 1;
      } else {
        const holder = lock.holder ? `process ${lock.holder.pid} on ${lock.holder.hostname}` : "a process";
        waiting.push({ holder, state });
      }
    }
    const first = waiting[0];
    if (first === undefined) return released;
    if (first.state === "foreign" || Date.now() > until) {
      throw new UserError(
        {
          what: `The stack is locked by ${first.holder}.`,
          fix: "wait for it; if it is gone for good, run `pulumi cancel` in a shell set up by `npx authentik-sso env`",
        },
        EXIT.failed,
      );
    }
    report(`waiting for ${first.holder}, which is changing the stack`);
    await sleep(1000);
  }
}

/** What recovery did, for the step's line. */
export interface RecoveryOutcome {
  readonly notes: readonly string[];
  readonly state: Deployment;
}

/** Reads the stack's state as pulumi exports it: secrets stay encrypted. */
export async function exportState(open: OpenStack): Promise<Deployment> {
  return parseDeployment(await open.pulumi("stack", "export"));
}

/** Writes a state back. */
export async function importState(open: OpenStack, state: Deployment): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-state-"));
  try {
    const file = join(folder, "state.json");
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    await open.pulumi("stack", "import", "--file", file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long a started authentik may take to answer. */
const AUTHENTIK_WAIT_MS = 90_000;

/**
 * Brings state and engine back together: removes what an interrupted update made and did not record, forgets its
 * operations, reads what is gone anew, starts what stands still.
 */
export async function recover(open: OpenStack, docker: Docker, options: OperationOptions): Promise<RecoveryOutcome> {
  const state = await exportState(open);
  const plan = planRecovery(state, await readInventory(docker));
  const notes = [
    ...(await removeOrphans(docker, plan, options.report)),
    ...(await startStopped(docker, plan, options.report)),
  ];
  if (plan.clearPending) {
    const { removed, unanswered } = await lookIntoAuthentik(open, plan, options.report);
    await importState(open, withPending(state, unanswered));
    if (removed.length > 0)
      notes.push(`removed from authentik what an interrupted update had begun: ${removed.join(", ")}`);
    notes.push(
      unanswered.length > 0
        ? `authentik did not say what came of ${unanswered.length} interrupted creations; the next run asks again`
        : "cleared the record of an interrupted update",
    );
  }
  if (plan.gone.length > 0) {
    options.report(`${plan.gone.length} objects are gone from the engine`);
    await refreshTargets(open, plan.gone, options);
    notes.push(`gone from the engine, to be made again: ${shortList(plan.gone.map(resourceName))}`);
  }
  if (plan.lostVolumes.length > 0) {
    notes.push(
      `data volumes are gone: ${shortList(plan.lostVolumes)}. What was in them is lost; if authentik then lacks ` +
        "objects that the state names, start over with `npm run down -- --data`.",
    );
  }
  const changed = plan.clearPending || plan.gone.length > 0;
  return { notes, state: changed ? await exportState(open) : state };
}

async function removeOrphans(docker: Docker, plan: RecoveryPlan, report: (text: string) => void): Promise<string[]> {
  for (const container of plan.orphanContainers) {
    report(`removing ${container.name}, begun by an interrupted update`);
    await removeContainer(docker, container.id);
  }
  for (const network of plan.orphanNetworks) await removeNetwork(docker, network.id);
  const names = [...plan.orphanContainers, ...plan.orphanNetworks].map((object) => object.name);
  return names.length > 0 ? [`removed what an interrupted update had begun: ${shortList(names)}`] : [];
}

async function startStopped(docker: Docker, plan: RecoveryPlan, report: (text: string) => void): Promise<string[]> {
  for (const container of plan.stopped) {
    report(`starting ${container.name}`);
    await startContainer(docker, container.id);
  }
  return plan.stopped.length > 0 ? [`started again: ${shortList(plan.stopped.map((object) => object.name))}`] : [];
}

/** Asks until authentik answers, if it can be expected to. */
async function lookIntoAuthentik(
  open: OpenStack,
  plan: RecoveryPlan,
  report: (text: string) => void,
): Promise<OrphanOutcome> {
  if (plan.otherCreations.length === 0) return { removed: [], unanswered: [] };
  const state = parseDeployment(await open.pulumi("stack", "export", "--show-secrets"));
  const access = authentikAccess(state);
  const until = Date.now() + (plan.gone.length > 0 ? 0 : AUTHENTIK_WAIT_MS);
  const removed: string[] = [];
  let unanswered: OrphanOutcome["unanswered"] = plan.otherCreations;
  for (;;) {
    report("asking authentik what came of an interrupted update");
    const outcome = await removeAuthentikOrphans(unanswered, state, access);
    removed.push(...outcome.removed);
    unanswered = outcome.unanswered;
    if (unanswered.length === 0 || Date.now() >= until) return { removed, unanswered };
    await sleep(2000);
  }
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(", ");
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
}
