import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { authentik } from "./authentik/table";
import { cloudflare } from "./cloudflare/table";

/** One built plug-in folder, ready for Pulumi's plug-in directory. */
export interface BuiltPlugin {
  /** Name of the plug-in: `terraform-provider`. */
  readonly name: string;
  /** Exact version that the SDK asks for, without a `v`. */
  readonly version: string;
  /** Folder with the executable `pulumi-resource-<name>`. */
  readonly directory: string;
}

/**
 * Builds the stand-in plug-ins into `outDir`: `resource-<name>-v<version>/` with one bundle and a small script that runs it
 * with the `node` of the PATH. Nothing else is needed at run time.
 *
 * @param report receives one line per plug-in
 * @example
 * for (const plugin of await buildPlugins(dir, console.log)) await installPlugin(toolchain, plugin);
 */
export async function buildPlugins(outDir: string, report: (line: string) => void): Promise<readonly BuiltPlugin[]> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, "main.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "error",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("esbuild gave no bundle for the stand-in plug-ins");
  const plugins = [
    { name: "terraform-provider", version: authentik.pluginVersion, table: "authentik" },
    { name: "cloudflare", version: cloudflare.pluginVersion, table: "cloudflare" },
  ];
  return Promise.all(
    plugins.map(async ({ name, version, table }) => {
      const directory = join(outDir, `resource-${name}-v${version}`);
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, "stand-in.cjs"), bundle.contents);
      const script = join(directory, `pulumi-resource-${name}`);
      await writeFile(script, launcher(table));
      await chmod(script, 0o755);
      report(`stand-in plug-in ${name} ${version} (${table})`);
      return { name, version, directory };
    }),
  );
}

function launcher(table: string): string {
  return `#!/bin/sh\n# Stand-in for the official plug-in; built from testbed/provider.\nexec node "$(dirname "$0")/stand-in.cjs" ${table} "$@"\n`;
}
