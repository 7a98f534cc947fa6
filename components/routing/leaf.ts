/**
 * A value that may not be known yet: at a preview a property can depend on what is still to be created. Everything
 * that decides exposure has to be known, and what is unknown counts as exposed.
 */
export type Leaf<T> = { readonly known: true; readonly value: T } | Unknown;

export interface Unknown {
  readonly known: false;
}

export const UNKNOWN: Unknown = { known: false };

export function known<T>(value: T): Leaf<T> {
  return { known: true, value };
}

/** The value, or `otherwise` when it is not known. */
export function valueOr<T, U>(leaf: Leaf<T>, otherwise: U): T | U {
  return leaf.known ? leaf.value : otherwise;
}
