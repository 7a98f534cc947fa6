/** Pinned references: are they here, can their registries be reached, and pulling them. */
import type Dockerode from "dockerode";
import { follow, stopwatch } from "./progress";
import { ImageError, type Report } from "./types";

/** How long a registry may take to answer before it counts as out of reach. Milliseconds. */
const PROBE_BOUND = 5_000;
/** Pace of progress lines of one pull. Milliseconds. */
const REPORT_EVERY = 5_000;

/** What was found out about registries, by host, for the time this process lives. */
const reachable = new Map<string, Promise<boolean>>();

/** The registry's host of a reference: `ghcr.io/a/b:1` -> `ghcr.io`, `redis:8` -> `docker.io`. */
export function registryOf(reference: string): string {
  const [first, ...rest] = reference.split("/");
  const isHost = first !== undefined && rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first : "docker.io";
}

/**
 * Whether an engine's error means that the registry did not answer at all. Any answer, a refusal too, means that the
 * reference is at fault or the account, and then another image in its place would hide that.
 */
export function isOutOfReach(message: string): boolean {
  return /no such host|server misbehaving|i\/o timeout|deadline exceeded|timeout exceeded|awaiting headers|connection (refused|reset)|(network|host) is unreachable|no route to host|temporary failure|proxyconnect|certificate|TLS handshake|Forbidden from proxy|EOF|aborted/i.test(
    message,
  );
}

/** Whether the engine holds an image under this reference. */
export async function isPresent(docker: Dockerode, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/**
 * Whether the registries of all references answer. Asked by the engine, since it is the engine that will pull: with a
 * remote DOCKER_HOST its network counts, not ours. One question per registry and process.
 */
export async function registriesAnswer(docker: Dockerode, references: readonly string[]): Promise<boolean> {
  const byHost = new Map(references.map((reference) => [registryOf(reference), reference]));
  const answers = [...byHost].map(([host, reference]) => {
    const known = reachable.get(host) ?? probe(docker, reference);
    reachable.set(host, known);
    return known;
  });
  return (await Promise.all(answers)).every(Boolean);
}

async function probe(docker: Dockerode, reference: string): Promise<boolean> {
  const bound = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), PROBE_BOUND).unref();
  });
  const asked = docker
    .getImage(reference)
    .distribution()
    .then(
      () => true,
      (error: Error) => !isOutOfReach(error.message),
    );
  return Promise.race([asked, bound]);
}

/** Pulls one reference, telling how far it is. Throws the engine's words where that fails. */
export async function pull(docker: Dockerode, reference: string, report: Report): Promise<void> {
  const took = stopwatch();
  const layers = new Map<string, { current: number; total: number }>();
  let told = performance.now();
  await follow(docker, await docker.pull(reference), ({ id, status, progressDetail }) => {
    if (!id || status !== "Downloading" || !progressDetail?.total) return;
    layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    if (performance.now() - told < REPORT_EVERY) return;
    told = performance.now();
    const sum = (part: "current" | "total"): number => {
      return Math.round([...layers.values()].reduce((all, layer) => all + layer[part], 0) / 1e6);
    };
    report(`pulling ${reference}: ${sum("current")} of ${sum("total")} MB (${took()})`);
  });
  report(`pulled ${reference} (${took()})`);
}

/** The error for a registry that answered, but not with the image. */
export function pullRefused(reference: string, message: string): ImageError {
  const limit = /toomanyrequests|rate limit/i.test(message);
  return new ImageError(
    `The image ${reference} cannot be pulled: ${message}`,
    limit
      ? `log in to the registry and pull it (docker login && docker pull ${reference}), or set AUTHENTIK_SSO_OFFLINE=1`
      : `correct the reference in the configuration key images, or pull it yourself (docker pull ${reference})`,
  );
}
