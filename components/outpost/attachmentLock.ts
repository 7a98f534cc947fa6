/**
 * When may somebody write the list of an outpost's providers? Decided here, from what authentik shows; nothing is
 * read or written.
 *
 * The list is one field of the outpost, and the provider's attachment reads it, appends and writes it back without a
 * lock (terraform-provider-authentik 2026.5, `resource_outpost_provider_attachment.go`): of two at the same time one
 * is lost. The stacks that add applications know nothing of each other, so the lock lies where they meet: it is a
 * group in authentik, without members and rights, whose name nobody else can take while it exists.
 */

/** How long a holder may take, in seconds; after that it is taken for dead. A write takes well under one. */
export const LOCK_SECONDS = 60;

/** How long to wait for the lock in all, in seconds: a dead holder's time and a queue behind it. */
export const LOCK_PATIENCE_SECONDS = 180;

/** A lock as authentik holds it. */
export interface HeldLock {
  /** authentik's id of the group. */
  readonly pk: string;
  /** Who took it, for whoever reads it in the admin interface. */
  readonly owner: string;
  /** RFC 3339, by authentik's own clock. */
  readonly expires: string;
}

/** What to do next. */
export type LockStep =
  | { readonly do: "take" }
  | { readonly do: "work" }
  | { readonly do: "give back"; readonly pk: string }
  | { readonly do: "wait"; readonly owner: string }
  | { readonly do: "clear"; readonly pk: string; readonly owner: string };

/** Name of the group that locks an outpost's list. */
export function lockName(outpost: string): string {
  return `authentik-sso lock: providers of outpost ${outpost}`;
}

/** The group to create. Times are authentik's, so that clocks of two machines are never compared. */
export function lockBody(outpost: string, owner: string, now: Date) {
  const expires = new Date(now.getTime() + LOCK_SECONDS * 1000).toISOString();
  return { name: lockName(outpost), is_superuser: false, attributes: { owner, expires } };
}

/**
 * The next step for one who may hold `mine`.
 *
 * Names of groups are unique, but the check and the write are two steps; whoever sees a second lock beside its own
 * gives its own back, so that two never hold it.
 *
 * @param held every lock of that name, read after the own one was written
 */
export function lockStep(held: readonly HeldLock[], mine: string | undefined, now: Date): LockStep {
  const others = held.filter((lock) => lock.pk !== mine);
  const dead = others.find((lock) => !(Date.parse(lock.expires) > now.getTime()));
  if (dead) return { do: "clear", pk: dead.pk, owner: dead.owner };
  const [other] = others;
  const own = held.find((lock) => lock.pk === mine);
  if (other) return own ? { do: "give back", pk: own.pk } : { do: "wait", owner: other.owner };
  return own ? { do: "work" } : { do: "take" };
}

/**
 * The list with the provider in it.
 *
 * @returns undefined where it is in it already
 */
export function withProvider(providers: readonly number[], provider: number): number[] | undefined {
  return providers.includes(provider) ? undefined : [...providers, provider];
}
