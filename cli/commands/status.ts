/** `status`: what of the stack runs right now, and whether it answers as decided. */
import Table from "cli-table3";
import { openRoutes } from "../breakGlass/openRoutes";
import { warnings } from "../breakGlass/report";
import { readInventory } from "../engineClient";
import { EXIT } from "../errors";
import { traefikAddress } from "../live/address";
import { type CheckedQuestion, checkLive, describeFaults } from "../live/liveCheck";
import { readOutputs } from "../live/outputs";
import type { EngineInventory } from "../recovery/plan";
import { exportState } from "../recovery/recover";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { findStack, mayExist, type StackHandle } from "../setup/stackStep";
import { CONTAINER, type Deployment, engineName, resourcesOf } from "../stack/deployment";
import { printJson, say, type Terminal } from "../terminal";

/** One container of the stack. */
export interface ContainerStatus {
  readonly container: string;
  readonly state: "running" | "stopped" | "gone";
}

/** The containers that the state names, as the engine has them. */
export function containerStates(state: Deployment, inventory: EngineInventory): ContainerStatus[] {
  const found = new Map(inventory.containers.map((container) => [container.id, container]));
  return resourcesOf(state, CONTAINER).map((resource) => {
    const container = found.get(resource.id ?? "");
    const name = engineName(resource) ?? resource.urn;
    return { container: name, state: container ? (container.running ? "running" : "stopped") : "gone" };
  });
}

/** What does not run, a line each: it explains the wrong answers. Empty where nothing runs, which is said as such. */
export function describeStopped(containers: readonly ContainerStatus[]): string[] {
  if (containers.every(({ state }) => state !== "running")) return [];
  return containers.flatMap(({ container, state }) =>
    state === "running" ? [] : [`${container} does not run (${state}): \`npm run up\` starts it`],
  );
}

/** Prints what runs; asks every service once. Exit code 1 unless all runs and answers as decided, and no emergency route is open. */
export async function status(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const { checkout } = context.options;
  const { stack } = checkout;
  const handle = mayExist(checkout) ? await findReady(context) : undefined;
  if (!handle) {
    if (json) printJson(terminal, { stack, exists: false });
    else say(terminal, `There is no stack ${stack}. \`npm run up\` makes it.`);
    return EXIT.failed;
  }
  const state = await exportState(handle.open);
  const { docker, host } = context.engine;
  const containers = containerStates(state, await readInventory(docker));
  const outputs = await handle.open.stack.outputs();
  const address = traefikAddress(state, host);
  const checked =
    outputs.services && containers.some((container) => container.state === "running")
      ? await checkLive({
          outputs: readOutputs(outputs),
          ...(address ? { address } : {}),
          patienceMs: 0,
          report: () => undefined,
          signal: context.options.interrupt.requested,
        })
      : [];
  const emergency = await openRoutes(docker, outputs);
  const well =
    containers.every((one) => one.state === "running") && checked.every((one) => one.passed) && emergency.length === 0;
  if (json) printJson(terminal, { stack, exists: true, containers, checks: checked, emergency, well });
  else {
    const faults = [...describeStopped(containers), ...warnings(emergency), ...describeFaults(checked)];
    say(terminal, render(stack, containers, faults, checked, terminal));
  }
  return well && checked.length > 0 ? EXIT.ok : EXIT.failed;
}

async function findReady(context: SetupContext): Promise<StackHandle | undefined> {
  await makeReady(context, { engine: true });
  return findStack(context);
}

function render(
  stack: string,
  containers: readonly ContainerStatus[],
  faults: readonly string[],
  checked: readonly CheckedQuestion[],
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const table = new Table({ head: ["container", "state"], style: { head: [], border: [], compact: true } });
  for (const { container, state } of containers) {
    table.push([container, state === "running" ? colors.green(state) : colors.red(state)]);
  }
  const answers =
    checked.length === 0
      ? "Nothing was asked: nothing runs."
      : `${checked.filter((one) => one.passed).length} of ${checked.length} answers as decided.`;
  return [`Stack ${stack}`, table.toString(), answers, ...faults.map((fault) => colors.red(fault))].join("\n");
}
