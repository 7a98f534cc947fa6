/** The type of `unknown`. A class of its own, so that no JSON object is taken for it. */
class UnknownValue {
  private readonly kind = "unknown";

  toString(): string {
    return this.kind;
  }
}

export type Unknown = UnknownValue;

/** A property value that is only known after an apply. There is one such object: compare with `===`. */
export const unknown: Unknown = new UnknownValue();

/** What a property can hold: JSON, or a value that is not known yet. `undefined` as a property means "not set". */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value } | Unknown;

/** Properties by their Pulumi (camelCase) name. A missing name and `null` both mean "not set". */
export type Props = Readonly<Record<string, Value>>;

/** Properties together with the names of those that hold a secret anywhere inside. */
export interface SecretProps {
  readonly props: Props;
  readonly secrets: ReadonlySet<string>;
}

/** True where a value, or a part of it, is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return false;
}

/** Terraform's reading of "empty": unset, `""`, `0`, `false` and an empty list or object cannot be told apart. */
export function isZero(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isProps(value) && Object.keys(value).length === 0;
}

/** Deep equality of JSON values; the order of keys does not matter, the order of list elements does. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}

/** Compact JSON text with sorted keys: the form in which authentik's provider keeps JSON in its state. */
export function canonicalJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** True for a JSON object. */
export function isProps(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && value !== unknown && !Array.isArray(value);
}
