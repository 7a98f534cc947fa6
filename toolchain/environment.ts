/** The variables under which a toolchain's CLI runs. */
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * Variables of the built road.
 *
 * - `PULUMI_CREDENTIALS_PATH`: logins stay where they are, so `pulumi login` counts on both roads.
 * - `PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION`: a missing plugin fails at once, not after five tries to download.
 * - `PULUMI_SKIP_UPDATE_CHECK`: no look-up of a newer release at every command.
 */
export function builtEnvironment(home: string, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return {
    PULUMI_HOME: home,
    PULUMI_CREDENTIALS_PATH: env.PULUMI_CREDENTIALS_PATH || join(homedir(), ".pulumi"),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Variables of the official road: its home, also where a shell still names the built one. */
export function officialEnvironment(home: string): Record<string, string> {
  return { PULUMI_HOME: home, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "false" };
}

/** A PATH with one folder at its front, and nowhere else: doing it twice changes nothing. */
export function withPathPrefix(folder: string, path: string = process.env.PATH ?? ""): string {
  return [folder, ...path.split(delimiter).filter((entry) => entry !== "" && entry !== folder)].join(delimiter);
}
