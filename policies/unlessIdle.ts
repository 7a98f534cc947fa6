import type { StackValidationPolicy } from "@pulumi/policy";

type ValidateStack = StackValidationPolicy["validateStack"];

/** What the SDK shows as the type that an idle policy applies to. */
const NO_TYPE = "sso:nothing-to-say";

/**
 * Lets a policy of the whole stack be passed over while it has nothing to say.
 *
 * The SDK decodes the whole stack anew for each such policy: a quarter of the pack's time at 3,500 services. It does
 * not for a policy of one type that the stack has none of, and asks a policy for its type just before (`__pulumiType`,
 * as `validateStackResourcesOfType` sets it; @pulumi/policy 1.21.0 `server.js`). Should the SDK stop asking, the policy
 * is called, and says nothing: only the time is lost.
 *
 * @param isIdle asked when the policies before it have run
 * @example validateStack: unlessIdle(() => findings.length === 0, validate)
 */
export function unlessIdle(isIdle: () => boolean, validate: ValidateStack): ValidateStack {
  const passedOver: ValidateStack = (args, report) => validate(args, report);
  return Object.defineProperty(passedOver, "__pulumiType", { get: () => (isIdle() ? NO_TYPE : undefined) });
}
