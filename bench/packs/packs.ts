/** Policy packs as the engine starts them: folders with one compiled file. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

const ROOT = join(__dirname, "..", "..");

/** Folder of the packages that only the benchmark needs. */
export const PEERS = join(ROOT, "bench", "peers");

/** The packs that are compared. */
export type PackName = "authentik-sso" | "control" | "empty" | "awsguard";

export function packFolder(name: PackName): string {
  return name === "authentik-sso" ? join(ROOT, "policies") : join(__dirname, name);
}

/** Compiles a pack, the SDK left outside. */
export async function buildPack(name: PackName): Promise<void> {
  if (name === "awsguard") return;
  if (name === "authentik-sso") {
    await promisify(execFile)(process.execPath, [join(ROOT, "policies", "build.mjs")]);
    return;
  }
  await compile(join(packFolder(name), "index.ts"), join(packFolder(name), "dist", "index.js"));
}

/** Makes one file of a script, as policies/build.mjs does. */
export async function compile(script: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["@grpc/grpc-js", "@pulumi/policy", "@pulumi/pulumi", "google-protobuf"],
    logLevel: "warning",
  });
}

/** Installs the packages of `bench/peers` when they are missing. Downloads about 40 MB. */
export async function installPeers(report: (line: string) => void): Promise<void> {
  if (existsSync(join(PEERS, "node_modules", "@pulumi", "awsguard"))) return;
  report("installing @pulumi/awsguard (npm ci in bench/peers)");
  // Without scripts: that of @pulumi/aws would download its provider, and nothing here runs one.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await promisify(execFile)("npm", args, { cwd: PEERS, timeout: 600_000 });
}
