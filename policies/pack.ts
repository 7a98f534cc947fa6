import type {
  Policies,
  Policy,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { validateResourceOfType } from "@pulumi/policy";
import type { ContainerView, Finding, Invariant, Leaf, StackView, StaticConfiguration } from "../components/routing";
import {
  findingText,
  GATE_COMPONENT,
  INVARIANTS,
  isTraefik,
  staticConfigurationOf,
  UNKNOWN,
  valueOr,
} from "../components/routing";
import { authentikViews, BINDING, OIDC_PROVIDER, oidcClient, PROXY_PROVIDER, proxyProvider } from "./adapter/authentik";
import type { ResourceLike } from "./adapter/containers";
import { CONTAINER, containersOf, SWARM_SERVICE } from "./adapter/containers";
import { dnsRecordsOf } from "./adapter/dns";
import { findGate } from "./adapter/gate";
import { networksOf } from "./adapter/networks";
import type { Props } from "./adapter/read";
import { isObject } from "./adapter/read";
import type { Levels } from "./levels";
import { levelSchema } from "./levels";
import { RunMemory } from "./memory";

/** Where each policy is explained. */
const DOCUMENTATION = "docs/policies.md";

/**
 * The policies of the pack.
 *
 * What one resource decides is a resource policy, so that it is never created; the rest is one stack policy. Invariants
 * share a policy because the SDK decodes a resource anew for each one. Nothing is remediated: a silent correction would
 * hide that the program is wrong.
 *
 * @param today day on which exclusions are judged, as YYYY-MM-DD
 * @param invariants what is checked; with none, resources are read all the same, which is what a benchmark compares with
 */
export function policies(
  today: () => string = () => new Date().toISOString().slice(0, 10),
  invariants: readonly Invariant[] = INVARIANTS,
): Policies {
  const memory = new RunMemory();
  const of = (scope: Invariant["scope"], ...ids: string[]) =>
    invariants.filter((invariant) => invariant.scope === scope && (ids.length === 0 || ids.includes(invariant.id)));
  const resourcePolicy = (
    policy: Pick<ResourcePolicyArgs, "name" | "title" | "type" | "invariants" | "serves" | "viewOf">,
  ) => makeResourcePolicy({ ...policy, memory, today });
  const containers = {
    invariants: of("container"),
    viewOf: (resource: ResourceLike) => ({ containers: containersOf(resource) }),
  };
  return [
    resourcePolicy({
      name: "sso-containers",
      title: "Containers are behind the login, or excluded with a reason",
      type: CONTAINER,
      ...containers,
    }),
    resourcePolicy({
      name: "sso-swarm-services",
      title: "Swarm services are behind the login, or excluded with a reason",
      type: SWARM_SERVICE,
      ...containers,
    }),
    resourcePolicy({
      name: "sso-authentik",
      title: "Proxy providers in authentik judge what Traefik asks about",
      type: PROXY_PROVIDER,
      invariants: of("authentik", "provider-settings"),
      viewOf: (resource) => ({ proxyProviders: [proxyProvider(resource, true)] }),
    }),
    resourcePolicy({
      name: "sso-authentik-clients",
      title: "OIDC clients in authentik name where a login may lead back to",
      type: OIDC_PROVIDER,
      invariants: of("authentik", "redirect-uri"),
      viewOf: (resource) => ({ oidcClients: [oidcClient(resource, true)] }),
    }),
    resourcePolicy({
      name: "sso-authentik-bindings",
      title: "Bindings in authentik say who may enter an application",
      type: BINDING,
      invariants: [],
      serves: of("fleet", "application-binding"),
      viewOf: () => ({}),
    }),
    stackPolicy(
      of("fleet"),
      invariants.filter(({ alsoFleet }) => alsoFleet),
      memory,
      today,
    ),
    advisoryPolicy(invariants, memory),
  ];
}

interface ResourcePolicyArgs {
  readonly name: string;
  readonly title: string;
  /** Type of the resource. */
  readonly type: string;
  readonly invariants: readonly Invariant[];
  /** Those of the whole stack for which it only keeps what the resource was declared with. */
  readonly serves?: readonly Invariant[];
  /** What the resource is to the model. */
  readonly viewOf: (resource: ResourceLike) => Partial<StackView>;
  readonly memory: RunMemory;
  readonly today: () => string;
}

function makeResourcePolicy(policy: ResourcePolicyArgs): ResourceValidationPolicy {
  const { name, title, type, invariants, memory, today } = policy;
  const isKept = [PROXY_PROVIDER, OIDC_PROVIDER, BINDING].includes(type);
  const validate: ResourceValidation = (args, report) => {
    if (isKept) memory.remember(args.urn, args.props as Record<string, unknown>);
    const own = policy.viewOf({ ...args, props: args.props as Record<string, unknown> });
    const findings = run(invariants, { ...NOTHING, ...own, today: today() });
    reportAll(memory.sort(args.urn, findings, args.getConfig<Levels>()), report);
  };
  return {
    ...metadata(name, title, [...invariants, ...(policy.serves ?? [])]),
    enforcementLevel: "mandatory",
    configSchema: { properties: levelSchema(invariants) },
    validateResource: ofType(type, validate),
  };
}

/** @param also invariants of which a part takes the whole stack; their level stands with the policy of the resource */
function stackPolicy(
  invariants: readonly Invariant[],
  also: readonly Invariant[],
  memory: RunMemory,
  today: () => string,
): StackValidationPolicy {
  return {
    ...metadata("sso-stack", "The gate is whole: outpost router, middlewares, hosts, Traefik", invariants),
    enforcementLevel: "mandatory",
    configSchema: { properties: { ...levelSchema(invariants), ...STACK_SCHEMA } },
    validateStack: (args, report) => {
      const config = args.getConfig<Levels>();
      const view = stackView(args, config, memory, today());
      const findings = [...run(invariants, view), ...run(also, view).filter((finding) => !memory.isSaid(finding))];
      reportAll(memory.sort("", findings, { ...memory.levelsOfResources, ...config }), report);
    },
  };
}

/** What does not stop an update: invariants that the configuration lowers, and exclusions about to end. */
function advisoryPolicy(invariants: readonly Invariant[], memory: RunMemory): StackValidationPolicy {
  return {
    ...metadata("sso-advisories", "Exclusions about to end, and what the configuration made advisory", invariants),
    enforcementLevel: "advisory",
    validateStack: ({ resources }, report) => {
      reportAll(memory.takeAdvisories(new Set(resources.map(({ urn }) => urn))), report);
    },
  };
}

const STACK_SCHEMA: PolicyConfigSchema["properties"] = {
  contract: {
    type: "object",
    description: "Output 'sso' of the stack that has the gate, for a stack that has only services.",
  },
  approvedExclusions: {
    type: "array",
    items: { type: "string" },
    description:
      "Services that may open a way past the login in strict mode, by the name of their resource or container.",
  },
};

const NOTHING: Omit<StackView, "today"> = {
  containers: [],
  gate: undefined,
  static: UNKNOWN,
  oidcClients: [],
  proxyProviders: [],
  applications: [],
  dnsRecords: [],
  approvedExclusions: [],
};

/** Copies a stack out of the SDK's proxies, once. */
function stackView(args: StackValidationArgs, config: Levels, memory: RunMemory, today: string): StackView {
  const resources: readonly ResourceLike[] = args.resources;
  const networks = networksOf(resources);
  const containers = resources.flatMap((resource) => containersOf(resource, networks));
  const found = findGate(resources, isObject(config.contract) ? (config.contract as Props) : undefined);
  return {
    containers,
    gate: found?.gate,
    static: staticOf(containers) ?? found?.static ?? UNKNOWN,
    ...authentikViews(resources, (resource) => memory.propsOf(resource)),
    dnsRecords: dnsRecordsOf(resources),
    approvedExclusions: Array.isArray(config.approvedExclusions) ? config.approvedExclusions.map(String) : [],
    today,
  };
}

/** What the stack's own Traefik is told: the gate's, or the only one; of several, nobody can say which one serves. */
function staticOf(containers: readonly ContainerView[]): Leaf<StaticConfiguration> | undefined {
  const all = containers.filter(({ image, command }) => isTraefik(valueOr(image, undefined), valueOr(command, [])));
  const traefik = all.find(({ components }) => components.includes(GATE_COMPONENT)) ?? all[0];
  if (!traefik) return undefined;
  const only = all.length === 1 || traefik.components.includes(GATE_COMPONENT);
  if (!only || !traefik.command.known) return UNKNOWN;
  // A mount that is unknown is docker-socket's to refuse.
  const targets = traefik.mounts.flatMap((mount) => (mount.known ? [mount.value.target] : []));
  return staticConfigurationOf(traefik.command.value, targets);
}

function run(invariants: readonly Invariant[], view: StackView): Finding[] {
  return invariants.flatMap((invariant) => invariant.check(view));
}

function reportAll(findings: readonly Finding[], report: ReportViolation): void {
  for (const finding of findings) report(findingText(finding), finding.resource === "" ? undefined : finding.resource);
}

/** Restricts a policy to one type by its token, so that the SDK does not decode anything else. */
function ofType(type: string, validate: ResourceValidation): ResourceValidation {
  // The SDK reads nothing of the class but this property.
  const token = { __pulumiType: type } as unknown as Parameters<typeof validateResourceOfType>[0];
  return validateResourceOfType(token, (_props, args, report) => validate(args, report));
}

function metadata(name: string, title: string, invariants: readonly Invariant[]): Policy {
  const rank = ["low", "medium", "high", "critical"] as const;
  const severity = rank[Math.max(...invariants.map((invariant) => rank.indexOf(invariant.severity)))] ?? "critical";
  const [framework] = invariants.flatMap(({ frameworks }) => frameworks);
  return {
    name,
    displayName: title,
    description: title,
    severity,
    ...(framework && { framework: { ...framework, specification: framework.reference } }),
    tags: ["sso", "authentik", "traefik"],
    url: `${DOCUMENTATION}#${name}`,
    remediationSteps: invariants.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n"),
  };
}
