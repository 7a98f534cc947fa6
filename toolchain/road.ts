/**
 * Which toolchain a machine uses. The official one first; the built one only where that is asked for or nothing else
 * can be had.
 */

/** `official`: Pulumi's release binaries. `built`: compiled here from pinned Go modules. */
export type Road = "official" | "built";

/** What the choice depends on; the questions after the first are asked only when the answer matters. */
export interface RoadQuestions {
  /** The user forces the built road. */
  readonly offline: boolean;
  /** The pinned official CLI with its language host is on the machine. */
  readonly cliInstalled: () => boolean;
  /** All plugins of the pinned versions are on the machine. */
  readonly pluginsInstalled: () => boolean;
  /** Release binaries can be downloaded; may take seconds to find out. */
  readonly downloadable: () => Promise<boolean>;
}

/** The road and the reason, in words for the user. */
export interface RoadChoice {
  readonly road: Road;
  readonly because: string;
}

/** Chooses the road; throws nothing of its own. */
export async function chooseRoad(ask: RoadQuestions): Promise<RoadChoice> {
  if (ask.offline) return { road: "built", because: "AUTHENTIK_SSO_OFFLINE is set" };
  const cli = ask.cliInstalled();
  if (cli && ask.pluginsInstalled()) return { road: "official", because: "the official CLI and plugins are installed" };
  if (await ask.downloadable()) return { road: "official", because: "release binaries can be downloaded" };
  return {
    road: "built",
    because: cli
      ? "the official CLI is installed, but not its plugins, and they cannot be downloaded"
      : "release binaries cannot be downloaded",
  };
}
