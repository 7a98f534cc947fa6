import type { AnalyzeRequest, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { AnalyzeDiagnostic, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PackPolicy, Report, ResourcePolicy, StackPolicy } from "../policy";
import type { Configuration } from "./configuration";
import { getConfigOf, levelOf } from "./configuration";
import type { Pack } from "./pack";
import { levelNumber, severityNumber } from "./protocol";
import { resourceOf, resourcesOf } from "./resources";

/**
 * Judges one resource before it is created or changed.
 *
 * @throws Error when a policy fails, so that the engine fails too: what was not judged must not pass
 */
export function analyze(pack: Pack, configuration: Configuration, request: AnalyzeRequest): AnalyzeResponse {
  const diagnostics: AnalyzeDiagnostic[] = [];
  const resource = resourceOf(request);
  for (const policy of pack.policies) {
    if (!isResourcePolicy(policy) || levelOf(policy, pack, configuration) === "disabled") continue;
    const getConfig = getConfigOf(policy, configuration);
    const { type, urn, name, props } = resource;
    const args = { type, urn, name, props, getConfig };
    attempt(pack, policy, "resource", () =>
      policy.validateResource(args, reporter(pack, configuration, policy, diagnostics)),
    );
  }
  return responseOf(diagnostics);
}

/**
 * Judges a stack. Its policies share what is decoded of it: the policy SDK decodes the whole stack for each.
 *
 * @throws Error as {@link analyze} does
 */
export function analyzeStack(pack: Pack, configuration: Configuration, request: AnalyzeStackRequest): AnalyzeResponse {
  const diagnostics: AnalyzeDiagnostic[] = [];
  const enabled = pack.policies.filter(
    (policy): policy is StackPolicy => isStackPolicy(policy) && levelOf(policy, pack, configuration) !== "disabled",
  );
  const resources = enabled.length === 0 ? [] : resourcesOf(request);
  for (const policy of enabled) {
    const args = { resources, getConfig: getConfigOf(policy, configuration) };
    attempt(pack, policy, "stack", () =>
      policy.validateStack(args, reporter(pack, configuration, policy, diagnostics)),
    );
  }
  return responseOf(diagnostics);
}

export function isResourcePolicy(policy: PackPolicy): policy is ResourcePolicy {
  return "validateResource" in policy;
}

function isStackPolicy(policy: PackPolicy): policy is StackPolicy {
  return "validateStack" in policy;
}

/** Runs a policy. gRPC passes on the message of an error alone, so its stack becomes a part of that. */
function attempt(pack: Pack, policy: PackPolicy, what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    const said = error instanceof Error ? error.stack : String(error);
    const from = `policy '${policy.name}' from policy pack '${pack.name}@v${pack.version}'`;
    throw new Error(`Error validating ${what} with ${from}:\n${said}`);
  }
}

/** Turns what a policy reports into messages, worded as the policy SDK words them (`makeReportViolationFun`). */
function reporter(
  pack: Pack,
  configuration: Configuration,
  policy: PackPolicy,
  diagnostics: AnalyzeDiagnostic[],
): Report {
  return (message, urn) => {
    const diagnostic = new AnalyzeDiagnostic();
    diagnostic.setPolicyname(policy.name);
    diagnostic.setPolicypackname(pack.name);
    diagnostic.setPolicypackversion(pack.version);
    diagnostic.setDescription(policy.description);
    diagnostic.setMessage(message === "" ? policy.description : `${policy.description}\n${message}`);
    diagnostic.setEnforcementlevel(levelNumber(levelOf(policy, pack, configuration)));
    if (urn !== undefined) diagnostic.setUrn(urn);
    if (policy.severity) diagnostic.setSeverity(severityNumber(policy.severity));
    diagnostics.push(diagnostic);
  };
}

function responseOf(diagnostics: AnalyzeDiagnostic[]): AnalyzeResponse {
  const response = new AnalyzeResponse();
  response.setDiagnosticsList(diagnostics);
  return response;
}
