/**
 * The door of the toolchain: Pulumi's CLI, the nodejs language host and the providers, whatever the machine can reach.
 *
 * On an open machine these are Pulumi's own releases. On one that reaches package registries only, they are compiled
 * from pinned Go modules, once per version. The program, the policies and the components do not know the difference.
 */
import { ensureBuiltHome } from "./builtHome";
import { builtEnvironment, officialEnvironment } from "./environment";
import { binFolder, toolchainCache, userHome } from "./layout";
import { ensureOfficialHome, findOfficialBin, missingPlugins } from "./officialHome";
import { canDownload } from "./reachable";
import { chooseRoad, type Road } from "./road";
import { readVersions } from "./versions";

export { withPathPrefix } from "./environment";
export { installPlugin, type StandInPlugin } from "./installPlugin";
export type { Road } from "./road";

/** A complete set of tools. */
export interface Toolchain {
  /** `official`: Pulumi's releases. `built`: compiled on this machine. */
  readonly road: Road;
  /** PULUMI_HOME: versions, plugins, selected stacks. */
  readonly pulumiHome: string;
  /** Folder with the `pulumi` executable; belongs at the front of PATH ({@link withPathPrefix}). */
  readonly bin: string;
  /** Version of the CLI, without a "v". */
  readonly version: string;
  /** Variables for a child process or a shell; PATH is not among them. */
  readonly env: Readonly<Record<string, string>>;
}

/** What may be asked for. */
export interface ToolchainOptions {
  /** Build here, whatever can be reached; `AUTHENTIK_SSO_OFFLINE=1`. */
  readonly offline: boolean;
  /** Gets a line of progress now and then; silent where everything is there. */
  readonly report: (line: string) => void;
  /** Holds the built toolchains. Default: `${XDG_CACHE_HOME:-~/.cache}/authentik-sso/toolchain` */
  readonly cacheDir?: string;
}

/**
 * Makes the tools ready: milliseconds where they are, a download on an open machine, some ten minutes of compiling the
 * first time on a closed one. Safe to repeat, to interrupt, and to run twice at once.
 *
 * @throws {ToolchainError} with what was found and what to do: no or old Go, a build or a download that failed
 * @example
 * const tools = await ensureToolchain({ offline: process.env.AUTHENTIK_SSO_OFFLINE === "1", report: console.error });
 * execFileSync("pulumi", ["preview"], { env: { ...process.env, ...tools.env, PATH: withPathPrefix(tools.bin) } });
 */
export async function ensureToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const { report } = options;
  const versions = readVersions();
  const home = userHome();
  const { road, because } = await chooseRoad({
    offline: options.offline,
    cliInstalled: () => findOfficialBin(home, versions.cli) !== undefined,
    pluginsInstalled: () => missingPlugins(home, versions).length === 0,
    downloadable: () => canDownload(),
  });
  if (road === "official") {
    const bin = await ensureOfficialHome({ home, versions, report });
    return { road, pulumiHome: home, bin, version: versions.cli, env: officialEnvironment(home) };
  }
  const cache = options.cacheDir ?? toolchainCache();
  const built = await ensureBuiltHome({ cache, versions, report: explained(because, report) });
  const bin = binFolder(built, versions.cli);
  return { road, pulumiHome: built, bin, version: versions.cli, env: builtEnvironment(built) };
}

/** Gives the reason for building before the first line of the build, and none where nothing is built. */
function explained(because: string, report: (line: string) => void): (line: string) => void {
  let told = false;
  return (line) => {
    if (!told) report(`building Pulumi on this machine, because ${because}`);
    told = true;
    report(line);
  };
}
