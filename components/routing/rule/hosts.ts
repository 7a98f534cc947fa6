import type { Rule } from "./ast";

/**
 * Hosts outside of which a rule never matches, in lower case and without a trailing dot; `undefined` when the rule
 * does not confine itself to literal hosts.
 *
 * @example literalHosts(parse("Host(`a.example.com`) && PathPrefix(`/api`)")) // ["a.example.com"]
 */
export function literalHosts(rule: Rule): readonly string[] | undefined {
  switch (rule.kind) {
    case "matcher": {
      const host = (rule.args[0] ?? "").toLowerCase().replace(/\.$/, "");
      return rule.name === "Host" && !host.startsWith("*") ? [host] : undefined;
    }
    case "and": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? left.filter((host) => right.includes(host)) : (left ?? right);
    }
    case "or": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? [...new Set([...left, ...right])] : undefined;
    }
    case "not":
      return undefined;
  }
}

/** Whether `host` is one of `domains` or below one. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
