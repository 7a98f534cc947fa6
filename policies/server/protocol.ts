import type { EnforcementLevel, Severity } from "@pulumi/policy";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";

/** Pulumi's words for levels and severities, and the numbers of its analyzer protocol (`analyzer.proto`). */
const LEVELS = {
  advisory: analyzer.EnforcementLevel.ADVISORY,
  mandatory: analyzer.EnforcementLevel.MANDATORY,
  disabled: analyzer.EnforcementLevel.DISABLED,
  remediate: analyzer.EnforcementLevel.REMEDIATE,
} as const satisfies Record<EnforcementLevel, analyzer.EnforcementLevel>;

const SEVERITIES = {
  low: analyzer.PolicySeverity.POLICY_SEVERITY_LOW,
  medium: analyzer.PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: analyzer.PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: analyzer.PolicySeverity.POLICY_SEVERITY_CRITICAL,
} as const satisfies Record<Severity, analyzer.PolicySeverity>;

export function levelNumber(level: EnforcementLevel): analyzer.EnforcementLevel {
  return LEVELS[level];
}

/** @throws Error for a level that this version of the protocol does not have */
export function levelWord(level: analyzer.EnforcementLevel): EnforcementLevel {
  for (const [word, number] of Object.entries(LEVELS)) if (number === level) return word as EnforcementLevel;
  throw new Error(`The engine sent the enforcement level ${level}, which is unknown.`);
}

export function severityNumber(severity: Severity): analyzer.PolicySeverity {
  return SEVERITIES[severity];
}
