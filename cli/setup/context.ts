/**
 * What the steps of a command hand to each other.
 */

import type { ImageSet } from "../../testbed/images";
import type { Toolchain } from "../../toolchain/ensureToolchain";
import type { Checkout } from "../checkout";
import type { Engine } from "../engine/ensureEngine";
import type { Interrupt } from "../interrupt";

/** What the user asked for. */
export interface SetupOptions {
  readonly checkout: Checkout;
  /** Use only what can be built here: no official binaries, no registry of images. */
  readonly offline: boolean;
  /** May install a Docker Engine. */
  readonly install: boolean;
  readonly interrupt: Interrupt;
}

/** Filled by the steps; reading what no step has made yet is a fault of the program. */
export class SetupContext {
  private held: { toolchain?: Toolchain; engine?: Engine; images?: ImageSet } = {};

  constructor(readonly options: SetupOptions) {}

  get toolchain(): Toolchain {
    return this.need("toolchain");
  }

  set toolchain(value: Toolchain) {
    this.held = { ...this.held, toolchain: value };
  }

  get engine(): Engine {
    return this.need("engine");
  }

  set engine(value: Engine) {
    this.held = { ...this.held, engine: value };
  }

  get images(): ImageSet {
    return this.need("images");
  }

  set images(value: ImageSet) {
    this.held = { ...this.held, images: value };
  }

  private need<K extends "toolchain" | "engine" | "images">(part: K): NonNullable<(typeof this.held)[K]> {
    const value = this.held[part];
    if (value === undefined) throw new Error(`The step that provides the ${part} has not run.`);
    return value as NonNullable<(typeof this.held)[K]>;
  }
}

/** Whether a DOCKER_HOST means this machine. */
export function engineIsHere(host: string): boolean {
  if (host.startsWith("unix://") || host.startsWith("npipe://")) return true;
  if (!URL.canParse(host)) return false;
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(host.replace(/^tcp:/, "http:")).hostname);
}
