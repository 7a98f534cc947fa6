/** Runs the pack as it ships: messages of Pulumi's analyzer protocol through the functions of its own server. */
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { ConfigureAnalyzerRequest, PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Analyzed } from "../../bench/policies/requests";
import { requestsFor } from "../../bench/policies/requests";
import { analyze, analyzeStack } from "../../policies/server/analyze";
import type { Configuration } from "../../policies/server/configuration";
import { configurationOf } from "../../policies/server/configuration";
import type { Pack } from "../../policies/server/pack";
import { levelNumber } from "../../policies/server/protocol";
import type { Resource, Violation } from "./harness";
import { urnOf } from "./harness";

type Level = Parameters<typeof levelNumber>[0];

/** The same configuration for every policy, as the engine sends it, and the level of each. */
export function configured(pack: Pack, config: object, levels: Readonly<Record<string, Level>> = {}): Configuration {
  const request = new ConfigureAnalyzerRequest();
  for (const { name, enforcementLevel = "mandatory" } of pack.policies) {
    const message = new PolicyConfig();
    message.setEnforcementlevel(levelNumber(levels[name] ?? enforcementLevel));
    message.setProperties(struct(config));
    request.getPolicyconfigMap().set(name, message);
  }
  return configurationOf(request);
}

/** Violations of one resource. */
export function served(pack: Pack, configuration: Configuration, resource: Resource): Violation[] {
  const [request] = requestsFor([analyzed(resource, resource.props)]).resources;
  return request ? violations(pack, analyze(pack, configuration, request)) : [];
}

/** Violations of a stack, after those of single resources have run, as in a preview. */
export function servedStack(pack: Pack, configuration: Configuration, resources: readonly Resource[]): Violation[] {
  for (const resource of resources) served(pack, configuration, resource);
  const urns = new Map(resources.map((resource) => [resource.name, urnOf(resource)]));
  const { stack } = requestsFor(
    resources.map((resource) => analyzed(resource, resource.stackProps ?? resource.props, urns)),
  );
  return violations(pack, analyzeStack(pack, configuration, stack));
}

export function analyzed(resource: Resource, props: object, urns: ReadonlyMap<string, string> = new Map()): Analyzed {
  const from = Object.entries(resource.propertyDependencies ?? {});
  return {
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource),
    parent: "",
    dependencies: [],
    properties: JSON.parse(JSON.stringify(props)) as Record<string, unknown>,
    propertyDependencies: Object.fromEntries(
      from.map(([property, names]) => [property, names.map((name) => urns.get(name) ?? name)]),
    ),
  };
}

/** What is undefined is not sent. */
function struct(value: object): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** What was reported, without the policy's description, which stands above each message. */
function violations({ policies }: Pack, response: AnalyzeResponse): Violation[] {
  return response.getDiagnosticsList().map((diagnostic) => {
    const policy = diagnostic.getPolicyname();
    const above = `${policies.find(({ name }) => name === policy)?.description}\n`;
    const whole = diagnostic.getMessage();
    const message = whole.startsWith(above) ? whole.slice(above.length) : whole;
    return { policy, message, urn: diagnostic.getUrn() || undefined };
  });
}
