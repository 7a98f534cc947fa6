/**
 * The stack's configuration as pulumi gets it: the committed file, what was set locally, and the images of this
 * machine, laid over each other. Pure; the files are read and written in `stackConfig.ts`.
 */

import { createHash } from "node:crypto";

/** A `Pulumi.<stack>.yaml` as data: `config`, `encryptionsalt`, `secretsprovider` … */
export interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

/** What goes into the merge. */
export interface MergeInput {
  /** The committed file; it is never written. */
  readonly committed: StackFile;
  /** The working copy of the last time, with what `pulumi config set` added; none on the first `up`. */
  readonly working?: StackFile;
  /**
   * Fingerprints of what came from the committed file the last time, by key: a key taken out there goes away here
   * too, and a value that is still the one of the last time was not set locally.
   */
  readonly committedBefore?: Readonly<Record<string, string>>;
  /** Key and value that this machine lays over all (images that were built here); none where images are pulled. */
  readonly overlay?: Readonly<Record<string, unknown>>;
  /** Overlay keys of the last time: they leave with the overlay. */
  readonly overlayBefore?: readonly string[];
}

/** The merged file, and what the user should hear of it. */
export interface MergeResult {
  readonly file: StackFile;
  /** Fingerprints of the committed values, for the next time. */
  readonly committed: Readonly<Record<string, string>>;
  readonly overlayKeys: readonly string[];
  /** One line per local setting that the committed file or the overlay beats. */
  readonly warnings: readonly string[];
}

/**
 * Lays the committed file over the working copy and the overlay over both.
 *
 * Committed keys win; keys that only `pulumi config set` knows stay; the encryption salt and a chosen secrets
 * provider stay with the working copy, because the state was encrypted with them. Objects of the overlay are merged
 * key by key, and a reference that the user committed beats the overlay's.
 */
export function mergeStackFiles(input: MergeInput): MergeResult {
  const committed = input.committed.config ?? {};
  const overlay = input.overlay ?? {};
  const before = input.committedBefore ?? {};
  const local = withoutKeys(input.working?.config ?? {}, [
    ...Object.keys(before).filter((key) => !(key in committed)),
    ...(input.overlayBefore ?? []),
  ]);
  const warnings: string[] = [];
  for (const [key, value] of Object.entries(local)) {
    const now = fingerprint(value);
    if (key in committed && now !== fingerprint(committed[key]) && now !== before[key]) {
      warnings.push(`"${key}" was set locally to another value; the committed file wins. Change it there.`);
    }
  }
  const config: Record<string, unknown> = { ...local, ...committed };
  for (const [key, value] of Object.entries(overlay)) {
    config[key] = isObject(value) ? { ...value, ...asObject(committed[key] ?? local[key]) } : value;
  }
  const sections = { ...withoutKeys(input.working ?? {}, ["config"]), ...withoutKeys(input.committed, ["config"]) };
  for (const kept of ["encryptionsalt", "secretsprovider", "encryptedkey"]) {
    const value = input.working?.[kept] ?? input.committed[kept];
    if (value !== undefined) sections[kept] = value;
  }
  return {
    file: Object.keys(config).length === 0 ? sections : { ...sections, config },
    committed: Object.fromEntries(Object.entries(committed).map(([key, value]) => [key, fingerprint(value)])),
    overlayKeys: Object.keys(overlay),
    warnings,
  };
}

function withoutKeys(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Tells values apart without keeping them: they may be secrets. */
function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);
}
