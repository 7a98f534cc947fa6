import type { StackView } from "./view";

/**
 * Computes something once for each view: every invariant asks the same of it.
 *
 * Only the last view's is kept. Views are judged one after another, and a weak map of thousands of them, one per
 * resource of a preview, made the garbage collector the largest part of an analysis.
 */
export function perView<T>(compute: (view: StackView) => T): (view: StackView) => T {
  let last: { readonly view: StackView; readonly value: T } | undefined;
  return (view) => {
    if (last?.view !== view) last = { view, value: compute(view) };
    return last.value;
  };
}
