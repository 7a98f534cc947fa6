import type { Policy, PolicyConfigSchema } from "@pulumi/policy";
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
import type { PackPolicy, Report, ResourcePolicy, StackArgs, StackPolicy } from "./policy";

/** Where each policy is explained. */
const DOCUMENTATION = "docs/policies.md";

/**
 * The policies of the pack.
 *
 * What one resource decides is a resource policy, so that it is never created; the rest is one stack policy. Both take
 * many invariants: what is read of a resource is read once. They run on the pack's own server (`server/`), and as well
 * in a `PolicyPack` of the policy SDK, which decodes anew per policy. Nothing is remediated: a silent correction would hide
 * that the program is wrong.
 *
 * @param today day on which exclusions are judged, as YYYY-MM-DD
 * @param invariants what is checked; with none, resources are read all the same, which is what a benchmark compares with
 */
export function policies(
  today: () => string = () => new Date().toISOString().slice(0, 10),
  invariants: readonly Invariant[] = INVARIANTS,
): PackPolicy[] {
  const memory = new RunMemory();
  const day = today();
  const fleet = invariants.filter(({ scope }) => scope === "fleet");
  const single = invariants.filter(({ scope }) => scope !== "fleet");
  const also = invariants.filter(({ alsoFleet }) => alsoFleet);
  return [
    resourcePolicy(single, memory, day),
    stackPolicy(fleet, also, memory, day),
    advisoryPolicy(invariants, memory),
  ];
}

/** What each type of resource is to the model. Everything else is passed over. */
const VIEWS: Readonly<Record<string, (resource: ResourceLike) => Partial<StackView>>> = {
  [CONTAINER]: (resource) => ({ containers: containersOf(resource) }),
  [SWARM_SERVICE]: (resource) => ({ containers: containersOf(resource) }),
  [PROXY_PROVIDER]: (resource) => ({ proxyProviders: [proxyProvider(resource, true)] }),
  [OIDC_PROVIDER]: (resource) => ({ oidcClients: [oidcClient(resource, true)] }),
};

/** Types of which `sso-stack` needs what they were declared with: see {@link RunMemory.propsOf}. */
const KEPT: readonly string[] = [PROXY_PROVIDER, OIDC_PROVIDER, BINDING];

function resourcePolicy(invariants: readonly Invariant[], memory: RunMemory, today: string): ResourcePolicy {
  return {
    ...metadata(
      "sso-resources",
      "Containers are behind the login or excluded with a reason; authentik judges what Traefik asks about",
      invariants,
    ),
    enforcementLevel: "mandatory",
    configSchema: { properties: levelSchema(invariants) },
    validateResource: (args, report) => {
      if (KEPT.includes(args.type)) memory.remember(args.urn, args.props);
      const own = VIEWS[args.type]?.(args);
      if (!own) return;
      memory.rememberContainers(own.containers);
      const findings = run(invariants, { ...NOTHING, ...own, today });
      reportAll(memory.sort(args.urn, findings, args.getConfig<Levels>()), report);
    },
  };
}

/** @param also invariants of which a part takes the whole stack; their level stands with the policy of the resource */
function stackPolicy(
  invariants: readonly Invariant[],
  also: readonly Invariant[],
  memory: RunMemory,
  today: string,
): StackPolicy {
  return {
    ...metadata("sso-stack", "The gate is whole: outpost router, middlewares, hosts, Traefik", invariants),
    enforcementLevel: "mandatory",
    configSchema: { properties: { ...levelSchema(invariants), ...STACK_SCHEMA } },
    validateStack: (args, report) => {
      const config = args.getConfig<Levels>();
      const view = stackView(args, config, memory, today);
      const findings = [...run(invariants, view), ...run(also, view).filter((finding) => !memory.isSaid(finding))];
      reportAll(memory.sort("", findings, { ...memory.levelsOfResources, ...config }), report);
    },
  };
}

/** What does not stop an update: invariants that the configuration lowers, and exclusions about to end. */
function advisoryPolicy(invariants: readonly Invariant[], memory: RunMemory): StackPolicy {
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

/** Reads a stack into the model, once. */
function stackView({ resources }: StackArgs, config: Levels, memory: RunMemory, today: string): StackView {
  const networks = networksOf(resources);
  const containers = resources
    .flatMap((resource) => containersOf(resource, networks, memory.labelsOf(resource.urn)))
    .map((container) => ({ ...container, mounts: memory.mountsOf(container) }));
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
  const found: Finding[] = [];
  for (const { check } of invariants) for (const finding of check(view)) found.push(finding);
  return found;
}

function reportAll(findings: readonly Finding[], report: Report): void {
  for (const finding of findings) report(findingText(finding), finding.resource === "" ? undefined : finding.resource);
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
