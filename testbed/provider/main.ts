import { authentik } from "./authentik/table";
import { cloudflare } from "./cloudflare/table";
import type { PluginTable } from "./engine/resource";
import { serve } from "./server/serve";

const tables: Readonly<Record<string, PluginTable>> = { authentik, cloudflare };

/**
 * Entry point of a plug-in process: `node stand-in.cjs <table> <engine address>`. Prints the port on standard output, as
 * Pulumi's engine expects, and says on standard error what it is.
 */
async function main(): Promise<void> {
  const table = tables[process.argv[2] ?? ""];
  if (table === undefined) throw new Error(`give the table to serve: ${Object.keys(tables).join(" or ")}`);
  const { port } = await serve(table);
  process.stderr.write(`${table.title}: stand-in for the official provider plug-in ${table.pluginVersion}\n`);
  process.stdout.write(`${port}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`stand-in plug-in: ${error.message}\n`);
  process.exitCode = 1;
});
