import { join } from "node:path";
import { generateSdk } from "../../sdks/generate";
import { ensureToolchain, withPathPrefix } from "../../toolchain/ensureToolchain";

/** `node --import tsx testbed/provider/generateSdk.ts [--check]`: generates or compares sdks/authentik. */
async function main(): Promise<void> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const tools = await ensureToolchain({ offline: process.env.AUTHENTIK_SSO_OFFLINE === "1", report });
  await generateSdk({
    pulumiBin: join(tools.bin, "pulumi"),
    env: { ...process.env, ...tools.env, PATH: withPathPrefix(tools.bin) },
    check: process.argv.includes("--check"),
    report,
  });
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
