import type { Matcher, Rule } from "./ast";
import { automatonOf, hostMatches } from "./matches";

/**
 * What is left of a rule for one host: its other conditions, or the answer where the host decides alone.
 *
 * @param host in lower case
 * @example restrict(parse("Host(`a.example.com`) && PathPrefix(`/api`)"), "a.example.com") // PathPrefix(`/api`)
 */
export function restrict(rule: Rule, host: string): Rule | boolean {
  switch (rule.kind) {
    case "matcher":
      return answer(rule, host) ?? rule;
    case "not": {
      const inner = restrict(rule.rule, host);
      return typeof inner === "boolean" ? !inner : { kind: "not", rule: inner };
    }
    default: {
      const left = restrict(rule.left, host);
      const right = restrict(rule.right, host);
      // Of `&&` a false side decides, of `||` a true one; the other answer leaves the other side.
      const decides = rule.kind === "or";
      if (left === decides || right === decides) return decides;
      if (typeof left === "boolean") return right;
      return typeof right === "boolean" ? left : { kind: rule.kind, left, right };
    }
  }
}

function answer({ name, args: [text = ""] }: Matcher, host: string): boolean | undefined {
  if (name === "Host") return hostMatches(text, host);
  return name === "HostRegexp" ? automatonOf(text)?.matches(host) : undefined;
}
