/** The shared base: a Debian tree as one tar file, and that file as an image. */
import { createReadStream, existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { dropOthers } from "./cache";
import { BASE, LABELS } from "./catalogue";
import { command } from "./command";
import { contentHash, folderInputs } from "./contentHash";
import { ensurePackage } from "./hostPackages";
import { follow, stopwatch } from "./progress";
import type { Report } from "./types";

const RECIPE = join(__dirname, "recipes", "base");

/** The hash of the base for an architecture: packages, suite and finishing script. */
export function baseHash(architecture: string): string {
  return contentHash({
    ...folderInputs(RECIPE),
    architecture,
    suite: BASE.suite,
    packages: BASE.packages.join(" "),
  });
}

/**
 * Makes the tar file of the base unless the cache has it, and gives its path. About 15 s, 180 MB.
 *
 * @param scratch a folder for what is not done yet, on the file system of the cache
 */
export async function buildBase(hash: string, cache: string, scratch: string, report: Report): Promise<string> {
  const name = `base-${hash}.tar`;
  const path = join(cache, name);
  if (existsSync(path)) return path;
  await ensurePackage("mmdebstrap", ["mmdebstrap", "debian-archive-keyring"], report);
  const took = stopwatch();
  report(`building the base of Debian ${BASE.suite} with mmdebstrap`);
  const unfinished = join(scratch, name);
  await command(
    "mmdebstrap",
    [
      "--variant=extract",
      "--format=tar",
      `--include=${BASE.packages.join(",")}`,
      `--extract-hook="${join(RECIPE, "finish.sh")}" "$1"`,
      BASE.suite,
      unfinished,
    ],
    {
      fix: "see that a Debian mirror (deb.debian.org, or apt's proxy) can be reached, then run the same command again",
    },
  );
  renameSync(unfinished, path);
  dropOthers(cache, "base-", name);
  report(`base built (${Math.round(statSync(path).size / 1e6)} MB, ${took()})`);
  return path;
}

/** Imports the tar file as an image. */
export async function importBase(docker: Dockerode, reference: string, tar: string, report: Report): Promise<void> {
  const took = stopwatch();
  const [repo, tag] = reference.split(":");
  const changes = [`LABEL ${LABELS.testbed}=true`, `LABEL ${LABELS.what}="base of the testbed images"`];
  await follow(docker, await docker.importImage(createReadStream(tar), { repo, tag, changes }));
  report(`base imported (${took()})`);
}
