import zxcvbn from "zxcvbn";
import type { Document } from "../rows";
import { PolicyException, type PolicyRequest, type PolicyResult, passed, refused } from "./request";

/** authentik looks at no more than this many characters, as the time that zxcvbn takes grows with them. */
const ZXCVBN_CHARACTERS = 100;

/**
 * A password policy, as `authentik/policies/password/models.py` decides: it looks at one field of the prompts, counts,
 * and asks zxcvbn how hard it is to guess. haveibeenpwned would need the internet, so a policy that asks for it cannot
 * decide.
 *
 * @throws PolicyException where the policy asks for haveibeenpwned
 */
export function judgePassword(policy: Document, request: PolicyRequest): PolicyResult {
  const field = String(policy.password_field ?? "password");
  const password = request.prompt?.[field];
  if (typeof password !== "string" || password === "") return refused("Password not set in context");
  if (policy.check_static_rules !== false && !passesStatic(policy, password)) {
    return refused(String(policy.error_message ?? ""));
  }
  if (policy.check_have_i_been_pwned === true) {
    throw new PolicyException("authentik double: check_have_i_been_pwned is not stood in for.");
  }
  return policy.check_zxcvbn === true ? judgeByZxcvbn(policy, password, request) : passed;
}

/** Passes above the threshold; what zxcvbn advises is shown, not the policy's own message. */
function judgeByZxcvbn(policy: Document, password: string, { user }: PolicyRequest): PolicyResult {
  const own = user ? [user.username, user.name, user.email].filter((text) => text !== "") : [];
  const { score, feedback } = zxcvbn(password.slice(0, ZXCVBN_CHARACTERS), own);
  return score > Number(policy.zxcvbn_score_threshold ?? 2) ? passed : refused(...feedback.suggestions);
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
