/** Whether Pulumi's download site answers. */
import { request } from "node:https";

/** The site that the npm package `pulumi` downloads the CLI from. */
const DOWNLOAD_SITE = "https://get.pulumi.com/";

/** How long the site may take. */
const PATIENCE_MS = 5_000;

/**
 * Asks for the headers of the download site's front page. Any answer that is no server error counts.
 *
 * @param site default: Pulumi's
 * @param patience milliseconds, for name, connection and answer together. Default 5,000
 */
export function canDownload(site: string = DOWNLOAD_SITE, patience: number = PATIENCE_MS): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(site, { method: "HEAD", signal: AbortSignal.timeout(patience) }, (answer) => {
      answer.resume();
      resolve((answer.statusCode ?? 500) < 500);
    });
    asked.on("error", () => resolve(false));
    asked.end();
  });
}
