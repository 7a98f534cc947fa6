import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Finding, Invariant } from "../components/routing";

/** How a broken invariant counts. */
export type Level = "mandatory" | "advisory" | "disabled";

/** Configuration of one policy: levels by the ids of its invariants. */
export type Levels = { readonly [id: string]: unknown };

/** Schema of the levels of `invariants`, for a policy's `configSchema`. */
export function levelSchema(invariants: readonly Invariant[]): PolicyConfigSchema["properties"] {
  return Object.fromEntries(
    invariants.map(({ id, title }) => [
      id,
      {
        type: "string" as const,
        enum: ["mandatory", "advisory", "disabled"],
        description: `${title}. Default: mandatory.`,
      },
    ]),
  );
}

/** Findings of `invariants` that count as `level` under `levels`. */
export function select(findings: readonly Finding[], levels: Levels, level: Level): Finding[] {
  return findings.filter((finding) => levelOf(finding, levels) === level);
}

function levelOf(finding: Finding, levels: Levels): Level {
  const configured = levels[finding.invariant];
  if (configured === "disabled") return "disabled";
  return configured === "advisory" || finding.advisory ? "advisory" : "mandatory";
}
