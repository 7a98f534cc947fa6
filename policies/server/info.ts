import type { PolicyComplianceFramework } from "@pulumi/policy";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PackPolicy } from "../policy";
import { isResourcePolicy } from "./analyze";
import type { Pack } from "./pack";
import { levelNumber, severityNumber } from "./protocol";

/** What the engine shows of a pack and checks its configuration by; as `makeAnalyzerInfo` of the policy SDK makes it. */
export function analyzerInfo(pack: Pack): analyzer.AnalyzerInfo {
  const info = new analyzer.AnalyzerInfo();
  info.setName(pack.name);
  info.setVersion(pack.version);
  info.setSupportsconfig(true);
  info.setDisplayname(pack.displayName);
  info.setDescription(pack.description);
  info.setTagsList([...pack.tags]);
  info.setPoliciesList(pack.policies.map((policy) => policyInfo(policy, pack)));
  return info;
}

function policyInfo(policy: PackPolicy, pack: Pack): analyzer.PolicyInfo {
  const { configSchema, displayName, severity, framework, tags, remediationSteps, url } = policy;
  const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = analyzer.PolicyType;
  const info = new analyzer.PolicyInfo();
  info.setPolicyType(isResourcePolicy(policy) ? POLICY_TYPE_RESOURCE : POLICY_TYPE_STACK);
  info.setName(policy.name);
  info.setDescription(policy.description);
  info.setEnforcementlevel(levelNumber(policy.enforcementLevel ?? pack.enforcementLevel));
  if (configSchema) info.setConfigschema(schemaOf(configSchema));
  if (displayName) info.setDisplayname(displayName);
  if (severity) info.setSeverity(severityNumber(severity));
  if (framework) info.setFramework(frameworkOf(framework));
  if (tags) info.setTagsList(tags);
  if (remediationSteps) info.setRemediationSteps(remediationSteps);
  if (url) info.setUrl(url);
  return info;
}

function schemaOf({ properties, required }: NonNullable<PackPolicy["configSchema"]>): analyzer.PolicyConfigSchema {
  const schema = new analyzer.PolicyConfigSchema();
  schema.setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]));
  if (required) schema.setRequiredList(required);
  return schema;
}

function frameworkOf({ name, version, reference, specification }: PolicyComplianceFramework) {
  const framework = new analyzer.PolicyComplianceFramework();
  framework.setName(name);
  framework.setVersion(version);
  framework.setReference(reference);
  framework.setSpecification(specification);
  return framework;
}
