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
import type { Finding, Invariant, StackView } from "../components/routing";
import {
  findingText,
  INVARIANTS,
  isTraefik,
  known,
  readStaticConfiguration,
  UNKNOWN,
  valueOr,
} from "../components/routing";
import type { ResourceLike } from "./adapter/containers";
import { CONTAINER, containersOf, SWARM_SERVICE } from "./adapter/containers";
import { findGate } from "./adapter/gate";
import { oidcClientsOf } from "./adapter/oidc";
import type { Props } from "./adapter/read";
import { isObject } from "./adapter/read";
import type { Levels } from "./levels";
import { levelSchema, select } from "./levels";

/**
 * The policies of the pack.
 *
 * What one container decides is a resource policy, so that the container is never created; the rest is one stack
 * policy. Invariants share a policy because the SDK decodes a resource anew for each one. Nothing is remediated: a
 * silent correction would hide that the program is wrong.
 *
 * @param today day on which exclusions are judged, as YYYY-MM-DD
 * @param invariants what is checked; with none, resources are read all the same, which is what a benchmark compares with
 */
export function policies(
  today: () => string = () => new Date().toISOString().slice(0, 10),
  invariants: readonly Invariant[] = INVARIANTS,
): Policies {
  const ofContainer = invariants.filter(({ scope }) => scope === "container");
  const ofFleet = invariants.filter(({ scope }) => scope === "fleet");
  return [
    containerPolicy("sso-containers", "containers", CONTAINER, ofContainer, today),
    containerPolicy("sso-swarm-services", "Swarm services", SWARM_SERVICE, ofContainer, today),
    stackPolicy(ofFleet, today),
    advisoryPolicy([...ofContainer, ...ofFleet], today),
  ];
}

function containerPolicy(
  name: string,
  what: string,
  type: string,
  invariants: readonly Invariant[],
  today: () => string,
): ResourceValidationPolicy {
  const validate: ResourceValidation = (args, report) => {
    const view: StackView = {
      containers: containersOf({ ...args, props: args.props as Record<string, unknown> }),
      gate: undefined,
      static: UNKNOWN,
      oidcClients: [],
      proxyProviders: [],
      applications: [],
      dnsRecords: [],
      approvedExclusions: [],
      today: today(),
    };
    reportAll(select(run(invariants, view), args.getConfig<Levels>(), "mandatory"), report);
  };
  return {
    ...metadata(name, `Published ${what} are behind the login, or excluded with a reason`, invariants),
    enforcementLevel: "mandatory",
    configSchema: { properties: levelSchema(invariants) },
    validateResource: ofType(type, validate),
  };
}

function stackPolicy(invariants: readonly Invariant[], today: () => string): StackValidationPolicy {
  return {
    ...metadata("sso-stack", "The gate is whole: outpost router, middlewares, hosts, Traefik", invariants),
    enforcementLevel: "mandatory",
    configSchema: { properties: { ...levelSchema(invariants), ...CONTRACT_SCHEMA } },
    validateStack: (args, report) => {
      const levels = args.getConfig<Levels>();
      reportAll(select(run(invariants, stackView(args, levels, today())), levels, "mandatory"), report);
    },
  };
}

/** What does not stop an update: invariants that the configuration lowers, and exclusions about to end. */
function advisoryPolicy(invariants: readonly Invariant[], today: () => string): StackValidationPolicy {
  return {
    ...metadata("sso-advisories", "Exclusions about to end, and what the configuration made advisory", invariants),
    enforcementLevel: "advisory",
    configSchema: { properties: { ...levelSchema(invariants), ...CONTRACT_SCHEMA } },
    validateStack: (args, report) => {
      const levels = args.getConfig<Levels>();
      reportAll(select(run(invariants, stackView(args, levels, today())), levels, "advisory"), report);
    },
  };
}

const CONTRACT_SCHEMA: PolicyConfigSchema["properties"] = {
  contract: {
    type: "object",
    description: "Output 'sso' of the stack that has the gate, for a stack that has only services.",
  },
};

/** Copies a stack out of the SDK's proxies, once. */
function stackView(args: StackValidationArgs, config: Levels, today: string): StackView {
  const resources: readonly ResourceLike[] = args.resources;
  const containers = resources.flatMap(containersOf);
  const found = findGate(resources, isObject(config.contract) ? (config.contract as Props) : undefined);
  const traefiks = containers.filter(({ image, command }) =>
    isTraefik(valueOr(image, undefined), valueOr(command, [])),
  );
  const command = traefiks[0]?.command;
  return {
    containers,
    gate: found?.gate,
    static: command
      ? command.known
        ? known(readStaticConfiguration(command.value))
        : UNKNOWN
      : (found?.static ?? UNKNOWN),
    oidcClients: oidcClientsOf(args.resources),
    proxyProviders: [],
    applications: [],
    dnsRecords: [],
    approvedExclusions: [],
    today,
  };
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
    remediationSteps: invariants.map(({ id, remediation }) => `${id}: ${remediation}`).join("\n"),
  };
}
