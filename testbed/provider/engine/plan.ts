import { convert } from "./convert";
import type { Field } from "./field";
import type { Planned } from "./resource";
import { canonicalJson, hasUnknown, isZero, type Props, sameValue, unknown, type Value } from "./value";

/**
 * What a resource will look like: the program's inputs in their own types, then defaults, then what the state holds for
 * properties that the server fills in. Without a state those are `unknown`.
 *
 * @param state undefined for a resource that does not exist yet
 * @param ignore names whose changes the program ignores: they keep the state's value
 */
export function plan(
  fields: readonly Field[],
  inputs: Props,
  state: Props | undefined,
  ignore: readonly string[] = [],
): Planned {
  return Object.fromEntries(fields.map((field) => [field.name, planField(field, inputs, state, ignore)]));
}

function planField(
  field: Field,
  inputs: Props,
  state: Props | undefined,
  ignore: readonly string[],
): Value | undefined {
  const old = state?.[field.name] ?? undefined;
  if (state !== undefined && ignore.includes(field.name)) return old;
  if (field.computed === "only") return state === undefined ? unknown : old;
  const given = inputs[field.name];
  if (given !== undefined && given !== null) {
    const value = convert(field, given);
    return old !== undefined && equivalent(field, old, value) ? old : value;
  }
  if (field.default !== undefined) return field.default;
  if (field.computed === "optional") return state === undefined ? unknown : old;
  return undefined;
}

/** True where two values of a property mean the same, so that a change from one to the other is no change. */
export function equivalent(field: Field, old: Value | undefined, next: Value | undefined): boolean {
  if (hasUnknown(next)) return false;
  if (sameValue(old, next)) return true;
  if (isZero(old) && isZero(next)) return true;
  if (field.type === "json" && typeof old === "string" && typeof next === "string") return sameJson(old, next);
  if (field.suppress === "expression" && typeof old === "string" && typeof next === "string") {
    return old.trim() === next.trim();
  }
  return false;
}

function sameJson(old: string, next: string): boolean {
  try {
    return canonicalJson(JSON.parse(old)) === canonicalJson(JSON.parse(next));
  } catch {
    return false;
  }
}
