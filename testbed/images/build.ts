/** Builds every image from its recipe, as far as the engine has not got it. */
import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { buildEcho, bundleDouble, echoInputs, fetchTraefik, traefikInputs } from "./artifacts";
import { baseHash, buildBase, importBase } from "./base";
import { cacheFolder, withLock } from "./cache";
import { ARCHITECTURES, type Artifact, BASE, LABELS, RECIPES } from "./catalogue";
import { contentHash, folderInputs, type Inputs } from "./contentHash";
import { dropOldImages } from "./oldImages";
import { follow, stopwatch } from "./progress";
import { isPresent } from "./registry";
import { IMAGE_NAMES, ImageError, type ImageName, type Report } from "./types";

const RECIPE_FOLDER = join(__dirname, "recipes");

/** Everything a build works with. */
interface Site {
  readonly docker: Dockerode;
  readonly architecture: string;
  readonly report: Report;
  /** The bundle of the double, already made: its bytes are part of the tag. */
  readonly bundle: Uint8Array;
  readonly references: Readonly<Record<ImageName, string>>;
}

/** The references that the images of this checkout have, without asking the engine for any. */
export function builtReferences(architecture: string, bundle: Uint8Array): Record<ImageName, string> {
  const artifacts: Readonly<Record<Artifact, Inputs>> = {
    traefik: traefikInputs(architecture),
    whoami: echoInputs(architecture),
    "authentik-double.js": { bundle },
  };
  const reference = (name: ImageName): string => {
    const { repository, onBase, artifact, double, what } = RECIPES[name];
    const hash = contentHash({
      ...folderInputs(join(RECIPE_FOLDER, name)),
      base: onBase ? baseHash(architecture) : `scratch ${architecture}`,
      artifact: artifact ? contentHash(artifacts[artifact]) : "",
      labels: JSON.stringify({ double, what }),
    });
    return `${repository}:${hash}`;
  };
  return Object.fromEntries(IMAGE_NAMES.map((name) => [name, reference(name)])) as Record<ImageName, string>;
}

/**
 * Makes sure that the engine has every image of this checkout, and gives their references. Nothing to do takes a
 * fraction of a second; a changed double builds one thin layer.
 *
 * @param doubleEntry another entry point of the double (tests)
 */
export async function buildImages(
  docker: Dockerode,
  report: Report,
  doubleEntry?: string,
): Promise<Readonly<Record<ImageName, string>>> {
  const architecture = await engineArchitecture(docker);
  const bundle = await bundleDouble(doubleEntry);
  const references = builtReferences(architecture, bundle);
  if ((await missing(docker, references)).length === 0) return references;
  const cache = cacheFolder();
  await withLock(cache, report, async (scratch) => {
    // Asked again: another process may have built them while this one waited.
    const names = await missing(docker, references);
    if (names.length === 0) return;
    const took = stopwatch();
    report(`building ${names.length} images from packages: ${names.join(", ")}`);
    await buildMissing({ docker, architecture, report, bundle, references }, names, cache, scratch);
    await dropOldImages(docker, [...Object.values(references), `${BASE.repository}:${baseHash(architecture)}`]);
    report(`images built (${took()})`);
  });
  return references;
}

async function buildMissing(site: Site, names: readonly ImageName[], cache: string, scratch: string): Promise<void> {
  const place = { cache, scratch, architecture: site.architecture, report: site.report };
  // The three sources are independent of each other: one waits for the network while another unpacks.
  const base = names.some((name) => RECIPES[name].onBase) ? prepareBase(site, cache, scratch) : "scratch";
  const traefik = names.includes("traefik") ? fetchTraefik(place) : undefined;
  const whoami = names.includes("echo") ? buildEcho(place) : undefined;
  const [baseReference, traefikFile, whoamiFile] = await allOrFirstError([base, traefik, whoami]);
  const files: Readonly<Record<Artifact, string | Uint8Array | undefined>> = {
    traefik: traefikFile,
    whoami: whoamiFile,
    "authentik-double.js": site.bundle,
  };
  await allOrFirstError(
    names.map(async (name) => {
      const took = stopwatch();
      const { artifact } = RECIPES[name];
      const context = join(scratch, `context-${name}`);
      stage(name, context, artifact, artifact ? files[artifact] : undefined);
      await buildOne(site, name, context, baseReference);
      site.report(`built ${site.references[name]} (${took()})`);
    }),
  );
}

/** Waits for all, also after one failed: nothing may be at work in a folder that is about to be removed. */
async function allOrFirstError<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

async function prepareBase(site: Site, cache: string, scratch: string): Promise<string> {
  const hash = baseHash(site.architecture);
  const reference = `${BASE.repository}:${hash}`;
  if (await isPresent(site.docker, reference)) return reference;
  const tar = await buildBase(hash, cache, scratch, site.report);
  await importBase(site.docker, reference, tar, site.report);
  return reference;
}

/** Lays the recipe's files and the artifact side by side, as the build's context. */
function stage(
  name: ImageName,
  context: string,
  artifact: Artifact | undefined,
  content: string | Uint8Array | undefined,
): void {
  mkdirSync(context, { recursive: true });
  const recipe = join(RECIPE_FOLDER, name);
  for (const file of readdirSync(recipe)) {
    copyFileSync(join(recipe, file), join(context, file));
    // Not left to the checkout: some file systems and archives lose the bit.
    chmodSync(join(context, file), file === "ak" || file.endsWith(".sh") ? 0o755 : 0o644);
  }
  if (!artifact) return;
  if (content === undefined) throw new Error(`${artifact} was not made`);
  const target = join(context, artifact);
  if (typeof content === "string") linkSync(content, target);
  else writeFileSync(target, content);
  chmodSync(target, 0o755);
}

async function buildOne(site: Site, name: ImageName, context: string, base: string): Promise<void> {
  const { double, what } = RECIPES[name];
  const labels = { [LABELS.testbed]: "true", [LABELS.what]: what, ...(double ? { [LABELS.double]: "true" } : {}) };
  const stream = await site.docker.buildImage(
    { context, src: readdirSync(context) },
    { t: site.references[name], buildargs: { BASE: base }, labels, forcerm: true, networkmode: "none" },
  );
  let said = "";
  await follow(site.docker, stream, (message) => {
    said += message.stream ?? "";
  }).catch((error: Error) => {
    throw new ImageError(
      `The image ${name} cannot be built: ${error.message}\n${said.split("\n").slice(-8).join("\n")}`,
      "see whether the engine's disk is full (docker system df), then run the same command again",
    );
  });
}

async function missing(docker: Dockerode, references: Readonly<Record<ImageName, string>>): Promise<ImageName[]> {
  const present = await Promise.all(IMAGE_NAMES.map((name) => isPresent(docker, references[name])));
  return IMAGE_NAMES.filter((_, index) => !present[index]);
}

/** The engine's architecture in Go's words. The base cannot be made for a foreign one. */
async function engineArchitecture(docker: Dockerode): Promise<string> {
  const { Arch: engine, Os: system } = await docker.version();
  const here = process.arch === "x64" ? "amd64" : process.arch;
  if (system === "linux" && engine === here && engine in ARCHITECTURES) return engine;
  throw new ImageError(
    `Images for the engine (${system}/${engine}) cannot be built on this machine (${process.platform}/${here}).`,
    "let the engine pull them, or load them into it (docker load)",
  );
}
