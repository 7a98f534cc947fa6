import type { Leaf } from "../../components/routing";
import { known, UNKNOWN } from "../../components/routing";
import { isUnknownValue, isUnknownValueError } from "./unknown";

/**
 * Properties of a resource: as the pack's own server decodes them, in which an unknown value is the engine's marker, or
 * behind the proxies of the policy SDK, where reading one throws.
 */
export type Props = Readonly<Record<string, unknown>>;

/**
 * Reads one property.
 *
 * The SDK turns an `UnknownValueError` that leaves a policy into an advisory, for a mandatory policy too: the policy
 * would be skipped. So every read goes through here, and what is unknown becomes a value that invariants judge.
 */
export function read(props: Props, name: string): Leaf<unknown> {
  try {
    const value = props[name];
    return isUnknownValue(value) ? UNKNOWN : known(value);
  } catch (error) {
    if (isUnknownValueError(error)) return UNKNOWN;
    throw error;
  }
}

/** A text; numbers and booleans as text, absent and empty as `undefined`. */
export function readText(props: Props, name: string): Leaf<string | undefined> {
  const value = read(props, name);
  if (!value.known) return value;
  return known(value.value === undefined || value.value === null ? undefined : String(value.value));
}

/** A text; absent as empty. */
export function textOf(props: Props, name: string): Leaf<string> {
  const text = readText(props, name);
  return text.known ? known(text.value ?? "") : text;
}

/** The elements of a list property, each of which may be unknown; an absent list is empty. */
export function readList(props: Props, name: string): Leaf<readonly Leaf<unknown>[]> {
  const list = read(props, name);
  if (!list.known) return list;
  if (!Array.isArray(list.value)) return known([]);
  const elements = list.value as unknown as Props;
  return known(Array.from({ length: list.value.length }, (_, index) => read(elements, String(index))));
}

/** Elements of a list of objects, converted; an unknown list is one unknown element. */
export function readObjects<T>(props: Props, name: string, convert: (element: Props) => Leaf<T>): Leaf<T>[] {
  const list = readList(props, name);
  if (!list.known) return [UNKNOWN];
  return list.value.map((element) => (element.known && isObject(element.value) ? convert(element.value) : UNKNOWN));
}

/** A list of texts, unknown as a whole when one of them is. */
export function readTexts(props: Props, name: string): Leaf<readonly string[]> {
  const list = readList(props, name);
  if (!list.known) return list;
  const texts: string[] = [];
  for (const element of list.value) {
    if (!element.known) return UNKNOWN;
    texts.push(String(element.value));
  }
  return known(texts);
}

/** A nested object; `undefined` when it is absent or unknown. */
export function readObject(props: Props, name: string): Props | undefined {
  const value = read(props, name);
  return value.known && isObject(value.value) ? value.value : undefined;
}

export function isObject(value: unknown): value is Props {
  return typeof value === "object" && value !== null;
}
