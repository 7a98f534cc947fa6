import * as pulumi from "@pulumi/pulumi";
import { imageOf } from "../containers";
import { releasesApart } from "../routing/versionFloors";
import type { SsoGateArgs } from "../ssoGateArgs";

/**
 * Refuses a standalone outpost of another release than authentik's server, before anything is made.
 *
 * @throws {pulumi.RunError} that names both releases and what to write
 */
export function requireOneRelease({ outpost, images }: Pick<SsoGateArgs, "outpost" | "images">): void {
  if (outpost !== "standalone") return;
  const apart = releasesApart(imageOf(images, "authentik"), imageOf(images, "proxy"));
  if (!apart) return;
  throw new pulumi.RunError(
    `gate: images.authentik is of release ${apart.server} and images.proxy of ${apart.outpost}, which would be another release's outpost. Set images.proxy to release ${apart.server} as well: change both together.`,
  );
}
