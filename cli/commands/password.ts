/** `password`: one first password, and nothing else, on standard output. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import { EXIT, UserError } from "../errors";
import { firstPasswordsOf, readOutputs } from "../live/outputs";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { findStack, mayExist } from "../setup/stackStep";
import { printJson, type Terminal } from "../terminal";

/** Prints the password of the first administrator, or the first password of a user of the configuration. */
export async function password(
  context: SetupContext,
  terminal: Terminal,
  options: { readonly user: string | undefined; readonly json: boolean },
): Promise<number> {
  const { checkout } = context.options;
  const outputs = mayExist(checkout) ? await stackOutputs(context) : {};
  const found = findPassword(outputs, checkout.stack, options.user);
  if (options.json) printJson(terminal, found);
  else terminal.out.write(`${found.password}\n`);
  return EXIT.ok;
}

/**
 * The password in a stack's outputs.
 *
 * @param user name as the configuration has it; nothing: the first administrator
 * @throws {UserError} naming whose passwords are there, when the user's is not
 */
export function findPassword(
  outputs: OutputMap,
  stack: string,
  user?: string,
): { readonly user: string; readonly password: string } {
  const value: unknown = outputs.adminPassword?.value;
  if (typeof value !== "string") {
    throw new UserError({
      what: `Stack ${stack} has no administrator yet.`,
      fix: "bring it up first: npm run up",
    });
  }
  const { adminUser } = readOutputs(outputs);
  if (user === undefined || user === adminUser) return { user: adminUser, password: value };
  const known = firstPasswordsOf(outputs);
  const first = known.get(user);
  if (first !== undefined) return { user, password: first };
  throw new UserError({
    what: `Stack ${stack} has no first password of "${user}".`,
    allowed: [adminUser, ...known.keys()].join(", "),
    fix: "name a user of the configuration; one with `initialPassword: none` sets a password by the recovery mail",
  });
}

async function stackOutputs(context: SetupContext): Promise<OutputMap> {
  await makeReady(context, { engine: false });
  const handle = await findStack(context);
  return handle ? handle.open.stack.outputs() : {};
}
