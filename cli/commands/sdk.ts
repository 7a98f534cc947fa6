/** `sdk`: generates sdks/authentik anew from the pinned provider schema. */
import { EXIT } from "../errors";
import { runProcess } from "../process";
import { pulumiEnvironment } from "../pulumi/workspace";
import type { SetupContext } from "../setup/context";

/** Runs the generator; with `check` it only compares and says what differs. */
export async function sdk(context: SetupContext, check: boolean): Promise<number> {
  const { checkout } = context.options;
  const { toolchain } = context;
  const env = pulumiEnvironment({
    checkout,
    toolchain,
    backend: { kind: "chosen", description: "none", env: {} },
  });
  const args = ["--import", "tsx", "testbed/provider/generateSdk.ts", ...(check ? ["--check"] : [])];
  const { code } = await runProcess(process.execPath, args, { cwd: checkout.root, env, inherit: true });
  return code === 0 ? EXIT.ok : EXIT.failed;
}
