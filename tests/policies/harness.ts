/**
 * Runs the pack on two roads: as the policy SDK does, with properties behind its proxy, and as it ships, on its own server.
 * Both have to say the same; a test sees that once.
 */
import assert from "node:assert/strict";
import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import { policies } from "../../policies/pack";
import { servedPack } from "../../policies/served";
import { TODAY } from "../routing/fleet";
import { configured, served, servedStack } from "./serverRoad";

/** The engine's marker of an unknown text, list and object (source: @pulumi/policy `proxy.js`). */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const UNKNOWN_LIST = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

export const CONTAINER = "docker:index/container:Container";
export const SERVICE = "docker:index/service:Service";
export const GATE_COMPONENT = "authentik-sso:index:SsoGate";

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  /** What the stack's policies are given instead; the engine gives none while a provider is not configured. */
  readonly stackProps?: Record<string, unknown>;
  /** Types around it, outermost first. */
  readonly components?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

export interface Violation {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

export function urnOf({ type, name, components = [] }: Resource): string {
  return `urn:pulumi:dev::program::${[...components, type].join("$")}::${name}`;
}

/** Violations of the resource policies for one resource, the same on both roads. */
export async function analyze(resource: Resource, config: object = {}): Promise<Violation[]> {
  const found = await analyzeWith(
    policies(() => TODAY),
    resource,
    config,
  );
  const pack = servedPack(policies(() => TODAY));
  assert.deepEqual(served(pack, configured(pack, config), resource), found, "the pack's own server says the same");
  return found;
}

async function analyzeWith(pack: Policies, resource: Resource, config: object): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const policy of pack) {
    if (!("validateResource" in policy) || !policy.validateResource) continue;
    const args = { ...common(resource), ...callbacks(resource, config) } as unknown as ResourceValidationArgs;
    await ignoreInapplicable(() => validation(policy)(args, reporter(policy.name, found)));
  }
  return found;
}

/** Violations of the stack policies, the same on both roads. */
export async function analyzeStack(resources: readonly Resource[], config: object = {}): Promise<Violation[]> {
  const found = await stackBySdk(resources, config);
  const pack = servedPack(policies(() => TODAY));
  const own = servedStack(pack, configured(pack, config), resources);
  assert.deepEqual(own, found, "the pack's own server says the same");
  return found;
}

/** Violations of the stack policies, after those of single resources have run, as in a preview. */
async function stackBySdk(resources: readonly Resource[], config: object): Promise<Violation[]> {
  const found: Violation[] = [];
  const pack: Policies = policies(() => TODAY);
  for (const resource of resources) await analyzeWith(pack, resource, config);
  const made = resources.map((resource) => ({
    ...common({ ...resource, props: resource.stackProps ?? resource.props }),
    ...callbacks(resource, config),
    dependencies: [],
    propertyDependencies: {},
  }));
  const byName = new Map(made.map((resource) => [resource.name, resource as unknown as PolicyResource]));
  for (const [index, resource] of resources.entries()) {
    const dependencies = Object.entries(resource.propertyDependencies ?? {}).map(([property, names]) => [
      property,
      names.map((name) => byName.get(name)),
    ]);
    Object.assign(made[index]?.propertyDependencies ?? {}, Object.fromEntries(dependencies));
  }
  for (const policy of pack) {
    if (!("validateStack" in policy)) continue;
    const args = { resources: made, getConfig: () => config, stackTags: new Map() } as unknown as StackValidationArgs;
    await (policy as StackValidationPolicy).validateStack(args, reporter(policy.name, found));
  }
  return found;
}

function common(resource: Resource) {
  return {
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource),
    props: unknownCheckingProxy(resource.props) as Record<string, unknown>,
  };
}

function callbacks(resource: Resource, config: object) {
  return {
    isType: (type: { __pulumiType?: string }) => type.__pulumiType === resource.type,
    getConfig: () => config,
    notApplicable: () => {
      throw new NotApplicable();
    },
  };
}

class NotApplicable extends Error {}

async function ignoreInapplicable(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
  }
}

function validation(policy: ResourceValidationPolicy) {
  const { validateResource } = policy;
  assert.ok(typeof validateResource === "function", "one function, so that the SDK decodes a resource once");
  return validateResource;
}

function reporter(policy: string, found: Violation[]) {
  return (message: string, urn?: string) => {
    found.push({ policy, message, urn });
  };
}

/** Ids of invariants at the ends of messages, each once. */
export function ids(violations: readonly Violation[]): string[] {
  return [...new Set(violations.map(({ message }) => /\[([a-z0-9-]+)\]$/.exec(message)?.[1] ?? message))].sort();
}

/** Labels as the Docker provider takes them. */
export function labelList(labels: Readonly<Record<string, string>>): { label: string; value: string }[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
