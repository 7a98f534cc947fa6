import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { authentikOptions } from "../authentikObjects";
import { bindStage } from "./stageOrder";

export interface LogoutFlowArgs {
  /** Prefix of the names of flow and stage. */
  prefix: string;
}

/**
 * The gate's own logout, which ends the login itself: signing out anywhere is signing out everywhere.
 *
 * authentik ships two invalidation flows. The one that providers use by default has no User Logout stage and leaves
 * the login at authentik alive, so that the next visit is logged in again without a question (its documentation of the
 * User Logout stage).
 *
 * @example new LogoutFlow("logout", { prefix: "sso" }).id
 */
export class LogoutFlow extends pulumi.ComponentResource {
  /** authentik's id of the flow; known once the stage is in it. */
  public readonly id: pulumi.Output<string>;

  constructor(name: string, args: LogoutFlowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:LogoutFlow", name, args, opts);
    const options = authentikOptions(this, this.getProvider("authentik:index/flow:Flow"));
    const flow = new authentik.Flow(
      name,
      { name: "Log out", title: "Log out", slug: `${args.prefix}-logout`, designation: "invalidation" },
      options,
    );
    const stage = new authentik.StageUserLogout(`${name}-session`, { name: `${args.prefix}-logout-session` }, options);
    const binding = bindStage(`${name}-10-session`, { flow, stage: stage.id, order: 10 }, options);
    this.id = pulumi.all([flow.uuid, binding.id]).apply(([id]) => id);
    this.registerOutputs({ id: this.id });
  }
}
