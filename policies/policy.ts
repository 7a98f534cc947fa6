import type { Policy } from "@pulumi/policy";
import type { ResourceLike } from "./adapter/containers";

/**
 * What the policies of the pack ask of whoever runs them: less than the policy SDK offers, so that the pack's own
 * server need not make it. The SDK's types fit, and {@link PackPolicy} fits its `Policies`.
 *
 * A policy returns `undefined` and never a promise: one that nobody waits for would report too late to stop anything.
 */
export type Report = (message: string, urn?: string) => void;

interface Configured {
  /** The configuration of the policy; empty where it has none. */
  getConfig<T extends object>(): T;
}

/** One resource before it is created or changed. */
export interface ResourceArgs extends Configured {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
}

/** All resources once they are known. */
export interface StackArgs extends Configured {
  readonly resources: readonly ResourceLike[];
}

/** A policy of single resources. */
export interface ResourcePolicy extends Policy {
  validateResource(args: ResourceArgs, report: Report): undefined;
}

/** A policy of the whole stack. */
export interface StackPolicy extends Policy {
  validateStack(args: StackArgs, report: Report): undefined;
}

export type PackPolicy = ResourcePolicy | StackPolicy;
