/** Debian packages that building needs on this machine. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { command } from "./command";
import { stopwatch } from "./progress";
import { ImageError, type Report } from "./types";

/** Whether a program is on PATH. */
export function hasProgram(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Installs packages with apt where a program is missing. Only as root and where there is apt; else the error says what
 * to install.
 */
export async function ensurePackage(program: string, packages: readonly string[], report: Report): Promise<void> {
  if (hasProgram(program)) return;
  const fix = `install ${packages.join(" and ")} (apt-get install ${packages.join(" ")}), then run the same command again`;
  if (process.platform !== "linux" || !hasProgram("apt-get")) {
    throw new ImageError(
      `No image registry can be reached, and building the images needs ${program}, which this system has not.`,
      "run this on Debian or Ubuntu, or load the images (docker load), or name others in the configuration key images",
    );
  }
  if (process.getuid?.() !== 0) {
    throw new ImageError(`Building the images needs ${program}, and only root can install it.`, fix);
  }
  const took = stopwatch();
  report(`installing ${packages.join(" ")} with apt (${program} is missing)`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"];
  await command("apt-get", [...apt, "update"], { env, fix });
  await command("apt-get", [...apt, "install", "--no-install-recommends", ...packages], { env, fix });
  report(`${packages.join(" ")} installed (${took()})`);
}
