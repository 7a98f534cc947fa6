/**
 * The versions of the toolchain. Each stands in one place only: the root package.json pins the CLI (the npm package
 * `pulumi`) and the providers (their SDKs, since the engine wants a plugin of exactly the SDK's version); the generated
 * authentik SDK names its own plugin.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ToolchainError } from "./errors";

/** Folder of the root package.json. */
const PROJECT_ROOT = resolve(__dirname, "..");

/** A resource plugin, as the engine looks for it: name and exact version. */
export interface PluginVersion {
  readonly name: string;
  readonly version: string;
}

/** Everything whose version the toolchain must know. */
export interface ToolchainVersions {
  /** Pulumi's CLI and the nodejs language host. */
  readonly cli: string;
  /** Compiled from Go modules on the built road. */
  readonly built: { readonly docker: string; readonly random: string };
  /** Fetched on the official road; on the built road stand-ins take their place. */
  readonly fetched: { readonly cloudflare: string; readonly "terraform-provider": string };
}

/**
 * Reads the pinned versions.
 *
 * @param root folder of package.json. Default: the project's root
 * @throws {ToolchainError} where a version is missing or is a range
 */
export function readVersions(root: string = PROJECT_ROOT): ToolchainVersions {
  const path = join(root, "package.json");
  const { devDependencies = {}, dependencies = {} } = readJson(path) as {
    devDependencies?: Record<string, unknown>;
    dependencies?: Record<string, unknown>;
  };
  const pinned = (name: string): string => exactVersion(devDependencies[name] ?? dependencies[name], name, path);
  const sdkPath = join(root, "sdks", "authentik", "package.json");
  const sdk = readJson(sdkPath) as { pulumi?: { version?: unknown } };
  return {
    cli: pinned("pulumi"),
    built: { docker: pinned("@pulumi/docker"), random: pinned("@pulumi/random") },
    fetched: {
      cloudflare: pinned("@pulumi/cloudflare"),
      "terraform-provider": exactVersion(sdk.pulumi?.version, "pulumi.version", sdkPath),
    },
  };
}

/** Every resource plugin that the program may ask for. */
export function resourcePlugins(versions: ToolchainVersions): readonly PluginVersion[] {
  return Object.entries({ ...versions.built, ...versions.fetched }).map(([name, version]) => ({ name, version }));
}

function exactVersion(version: unknown, name: string, path: string): string {
  if (typeof version === "string" && /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) return version;
  throw new ToolchainError(
    `${path} pins ${name} to ${JSON.stringify(version)}; the toolchain needs one exact version, such as "3.259.0".`,
    `write the exact version of ${name} into that file.`,
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
