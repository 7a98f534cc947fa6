/** Tools for commands whose only word is their result. */
import { runQuietly } from "../steps";
import { openTerminal } from "../terminal";
import type { SetupContext } from "./context";
import { engineStep, toolchainStep } from "./setupSteps";

/** Makes the toolchain ready, and the engine where it is needed; speaks on standard error, and only when it takes long. */
export async function makeReady(context: SetupContext, needs: { readonly engine: boolean }): Promise<void> {
  await runQuietly([toolchainStep(context), ...(needs.engine ? [engineStep(context)] : [])], openTerminal(true));
}
