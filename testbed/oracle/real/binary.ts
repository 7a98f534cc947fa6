/** The Traefik that is asked: the same pinned release binary of which the image is made. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fetchTraefik, traefikInputs } from "../../images/artifacts";
import { cacheFolder, withLock } from "../../images/cache";
import { contentHash } from "../../images/contentHash";
import { ImageError, type Report } from "../../images/types";

/** Path of the binary, fetched where it is not there yet (185 MB, once per machine). */
export async function traefikBinary(report: Report): Promise<string> {
  if (process.platform !== "linux") {
    throw new ImageError(`The oracle runs Traefik's Linux binary; this is ${process.platform}.`, "run it on Linux");
  }
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const cache = cacheFolder();
  const present = join(cache, `traefik-${contentHash(traefikInputs(architecture))}`);
  if (existsSync(present)) return present;
  return withLock(cache, report, (scratch) => fetchTraefik({ cache, scratch, architecture, report }));
}
