/** `password`: the administrator's password, and nothing else, on standard output. */
import { EXIT, UserError } from "../errors";
import { readOutputs } from "../live/outputs";
import type { SetupContext } from "../setup/context";
import { findStack } from "../setup/stackStep";
import { printJson, type Terminal } from "../terminal";

/** Prints the password of the first administrator. */
export async function password(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const handle = await findStack(context);
  const outputs = handle ? await handle.open.stack.outputs() : {};
  const value: unknown = outputs.adminPassword?.value;
  if (typeof value !== "string") {
    throw new UserError({
      what: `Stack ${context.options.checkout.stack} has no administrator yet.`,
      fix: "bring it up first: npm run up",
    });
  }
  if (json) printJson(terminal, { user: readOutputs(outputs).adminUser, password: value });
  else terminal.out.write(`${value}\n`);
  return EXIT.ok;
}
