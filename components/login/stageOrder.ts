import * as authentik from "@pulumi/authentik";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Puts a stage into a flow.
 *
 * Policies of a binding are asked when its turn comes and not when the flow is planned: nobody has given a name by
 * then (authentik's documentation of stage bindings). A stage whose policies refuse is left out and the flow goes on,
 * so no binding of this kind may ever guard the password: it would open the login instead of closing it.
 */
export function bindStage(
  name: string,
  args: {
    flow: authentik.Flow;
    stage: pulumi.Input<string>;
    order: number;
    /** `any` or `all` of the policies must pass. @default "any" */
    policies?: string;
  },
  options: pulumi.CustomResourceOptions,
): authentik.FlowStageBinding {
  return new authentik.FlowStageBinding(
    name,
    {
      target: args.flow.uuid,
      stage: args.stage,
      order: args.order,
      evaluateOnPlan: false,
      reEvaluatePolicies: true,
      policyEngineMode: args.policies ?? "any",
    },
    options,
  );
}
