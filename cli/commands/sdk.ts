/** `sdk`: generates sdks/authentik anew from the committed provider schema. */
import { join } from "node:path";
import { generateSdk } from "../../sdks/generate";
import { withPathPrefix } from "../../toolchain/ensureToolchain";
import { EXIT, errorText, UserError } from "../errors";
import type { SetupContext } from "../setup/context";
import { makeReady } from "../setup/ready";
import { say, type Terminal } from "../terminal";

/** Runs the generator; with `check` it only compares and fails on a difference. */
export async function sdk(context: SetupContext, terminal: Terminal, check: boolean): Promise<number> {
  await makeReady(context, { engine: false });
  const { toolchain } = context;
  try {
    await generateSdk({
      pulumiBin: join(toolchain.bin, "pulumi"),
      env: { ...process.env, ...toolchain.env, PATH: withPathPrefix(toolchain.bin) },
      check,
      report: (line) => say(terminal, line),
    });
  } catch (error) {
    throw new UserError({ what: errorText(error) }, EXIT.failed);
  }
  return EXIT.ok;
}
