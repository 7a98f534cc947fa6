import type { Finding } from "./finding";
import { INVARIANTS } from "./invariants";
import type { StackView } from "./view";

/**
 * Everything that is wrong with a stack.
 *
 * @returns findings in the order of the invariants; none: nobody reaches a service without the login or an exclusion
 */
export function check(view: StackView): readonly Finding[] {
  return INVARIANTS.flatMap((invariant) => invariant.check(view));
}
