/**
 * The mandatory policy pack, compiled when its sources are newer than what was compiled last.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../checkout";
import { EXIT, UserError } from "../errors";
import { runProcess } from "../process";

/** Compiles the pack if needed and says whether it did. */
export async function buildPolicyPack(checkout: Checkout): Promise<boolean> {
  const { policyPack, root } = checkout;
  if (!existsSync(join(policyPack, "PulumiPolicy.yaml"))) {
    throw new UserError({
      what: `There is no policy pack in ${policyPack}.`,
      fix: "an update without it is not made here; restore the folder `policies`",
    });
  }
  const compiled = join(policyPack, "dist", "index.js");
  const newest = Math.max(newestChange(policyPack), newestChange(join(root, "components", "routing")));
  if (existsSync(compiled) && statSync(compiled).mtimeMs >= newest) return false;
  const { code, stderr } = await runProcess("npm", ["run", "build", "--silent"], { cwd: root });
  if (code !== 0) throw new UserError({ what: `Compiling the policy pack failed.\n${stderr.trim()}` }, EXIT.failed);
  return true;
}

const SKIPPED = new Set(["dist", "node_modules"]);

function newestChange(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    if (SKIPPED.has(entry.name)) return newest;
    const path = join(folder, entry.name);
    return Math.max(newest, entry.isDirectory() ? newestChange(path) : statSync(path).mtimeMs);
  }, 0);
}
