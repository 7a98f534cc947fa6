import { groupsOf } from "../groups";
import { evaluateExpression } from "../policies/expression";
import type { GroupRow, PolicyBindingRow, UserRow } from "../rows";
import type { Store } from "../store";

/** What access is asked of: an application, a flow, anything that policies are bound to. */
interface AccessTarget {
  pk: string;
  policy_engine_mode: "all" | "any";
}

/** Result of a policy that a binding names: undefined where the double cannot evaluate it. */
export type PolicyResult = boolean | undefined;

/**
 * Whether a user passes the bindings of a target, as authentik's policy engine decides
 * (`authentik/policies/engine.py`): only enabled bindings count, none at all lets everybody in, `any` needs one that
 * passes, `all` every one. A member of a child group counts for the parent.
 *
 * A superuser is not passed over: in authentik they are bound by an application's bindings like everybody else.
 */
export function passesBindings(
  target: AccessTarget,
  bindings: PolicyBindingRow[],
  user: UserRow,
  groups: GroupRow[],
  policyResult: (policy: string) => PolicyResult,
): boolean {
  const enabled = bindings
    .filter((binding) => binding.target === target.pk && binding.enabled)
    .sort((a, b) => a.order - b.order);
  if (enabled.length === 0) return true;
  const memberOf = new Set(groupsOf(user, groups).map((group) => group.pk));
  const results = enabled.map((binding) => passes(binding, user, memberOf, policyResult));
  return target.policy_engine_mode === "all" ? results.every(Boolean) : results.some(Boolean);
}

function passes(
  binding: PolicyBindingRow,
  user: UserRow,
  memberOf: Set<string>,
  policyResult: (policy: string) => PolicyResult,
): boolean {
  if (binding.policy !== null) {
    const result = policyResult(binding.policy);
    // What cannot be evaluated never opens anything, negated or not.
    return result === undefined ? false : result !== binding.negate;
  }
  const matches = binding.group !== null ? memberOf.has(binding.group) : binding.user === user.pk;
  return matches !== binding.negate;
}

/** {@link passesBindings} on what the store holds. */
export async function hasAccess(store: Store, target: AccessTarget, user: UserRow): Promise<boolean> {
  const [bindings, groups, expressions] = await Promise.all([
    store.list("policy_binding"),
    store.list("group"),
    store.list("policy_expression"),
  ]);
  return passesBindings(target, bindings, user, groups, (policy) => {
    const row = expressions.find((candidate) => candidate.pk === policy);
    return row ? resultOf(String(row.expression), user, groups) : undefined;
  });
}

function resultOf(expression: string, user: UserRow, groups: GroupRow[]): PolicyResult {
  try {
    return evaluateExpression(expression, user, groups);
  } catch {
    return undefined;
  }
}
