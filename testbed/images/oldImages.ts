/** Removes images that an earlier state of the sources left behind. */
import type Dockerode from "dockerode";
import { LABELS } from "./catalogue";

/** Another checkout may be about to use its own; after this time nobody waits for one any more. Seconds. */
const KEEP_FOR = 7 * 24 * 3600;

/**
 * Removes testbed images whose references are not among those to keep, that are a week old and that no container uses.
 * Failing to remove one is no fault: it is tried again with the next build.
 */
export async function dropOldImages(docker: Dockerode, keep: readonly string[]): Promise<void> {
  const images = await docker.listImages({ filters: { label: [`${LABELS.testbed}=true`] } });
  const now = Date.now() / 1000;
  for (const { RepoTags, Created } of images) {
    if (now - Created < KEEP_FOR) continue;
    for (const reference of RepoTags ?? []) {
      if (keep.includes(reference)) continue;
      // Without force the engine refuses where a container, running or stopped, was made from it.
      await docker
        .getImage(reference)
        .remove()
        .catch(() => undefined);
    }
  }
}
