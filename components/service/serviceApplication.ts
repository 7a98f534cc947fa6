import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { recordAccess } from "../accessRecord";
import { authentikOptions } from "../authentikObjects";
import type { SsoContract } from "../contract";
import { guardedAttachment, requireConfigured } from "../outpost/guardedAttachment";
import { groupIdOf } from "./serviceGroups";

export interface ServiceApplicationArgs {
  /** Title in authentik's library. */
  title: string;
  /** Host of the service; plain where the gate is, since the policy pack must read it before anything is created. */
  host: pulumi.Input<string>;
  /** Names of the groups that may enter. Those that the gate did not make must exist in authentik. */
  groups: string[];
  /** The gate's contract. */
  contract: pulumi.Input<SsoContract>;
}

/**
 * A provider of its own for one service, so that its groups are really enforced: on one outpost the exact host of a
 * `forward_single` provider wins over the domain's provider.
 */
export class ServiceApplication extends pulumi.ComponentResource {
  constructor(name: string, args: ServiceApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    // Sorted, so that another order in the program changes nothing.
    const groups = [...args.groups].sort();
    super("authentik-sso:index:ServiceApplication", name, { title: args.title, groups }, opts);
    if (groups.length === 0) {
      throw new pulumi.RunError(
        `'${args.title}' has no groups, and authentik opens an application without a binding to everybody who has an account. Name at least one group.`,
      );
    }
    const contract = pulumi.output(args.contract) as pulumi.Output<SsoContract>;
    const through = this.getProvider("authentik:index/application:Application");
    requireConfigured(name, through);
    const options = authentikOptions(this, through);
    const provider = new authentik.ProviderProxy(
      `${name}-provider`,
      {
        name: args.title,
        mode: "forward_single",
        externalHost: typeof args.host === "string" ? `https://${args.host}` : pulumi.interpolate`https://${args.host}`,
        authorizationFlow: contract.apply((c) => c.flows.authorization),
        invalidationFlow: contract.apply((c) => c.flows.invalidation),
        // Group changes take effect when this runs out and the outpost asks authentik again.
        accessTokenValidity: contract.apply((c) => c.applicationValidity ?? "hours=1"),
      },
      options,
    );
    const application = new authentik.Application(
      name,
      { name: args.title, slug: args.title, protocolProvider: provider.id.apply(Number) },
      options,
    );
    const bindings = groups.map(
      (group, order) =>
        new authentik.PolicyBinding(
          `${name}-${group}`,
          { target: application.uuid, group: groupId(group, contract, this), order },
          options,
        ),
    );
    recordAccess(name, { title: args.title, application: application.uuid, groups, order: groups.length }, options);
    const { outpost } = guardedAttachment(
      `${name}-attachment`,
      { outpost: contract.apply((c) => c.outpostId), protocolProvider: provider.id.apply(Number), after: bindings },
      options,
    );
    this.registerOutputs({ outpost });
  }
}

/** authentik's id of a group: one that the gate made, or one that is there already. */
export function groupId(
  name: string,
  contract: pulumi.Output<SsoContract>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return contract.apply((c) =>
    groupIdOf(name, c.groups, async (wanted) => (await authentik.getGroup({ name: wanted }, { parent })).id).catch(
      (error: Error) => {
        throw new pulumi.RunError(error.message);
      },
    ),
  );
}
