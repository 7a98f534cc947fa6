import type { Rule } from "./ast";
import { matchersOf } from "./ast";

/**
 * The v2 placeholder (`{subdomain:[a-z0-9-]+}`) in a rule, if there is one.
 *
 * Traefik v3 takes it as plain text: the router is enabled, nothing is logged, and it never matches.
 *
 * @example v2Placeholder(rule) // "{subdomain:[a-z0-9-]+}"
 */
export function v2Placeholder(rule: Rule): string | undefined {
  for (const { name, args } of matchersOf(rule)) {
    if (!/^(Host|Path)/.test(name)) continue;
    for (const arg of args) {
      const match = /\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?\}/.exec(arg);
      if (match) return match[0];
    }
  }
  return undefined;
}
