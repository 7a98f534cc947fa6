import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";

/**
 * Expression that lets members of `groups` in, as their bindings do.
 *
 * @example membershipExpression(["ops"]) // return ak_is_group_member(request.user, name="ops")
 */
export function membershipExpression(groups: readonly string[]): string {
  const members = [...groups].sort().map((group) => `ak_is_group_member(request.user, name=${JSON.stringify(group)})`);
  return `return ${members.join(" or ")}`;
}

/**
 * Has authentik write down who was let into an application and who was refused.
 *
 * A refusal by a group binding leaves no event (authentik 2026.5 `policies/engine.py` decides those without running a
 * policy). A policy with `executionLogging` does, `policy_execution` with its result, so the same question is asked
 * once more as a policy. An application takes any binding that says yes, so this opens nothing that the groups keep.
 *
 * @param args uuid of the application, names of the groups bound to it, and how many bindings it has already
 */
export function recordAccess(
  name: string,
  args: {
    readonly title: string;
    readonly application: pulumi.Input<string>;
    readonly groups: pulumi.Input<string[]>;
    readonly order: number;
  },
  options: pulumi.CustomResourceOptions,
): void {
  const policy = new authentik.PolicyExpression(
    `${name}-access`,
    {
      name: `authentik-sso: access to ${args.title}`,
      expression: Array.isArray(args.groups)
        ? membershipExpression(args.groups)
        : pulumi.output(args.groups).apply(membershipExpression),
      executionLogging: true,
    },
    options,
  );
  new authentik.PolicyBinding(
    `${name}-access`,
    { target: args.application, policy: policy.id, order: args.order },
    options,
  );
}
