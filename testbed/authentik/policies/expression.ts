import { groupsOf } from "../groups";
import type { GroupRow, UserRow } from "../rows";
import { PolicyException } from "./request";

const CONSTANT = /^return (True|False)$/;
const MEMBERSHIP = /^return (not )?ak_is_group_member\(request\.user, ?name=(?:"([^"\\]*)"|'([^'\\]*)')\)$/;

/** What the double can evaluate, for messages and for the README. */
export const EXPRESSIONS = 'return True, return False, return [not ]ak_is_group_member(request.user, name="<group>")';

/**
 * Result of an expression. The double runs no Python: it knows the lines of {@link EXPRESSIONS}, blanks at the ends
 * and whole lines of comment left out, and nothing else.
 *
 * @throws PolicyException for any other expression
 */
export function evaluateExpression(
  expression: string,
  user: UserRow | undefined,
  groups: readonly GroupRow[],
): boolean {
  const code = expression
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
  const constant = CONSTANT.exec(code)?.[1];
  if (constant !== undefined) return constant === "True";
  const membership = MEMBERSHIP.exec(code);
  if (!membership) {
    throw new PolicyException(`authentik double: this expression is not run. It knows: ${EXPRESSIONS}.`);
  }
  const name = membership[2] ?? membership[3] ?? "";
  const member = user !== undefined && groupsOf(user, groups).some((group) => group.name === name);
  return member !== (membership[1] !== undefined);
}
