/** What an operating command needs of a stack that runs: its outputs, and authentik's API with the stack's token. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import { EXIT, UserError } from "../errors";
import { authentikAccess } from "../recovery/authentikOrphans";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { findStack, mayExist } from "../setup/stackStep";
import { type Deployment, parseDeployment } from "../stack/deployment";
import { AuthentikClient } from "./client";

/** An opened stack. */
export interface OperatedStack {
  readonly outputs: OutputMap;
  /** Its state. Holds secrets in plain text: never to be printed. */
  readonly state: Deployment;
  readonly authentik: AuthentikClient;
}

/**
 * Opens the stack.
 *
 * @param needs whether the Docker engine is needed; then `context.engine` is there afterwards
 * @throws {UserError} when there is no such stack, or it never got as far as an authentik
 */
export async function openOperatedStack(
  context: SetupContext,
  needs: { readonly engine: boolean },
): Promise<OperatedStack> {
  const { checkout, interrupt } = context.options;
  if (!mayExist(checkout)) throw noStack(checkout.stack);
  await makeReady(context, needs);
  const handle = await findStack(context);
  if (!handle) throw noStack(checkout.stack);
  const outputs = await handle.open.stack.outputs();
  const state = parseDeployment(await handle.open.pulumi("stack", "export", "--show-secrets"));
  const access = authentikAccess(state);
  if (!access) {
    throw new UserError(
      { what: `Stack ${checkout.stack} has no authentik yet.`, fix: "bring it up first: npm run up" },
      EXIT.failed,
    );
  }
  return { outputs, state, authentik: new AuthentikClient(access, interrupt.requested) };
}

/** The outputs alone: for what needs neither authentik nor the engine. */
export async function openOutputs(context: SetupContext): Promise<OutputMap> {
  const { checkout } = context.options;
  if (!mayExist(checkout)) throw noStack(checkout.stack);
  await makeReady(context, { engine: false });
  const handle = await findStack(context);
  if (!handle) throw noStack(checkout.stack);
  return handle.open.stack.outputs();
}

function noStack(stack: string): UserError {
  return new UserError({ what: `There is no stack ${stack}.`, fix: "bring it up first: npm run up" }, EXIT.failed);
}
