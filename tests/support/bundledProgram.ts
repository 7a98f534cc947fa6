import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * Compiles the program of a folder into its `dist/index.js`, which its Pulumi.yaml names as `main`: a program that is
 * run dozens of times is compiled once, and not in each run. Pulumi's own packages stay where they are, since the
 * runtime must share them.
 *
 * @returns the folder, to run pulumi in
 */
export async function bundledProgram(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "index.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["@pulumi/*"],
    logLevel: "error",
  });
  const text = outputFiles[0]?.contents;
  if (text === undefined) throw new Error(`esbuild gave nothing for ${folder}`);
  const dist = join(folder, "dist");
  mkdirSync(dist, { recursive: true });
  // Renamed, since two test files may compile the same program while one of them runs it.
  const written = join(dist, `${randomUUID()}.new`);
  writeFileSync(written, text);
  renameSync(written, join(dist, "index.js"));
  return folder;
}
