import type { Document } from "../rows";
import { PolicyException, type PolicyRequest, type PolicyResult, passed, refused } from "./request";

/**
 * A password policy, as `authentik/policies/password/models.py` decides: it looks at one field of the prompts and
 * counts. The lists of leaked passwords and zxcvbn are not in the double, so a policy that asks for them cannot decide.
 *
 * @throws PolicyException where the policy asks for haveibeenpwned or zxcvbn
 */
export function judgePassword(policy: Document, request: PolicyRequest): PolicyResult {
  const field = String(policy.password_field ?? "password");
  const password = request.prompt?.[field];
  if (typeof password !== "string" || password === "") return refused("Password not set in context");
  if (policy.check_static_rules !== false && !passesStatic(policy, password)) {
    return refused(String(policy.error_message ?? ""));
  }
  for (const check of ["check_have_i_been_pwned", "check_zxcvbn"]) {
    if (policy[check] === true) throw new PolicyException(`authentik double: ${check} is not stood in for.`);
  }
  return passed;
}

function passesStatic(policy: Document, password: string): boolean {
  const symbols = new Set(String(policy.symbol_charset ?? ""));
  const wanted: [least: unknown, count: number][] = [
    [policy.length_min, [...password].length],
    [policy.amount_digits, count(password, /[0-9]/g)],
    [policy.amount_lowercase, count(password, /[a-z]/g)],
    [policy.amount_uppercase, count(password, /[A-Z]/g)],
    [policy.amount_symbols, [...password].filter((character) => symbols.has(character)).length],
  ];
  return wanted.every(([least, found]) => found >= Number(least ?? 0));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
