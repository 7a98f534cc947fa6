import type { StackView } from "./view";

/** Computes something once for each view: every invariant asks the same of it. */
export function perView<T>(compute: (view: StackView) => T): (view: StackView) => T {
  const cache = new WeakMap<StackView, { readonly value: T }>();
  return (view) => {
    let found = cache.get(view);
    if (!found) {
      found = { value: compute(view) };
      cache.set(view, found);
    }
    return found.value;
  };
}
