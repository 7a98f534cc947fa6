/** The images of the stack: pulled where a registry can be reached, else built from packages. */
import type Dockerode from "dockerode";
import { buildImages } from "./build";
import { RECIPES } from "./catalogue";
import { isOutOfReach, isPresent, pull, pullRefused, registriesAnswer } from "./registry";
import { type BuiltImage, IMAGE_NAMES, type ImageName, type ImageSet, type Report } from "./types";

/** What {@link ensureImages} works with. */
export interface ImagesOptions {
  readonly docker: Dockerode;
  /** Takes the road without a registry, whatever is there. */
  readonly offline: boolean;
  readonly report: Report;
  /** The references to pull. */
  readonly references: Readonly<Record<ImageName, string>>;
  /** Another entry point of the authentik double (tests). */
  readonly doubleEntry?: string;
}

/**
 * Makes sure that the engine has an image for every part of the stack.
 *
 * All six references present, or all to be had from their registries: the road is `pulled`. Any registry out of reach,
 * or `offline`: all six are built, so that a stack never mixes the two. A registry that answers and refuses is an
 * error, never a reason to build.
 *
 * @throws an error with the fix (name `UserError`)
 * @example
 * const images = await ensureImages({ docker, offline: false, report: console.log, references: IMAGES });
 * for (const { name, what } of images.doubles) console.log(`${name} is ${what}`);
 */
export async function ensureImages(options: ImagesOptions): Promise<ImageSet> {
  const { docker, offline, report, references } = options;
  if (!offline && (await pulled(docker, references, report))) {
    return { road: "pulled", references, doubles: [], built: [] };
  }
  const built = await buildImages(docker, report, options.doubleEntry);
  return builtSet(built);
}

/** Describes images made here. */
export function builtSet(references: Readonly<Record<ImageName, string>>): ImageSet {
  const described = IMAGE_NAMES.map((name): BuiltImage & { double: boolean } => ({
    name,
    reference: references[name],
    what: RECIPES[name].what,
    double: RECIPES[name].double,
  }));
  const plain = ({ name, reference, what }: BuiltImage): BuiltImage => ({ name, reference, what });
  return {
    road: "built",
    references,
    doubles: described.filter(({ double }) => double).map(plain),
    built: described.filter(({ double }) => !double).map(plain),
  };
}

/** Whether all references are here, after pulling what was not. */
async function pulled(
  docker: Dockerode,
  references: Readonly<Record<ImageName, string>>,
  report: Report,
): Promise<boolean> {
  const wanted = [...new Set(Object.values(references))];
  const present = await Promise.all(wanted.map((reference) => isPresent(docker, reference)));
  const absent = wanted.filter((_, index) => !present[index]);
  if (absent.length === 0) return true;
  if (!(await registriesAnswer(docker, absent))) {
    report("an image registry cannot be reached: the images come from packages");
    return false;
  }
  for (const reference of absent) {
    try {
      await pull(docker, reference, report);
    } catch (error) {
      const { message } = error as Error;
      if (!isOutOfReach(message)) throw pullRefused(reference, message);
      report(`the registry of ${reference} stopped answering: the images come from packages`);
      return false;
    }
  }
  return true;
}
