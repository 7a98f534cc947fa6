/**
 * The part of Pulumi's exported state that recovery, `down` and the live check read.
 *
 * Format: `pulumi stack export` (apitype.UntypedDeployment, version 3).
 */

/** One resource of the state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  /** An old copy that waits for its removal after a replacement. */
  readonly delete?: boolean;
}

/** An operation that was begun and not recorded as done. */
export interface PendingOperation {
  readonly resource: StateResource;
  /** `creating`, `updating`, `deleting`, `reading`, `importing`. */
  readonly type: string;
}

/** An exported stack. */
export interface Deployment {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
    readonly [section: string]: unknown;
  };
}

/** Type tokens of what the Docker provider keeps on the engine. */
export const CONTAINER = "docker:index/container:Container";
export const NETWORK = "docker:index/network:Network";
export const VOLUME = "docker:index/volume:Volume";

/** Parses the output of `pulumi stack export`. */
export function parseDeployment(text: string): Deployment {
  const value = JSON.parse(text) as Partial<Deployment>;
  return { version: value.version ?? 3, deployment: value.deployment ?? {} };
}

/** Resources of one type, without the copies that wait for their removal. */
export function resourcesOf(state: Deployment, type: string): readonly StateResource[] {
  return (state.deployment.resources ?? []).filter((resource) => resource.type === type && !resource.delete);
}

/** Everything of one type that the state names, waiting copies too. */
export function allOf(state: Deployment, type: string): readonly StateResource[] {
  return (state.deployment.resources ?? []).filter((resource) => resource.type === type);
}

/** The name on the engine: what the provider reports, else what the program asked for. */
export function engineName(resource: StateResource): string | undefined {
  const name = resource.outputs?.name ?? resource.inputs?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** Number of resources that a destroy has to remove: those with an id of their own. */
export function countCustom(state: Deployment): number {
  return (state.deployment.resources ?? []).filter((resource) => resource.id !== undefined && resource.id !== "")
    .length;
}
