import type { Field } from "./field";
import { equivalent, plan } from "./plan";
import { isZero, type Props, sameValue, type Value } from "./value";

/** How one property path changes. */
type ChangeKind = "add" | "delete" | "update";

/** The difference between a state and what the program asks for. */
export interface Difference {
  /** Changed properties by path: `name`, `propertyMappings[1]`. */
  readonly changes: ReadonlyMap<string, { readonly kind: ChangeKind; readonly replace: boolean }>;
  /** Names of the properties that make a new resource. */
  readonly replaces: readonly string[];
}

/**
 * Compares the state with the inputs as the real provider plans: unset properties take their default or keep what the
 * server filled in, "empty" equals unset, JSON is compared by meaning. Values that are not known yet count as changes.
 */
export function diff(
  fields: readonly Field[],
  state: Props,
  inputs: Props,
  ignore: readonly string[] = [],
): Difference {
  const planned = plan(fields, inputs, state, ignore);
  const changes = new Map<string, { kind: ChangeKind; replace: boolean }>();
  const replaces: string[] = [];
  for (const field of fields) {
    const old = state[field.name] ?? undefined;
    const next = planned[field.name];
    if (field.computed === "only" || equivalent(field, old, next)) continue;
    if (field.forceNew) replaces.push(field.name);
    for (const [path, kind] of paths(field.name, old, next)) changes.set(path, { kind, replace: field.forceNew });
  }
  return { changes, replaces };
}

function paths(name: string, old: Value | undefined, next: Value | undefined): [string, ChangeKind][] {
  if (Array.isArray(old) && Array.isArray(next) && old.length > 0 && next.length > 0) {
    const found: [string, ChangeKind][] = [];
    for (let index = 0; index < Math.max(old.length, next.length); index++) {
      if (index >= old.length) found.push([`${name}[${index}]`, "add"]);
      else if (index >= next.length) found.push([`${name}[${index}]`, "delete"]);
      else if (!sameValue(old[index], next[index])) found.push([`${name}[${index}]`, "update"]);
    }
    return found;
  }
  return [[name, isZero(old) ? "add" : isZero(next) ? "delete" : "update"]];
}
