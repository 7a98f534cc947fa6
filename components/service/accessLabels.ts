import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";
import { parseAccess } from "../routing/access";

/** Modes that a service can be given; `gate` is the gate's own. */
const MODES = ["domain", "application", "excluded"];

/** The decision as `sso.*` labels, as it was given. */
export function accessLabels(access: AccessArgs): Readonly<Record<string, string>> {
  const labels: Record<string, string> = { "sso.access": access.mode };
  if (access.reason !== undefined) labels["sso.reason"] = access.reason.trim();
  if (access.owner !== undefined) labels["sso.owner"] = access.owner;
  if (access.until !== undefined) labels["sso.until"] = access.until;
  if (access.paths !== undefined) labels["sso.paths"] = access.paths.join(",");
  if (access.groups !== undefined) labels["sso.groups"] = access.groups.join(",");
  return labels;
}

/**
 * Refuses a decision that the policy pack would refuse, by the same reading, before anything is created.
 *
 * @throws {pulumi.RunError} naming the service, what was given, what is allowed and what to write.
 */
export function checkAccess(service: string, access: AccessArgs): void {
  if (!MODES.includes(access.mode)) {
    throw new pulumi.RunError(
      `service '${service}': access mode is '${access.mode}', allowed are ${MODES.join(", ")}. Use domain(), application() or excluded().`,
    );
  }
  const { errors } = parseAccess(accessLabels(access));
  if (errors.length > 0) throw new pulumi.RunError(`service '${service}': ${errors.join(" ")}`);
}
