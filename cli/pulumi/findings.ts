/**
 * What the engine complained about: errors, warnings and policy violations, each once and in the order they came.
 */
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { plainText, resourceName } from "./progress";

/** One complaint. */
export interface EngineFinding {
  readonly level: "error" | "warning";
  /** Logical name of the resource; nothing where the whole stack is meant. */
  readonly resource: string | undefined;
  /** Policy that was violated. */
  readonly policy: string | undefined;
  readonly text: string;
}

/**
 * What the engine adds to every failure, and its remark on resources whose provider depends on something that is made
 * in the same update: after `down` that is every object of authentik, and the update itself knows.
 */
const NOISE = [
  /^update failed$/,
  /^preview failed$/,
  /^update canceled$/,
  /^\d+ errors? occurred:?$/,
  /^The provider for this resource has inputs that are not known during preview\./,
];

/** Collects the complaints of a run. */
export class FindingCollector {
  private readonly found = new Map<string, EngineFinding>();

  /** Looks at one event. */
  add(event: EngineEvent): void {
    const finding = policyFinding(event) ?? diagnostic(event);
    if (finding) this.found.set(JSON.stringify(finding), finding);
  }

  /** All complaints so far. */
  list(): readonly EngineFinding[] {
    return [...this.found.values()];
  }
}

function policyFinding(event: EngineEvent): EngineFinding | undefined {
  const violated = event.policyEvent;
  if (!violated) return undefined;
  return {
    level: violated.enforcementLevel === "mandatory" ? "error" : "warning",
    resource: violated.resourceUrn ? resourceName(violated.resourceUrn) : undefined,
    policy: `${violated.policyPackName}: ${violated.policyName}`,
    text: plainText(violated.message),
  };
}

function diagnostic(event: EngineEvent): EngineFinding | undefined {
  const said = event.diagnosticEvent;
  if (!said || said.ephemeral || (said.severity !== "error" && said.severity !== "warning")) return undefined;
  const text = plainText(said.message);
  if (text === "" || NOISE.some((noise) => noise.test(text))) return undefined;
  return {
    level: said.severity,
    resource: said.urn ? resourceName(said.urn) : undefined,
    policy: undefined,
    text,
  };
}

/** The complaints as text, errors first; empty without any. */
export function describeFindings(findings: readonly EngineFinding[]): string[] {
  const sorted = [...findings].sort((a, b) => Number(b.level === "error") - Number(a.level === "error"));
  return sorted.map((finding) => {
    const where = [finding.policy, finding.resource].filter(Boolean).join(", ");
    const head = `${finding.level}${where ? ` (${where})` : ""}:`;
    return finding.text.includes("\n")
      ? `${head}\n  ${finding.text.replaceAll("\n", "\n  ")}`
      : `${head} ${finding.text}`;
  });
}
