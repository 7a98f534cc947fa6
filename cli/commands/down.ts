/**
 * `down`: takes the containers away and keeps everything else. `down --data`: takes everything away.
 */
import { rmSync } from "node:fs";
import type Docker from "dockerode";
import { readTimers, removeTimers, stopTimer } from "../breakGlass/timer";
import { readInventory, removeContainer, removeNetwork, removeVolume } from "../engineClient";
import { EXIT, UserError } from "../errors";
import { destroyStack, type OperationOptions, refreshTargets } from "../pulumi/operations";
import type { OpenStack } from "../pulumi/workspace";
import { type EngineInventory, planRecovery, withPending } from "../recovery/plan";
import { exportState, importState, releaseLocks } from "../recovery/recover";
import type { SetupContext } from "../setup/context";
import { engineStep, toolchainStep } from "../setup/setupSteps";
import { findStack, mayExist, type StackHandle } from "../setup/stackStep";
import { authorityFile } from "../stack/authority";
import { otherStacks } from "../stack/backend";
import { allOf, CONTAINER, countCustom, type Deployment, engineName, NETWORK, VOLUME } from "../stack/deployment";
import { runSteps, type Step, type StepResult } from "../steps";
import { confirm, printJson, say, type Terminal } from "../terminal";

/** What `down` was asked for. */
export interface DownOptions {
  /** Remove volumes, networks, state and secrets as well. */
  readonly data: boolean;
  /** Answer the question before data is lost with yes. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** Takes the stack down. Safe to repeat: what is gone already is fine. */
export async function down(context: SetupContext, terminal: Terminal, options: DownOptions): Promise<number> {
  const { checkout } = context.options;
  const { stack } = checkout;
  if (options.data) await askFirst(stack, options, terminal);
  if (!mayExist(checkout)) {
    if (options.json) printJson(terminal, { stack, data: options.data, steps: [] });
    else say(terminal, `There is no stack ${stack}: nothing to take down.`);
    return EXIT.ok;
  }
  const run = new DownRun(context);
  const steps: Step[] = [
    toolchainStep(context),
    engineStep(context),
    { title: "Containers", run: (progress) => run.removeContainers(progress) },
  ];
  if (options.data) steps.push({ title: "Data", run: (progress) => run.removeData(progress) });
  const records = await runSteps(steps, terminal);
  if (options.json) printJson(terminal, { stack, data: options.data, steps: records });
  else if (options.data) say(terminal, `Stack ${stack} is gone: containers, networks, volumes, state and secrets.`);
  else say(terminal, `Stack ${stack} is down. Its data and secrets are kept: \`npm run up\` brings it back as it was.`);
  return EXIT.ok;
}

async function askFirst(stack: string, options: DownOptions, terminal: Terminal): Promise<void> {
  if (options.yes) return;
  if (!terminal.canAsk || options.json) {
    throw new UserError({
      what: `down --data removes all users, passwords and data of stack ${stack}, and nobody is here to confirm it.`,
      fix: "add --yes",
    });
  }
  if (await confirm(terminal, `Remove stack ${stack} with all users, passwords and data, for good?`)) return;
  throw new UserError({ what: "Nothing was removed." });
}

class DownRun {
  private found: { handle: StackHandle | undefined } | undefined;

  constructor(private readonly context: SetupContext) {}

  private async stack(progress: (text: string) => void): Promise<StackHandle | undefined> {
    if (!this.found) {
      const handle = await findStack(this.context);
      if (handle?.backend.kind === "own") await releaseLocks(this.context.options.checkout, progress);
      this.found = { handle };
    }
    return this.found.handle;
  }

  /** Removes the containers that the state names, and those that an interrupted update began. */
  async removeContainers(progress: (text: string) => void): Promise<StepResult> {
    const handle = await this.stack(progress);
    if (!handle) return { text: `no stack ${this.context.options.checkout.stack}` };
    const { docker } = this.context.engine;
    const state = await exportState(handle.open);
    const inventory = await readInventory(docker);
    const routes = await this.closeEmergencyRoutes(handle);
    const ids = containersOf(state, inventory);
    let removed = 0;
    await Promise.all(
      ids.map(async (id) => {
        await removeContainer(docker, id);
        removed += 1;
        progress(`${removed} of ${ids.length} removed`);
      }),
    );
    return { text: ids.length === 0 ? "none was left" : `${ids.length} removed`, notes: routes };
  }

  /** Their files would outlive the containers in the volume, and be served again by the next `up`. */
  private async closeEmergencyRoutes(handle: StackHandle): Promise<string[]> {
    const { docker } = this.context.engine;
    const { prefix } = ((await handle.open.stack.outputs()).sso?.value ?? {}) as { prefix?: unknown };
    if (typeof prefix !== "string") return [];
    const timers = await readTimers(docker, prefix);
    // Asked to stop, a timer takes its file away.
    await Promise.all(timers.map((timer) => stopTimer(docker, timer.container)));
    await removeTimers({ docker, prefix });
    return timers.flatMap((one) =>
      one.running && one.role === "timer" ? [`emergency route closed: ${one.service}`] : [],
    );
  }

  /** Destroys what the state names, also with authentik dead, then the stack itself and what it left behind. */
  async removeData(progress: (text: string) => void): Promise<StepResult> {
    const handle = await this.stack(progress);
    let count = 0;
    if (handle) {
      const before = await exportState(handle.open);
      count = countCustom(before);
      await destroyAll(handle.open, this.context, before, progress);
      await removeLeftovers(this.context.engine.docker, before);
      await handle.open.pulumi("stack", "rm", "--yes", "--force", "--preserve-config");
    }
    forgetStack(this.context, handle);
    return { text: handle ? `${count} resources removed` : "none was left" };
  }
}

/** Ids of the stack's containers on the engine: known to the state, or begun under a name it was about to take. */
export function containersOf(state: Deployment, inventory: EngineInventory): string[] {
  const known = new Set(allOf(state, CONTAINER).map((container) => container.id));
  const begun = planRecovery(state, inventory).orphanContainers.map((container) => container.id);
  return inventory.containers.flatMap(({ id }) => (known.has(id) || begun.includes(id) ? [id] : []));
}

/**
 * The containers are gone already, so the state is told so first; authentik's objects go with the container that
 * holds them (`deletedWith`) and nothing asks authentik.
 */
async function destroyAll(
  open: OpenStack,
  context: SetupContext,
  before: Deployment,
  report: (text: string) => void,
): Promise<void> {
  const options: OperationOptions = { report, interrupt: context.options.interrupt };
  const plan = planRecovery(before, await readInventory(context.engine.docker));
  for (const network of plan.orphanNetworks) await removeNetwork(context.engine.docker, network.id);
  let state = before;
  if (plan.clearPending) {
    state = withPending(state, []);
    await importState(open, state);
  }
  if (state.deployment.resources?.some((resource) => resource.protect)) {
    await open.pulumi("state", "unprotect", "--all", "--yes");
  }
  report("removing networks, volumes and secrets");
  if (plan.gone.length > 0) await refreshTargets(open, plan.gone, options);
  const left = countCustom(await exportState(open));
  if (left > 0) await destroyStack(open, left, options);
}

/** Removes by name what the state named and the engine still has. */
async function removeLeftovers(docker: Docker, state: Deployment): Promise<void> {
  const inventory = await readInventory(docker);
  const ids = new Set(allOf(state, NETWORK).map((network) => network.id));
  for (const id of containersOf(state, inventory)) await removeContainer(docker, id);
  for (const network of inventory.networks) if (ids.has(network.id)) await removeNetwork(docker, network.id);
  const volumes = new Set(allOf(state, VOLUME).map((volume) => engineName(volume) ?? volume.id));
  for (const volume of inventory.volumes) if (volumes.has(volume)) await removeVolume(docker, volume);
}

/** Removes what the checkout keeps of the stack; the folder itself goes with its last stack. */
function forgetStack(context: SetupContext, handle: StackHandle | undefined): void {
  const { checkout } = context.options;
  const files = [
    checkout.workingConfigFile,
    `${checkout.workingConfigFile}.origin.json`,
    checkout.roadFile,
    authorityFile(checkout),
  ];
  for (const file of files) rmSync(file, { force: true });
  if (handle?.backend.kind === "chosen") return;
  if (otherStacks(checkout).length > 0) return;
  rmSync(checkout.workFolder, { recursive: true, force: true });
}
