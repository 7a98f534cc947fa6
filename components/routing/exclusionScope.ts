import type { ExcludedDecision } from "./access";
import { isInside } from "./addressRange";
import type { Rule } from "./rule";
import { escapes, mustParse } from "./rule";

/** What an exclusion opens: some paths, some clients, or everything to everybody. */
type Scope = Pick<ExcludedDecision, "paths" | "sources">;

/** Whether an exclusion leaves some requests behind the login. */
export function isLimited({ paths, sources }: Scope): boolean {
  return paths !== undefined || sources !== undefined;
}

/**
 * The condition that limits an open router to its exclusion; `undefined` for one that opens everything.
 *
 * @example openCondition({ paths: ["/api/"] }) // "(PathPrefix(`/api/`))"
 */
export function openCondition({ paths, sources }: Scope): string | undefined {
  const parts = [
    ...(paths ? [paths.map((path) => `PathPrefix(\`${path}\`)`)] : []),
    ...(sources ? [sources.map((source) => `ClientIP(\`${source}\`)`)] : []),
  ];
  return parts.length === 0 ? undefined : parts.map((choices) => `(${choices.join(" || ")})`).join(" && ");
}

/**
 * Whether a rule lets more through than its exclusion: what, or `undefined` when it does not.
 *
 * @returns e.g. "for instance /admin", "from every address"
 */
export function beyondScope(rule: Rule, { paths, sources }: Scope): string | undefined {
  if (sources && !isFrom(rule, sources)) return "from other addresses";
  if (!paths) return undefined;
  const allowed = mustParse(paths.map((path) => `PathPrefix(\`${path}\`)`).join(" || "));
  const found = escapes(rule, allowed);
  if (found.answer === "no") return undefined;
  return found.path === undefined ? "on other paths" : `for instance ${found.path}`;
}

/** Whether a rule matches only clients inside `sources`; what cannot be told counts as no. */
function isFrom(rule: Rule, sources: readonly string[]): boolean {
  switch (rule.kind) {
    case "matcher":
      return rule.name === "ClientIP" && sources.some((source) => isInside(rule.args[0] ?? "", source));
    case "and":
      return isFrom(rule.left, sources) || isFrom(rule.right, sources);
    case "or":
      return isFrom(rule.left, sources) && isFrom(rule.right, sources);
    case "not":
      return false;
  }
}
