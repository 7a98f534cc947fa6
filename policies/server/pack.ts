import type { EnforcementLevel } from "@pulumi/policy";
import type { PackPolicy } from "../policy";

/** A pack that is served: what the policy SDK takes as `PolicyPackArgs`, as far as this pack has it. */
export interface Pack {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  /** Level of a policy that has none of its own. */
  readonly enforcementLevel: EnforcementLevel;
  readonly tags: readonly string[];
  readonly policies: readonly PackPolicy[];
}
