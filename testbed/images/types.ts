/** The words that everything about the images shares. */

/** The parts of the stack that run as containers. */
export type ImageName = "authentik" | "proxy" | "postgres" | "redis" | "traefik" | "socketProxy" | "echo";

/** Every image, in the order in which they are spoken of. */
export const IMAGE_NAMES: readonly ImageName[] = [
  "authentik",
  "proxy",
  "postgres",
  "redis",
  "traefik",
  "socketProxy",
  "echo",
];

/** What one built image is. */
export interface BuiltImage {
  readonly name: ImageName;
  /** `authentik-sso.testbed/postgres:0123456789ab` */
  readonly reference: string;
  /** One sentence for the summary of `up`. */
  readonly what: string;
}

/** The images a stack can be brought up with. */
export interface ImageSet {
  /** `pulled`: the pinned references. `built`: made here, from packages of public registries. */
  readonly road: "pulled" | "built";
  readonly references: Readonly<Record<ImageName, string>>;
  /** Built images that are not the program whose place they take. Empty on the road `pulled`. */
  readonly doubles: readonly BuiltImage[];
  /** Built images that are the real program in another package. Empty on the road `pulled`. */
  readonly built: readonly BuiltImage[];
}

/** Takes each line of progress. */
export type Report = (line: string) => void;

/**
 * A fault that the user can mend. Its name is the one by which the command line knows such faults and shows them
 * without a stack trace.
 */
export class ImageError extends Error {
  constructor(what: string, fix: string) {
    super(`${what}\nWhat to do: ${fix}`);
    this.name = "UserError";
  }
}
