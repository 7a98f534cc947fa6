/** `password`: the administrator's password, and nothing else, on standard output. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import { EXIT, UserError } from "../errors";
import { readOutputs } from "../live/outputs";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { findStack, mayExist } from "../setup/stackStep";
import { printJson, type Terminal } from "../terminal";

/** Prints the password of the first administrator. */
export async function password(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const { checkout } = context.options;
  const outputs = mayExist(checkout) ? await stackOutputs(context) : {};
  const value: unknown = outputs.adminPassword?.value;
  if (typeof value !== "string") {
    throw new UserError({
      what: `Stack ${checkout.stack} has no administrator yet.`,
      fix: "bring it up first: npm run up",
    });
  }
  if (json) printJson(terminal, { user: readOutputs(outputs).adminUser, password: value });
  else terminal.out.write(`${value}\n`);
  return EXIT.ok;
}

async function stackOutputs(context: SetupContext): Promise<OutputMap> {
  await makeReady(context, { engine: false });
  const handle = await findStack(context);
  return handle ? handle.open.stack.outputs() : {};
}
