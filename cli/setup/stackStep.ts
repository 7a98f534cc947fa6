/** Opens the stack: its backend, configuration and stamp; used by every command that touches a stack. */
import { existsSync } from "node:fs";
import { userHome } from "../../toolchain/layout";
import type { Checkout } from "../checkout";
import { createOrOpenStack, type OpenStack, type OpenStackOptions, openStack } from "../pulumi/workspace";
import { restoreDamagedState } from "../recovery/damagedState";
import { releaseLocks } from "../recovery/recover";
import { type Backend, findBackend, ownStackFile, prepareOwnBackend } from "../stack/backend";
import { checkRoad, readRoad, stampRoad } from "../stack/road";
import { writeWorkingConfig } from "../stack/stackConfig";
import type { Step } from "../steps";
import type { SetupContext } from "./context";

/** An opened stack and where it lives. */
export interface StackHandle {
  readonly open: OpenStack;
  readonly backend: Backend;
}

/** Opens the stack for an update, and makes backend, passphrase and stack where there are none. */
export function stackStep(context: SetupContext, done: (handle: StackHandle) => void): Step {
  const { checkout } = context.options;
  return {
    title: "Stack",
    run: async (progress) => {
      const { toolchain, engine, images } = context;
      checkRoad(checkout.stack, readRoad(checkout), toolchain.road);
      const backend = findBackend(checkout, toolchain);
      const notes: string[] = [];
      if (backend.kind === "own" && prepareOwnBackend(checkout).created) {
        notes.push("a passphrase was made; with the state it opens every secret: see .authentik-sso/README.txt");
      }
      // First of all: a stack whose very creation was interrupted is locked before it is there.
      const released = backend.kind === "own" ? await releaseLocks(checkout, progress) : 0;
      if (released > 0) notes.push("took away the lock of an interrupted update");
      const restored = backend.kind === "own" ? restoreDamagedState(checkout) : undefined;
      if (restored) notes.push(restored);
      const built = images.road === "built";
      if (backend.kind === "own" || built) {
        const overlay = built ? { [`${checkout.project}:images`]: images.references } : {};
        notes.push(...writeWorkingConfig(checkout, overlay));
      }
      const env = { DOCKER_HOST: engine.host };
      const open = await createOrOpenStack({ checkout, toolchain, backend, env });
      stampRoad(checkout, toolchain.road);
      done({ open, backend });
      return { text: `${checkout.stack} in ${backend.description}${open.created ? ", new" : ""}`, notes };
    },
  };
}

/**
 * Whether the stack can exist at all, found out without any tool: commands that only look or take away need not build
 * a toolchain first to learn that there is nothing.
 */
export function mayExist(checkout: Checkout): boolean {
  if (existsSync(ownStackFile(checkout)) || readRoad(checkout) !== undefined) return true;
  return findBackend(checkout, { pulumiHome: userHome(), env: {} }).kind === "chosen";
}

/** Opens the stack only if it exists; changes nothing but a state that cannot be read. */
export async function findStack(context: SetupContext): Promise<StackHandle | undefined> {
  const { checkout } = context.options;
  const { toolchain } = context;
  checkRoad(checkout.stack, readRoad(checkout), toolchain.road);
  const backend = findBackend(checkout, toolchain);
  if (backend.kind === "own") restoreDamagedState(checkout);
  const options: OpenStackOptions = { checkout, toolchain, backend };
  const open = await openStack(options);
  return open ? { open, backend } : undefined;
}
