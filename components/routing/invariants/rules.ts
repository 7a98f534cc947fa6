import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { Rule } from "../rule";
import { matchersOf, parseRule, v2Placeholder } from "../rule";
import { finding, routerOf, routers } from "./common";

/** Rules are Traefik v3's, and as narrow as they look. */
export const ruleLanguage: Invariant = {
  id: "rule-language",
  title: "Rules are valid in Traefik v3 and match no more than they say",
  severity: "high",
  scope: "container",
  oracle: true,
  protects:
    "Against rules that Traefik accepts and that never match (v2 placeholders), that it refuses (the next broad rule then answers), and that match foreign hosts (unanchored expressions).",
  remediation: "Write literal hosts with Host(), and expressions anchored and with escaped dots.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    routers(view).flatMap(({ container, name, router }) => {
      if (router.rule === undefined || router.ruleSyntax !== undefined) return [];
      const report = (problem: string, why: string, fix: string) =>
        finding("rule-language", container, name, { what: `${routerOf(container, name)}: ${problem}`, why, fix });
      const parsed = parseRule(router.rule);
      if (!parsed.ok) {
        return [
          report(
            `rule ${router.rule} cannot be read: ${parsed.error}.`,
            "Traefik disables the router, and whatever broader rule there is answers instead.",
            "Correct the rule.",
          ),
        ];
      }
      const placeholder = v2Placeholder(parsed.rule);
      if (placeholder) {
        return [
          report(
            `rule ${router.rule} uses the placeholder '${placeholder}' of Traefik v2.`,
            "Traefik v3 takes it as plain text, reports the router as enabled, logs nothing, and never matches it.",
            "Write an anchored expression, e.g. HostRegexp(`^[a-z0-9-]+\\.example\\.com$`).",
          ),
        ];
      }
      return hostExpressions(parsed.rule).flatMap((expression): Finding[] => {
        const problem = looseness(expression);
        return problem
          ? [
              report(
                `HostRegexp(\`${expression}\`) ${problem}.`,
                "Traefik v3 looks for the expression anywhere in the host, and an unescaped dot is any character.",
                "Write '^' before, '$' after and '\\.' for each dot, or literal hosts with Host().",
              ),
            ]
          : [];
      });
    }),
};

function hostExpressions(rule: Rule): string[] {
  return matchersOf(rule).flatMap(({ name, args }) => (name === "HostRegexp" ? args : []));
}

/** What makes an expression for hosts wider than it looks. */
function looseness(expression: string): string | undefined {
  if (!/^(\(\?[a-z]+\))?(\^|\\A)/.test(expression)) return "has no '^' at its beginning";
  if (!/(?<!\\)(\$|\\z)$/.test(expression)) return "has no '$' at its end";
  if (hasTopLevelChoice(expression))
    return "has an alternative outside of parentheses, to which '^' or '$' does not apply";
  const bare = expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "");
  // `.*` and `.+` are meant as any character; a dot between letters is meant as a dot.
  if (/\.(?![*+?{])/.test(bare)) return "has a dot that is not escaped";
  return undefined;
}

function hasTopLevelChoice(expression: string): boolean {
  let depth = 0;
  for (const character of expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "")) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) return true;
  }
  return false;
}
