import type * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import type { SsoContract } from "../contract";
import { requireContract } from "./serviceClient";

/**
 * Provider, application and bindings of a service whose decision is `application`; nothing for any other service. What
 * makes the service reachable has to wait for it: until its provider is on the outpost, the domain's one answers for
 * the host and knows nothing of its groups.
 *
 * Loads authentik's SDK, which other services need not have.
 *
 * @throws {pulumi.RunError} without the gate's contract.
 */
export function ownApplication(
  parent: pulumi.Resource,
  name: string,
  access: AccessArgs,
  host: pulumi.Input<string>,
  contract: pulumi.Input<SsoContract> | undefined,
): pulumi.Resource[] {
  if (access.mode !== "application") return [];
  const given = requireContract(name, contract, "application()");
  const { ServiceApplication } = require("./serviceApplication") as typeof import("./serviceApplication");
  const args = { title: name, host, groups: access.groups ?? [], contract: given };
  return [new ServiceApplication(`${name}-application`, args, { parent })];
}
