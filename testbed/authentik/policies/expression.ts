import { groupsOf } from "../groups";
import type { GroupRow, UserRow } from "../rows";
import { PolicyException } from "./request";

const CONSTANT = /^return (True|False)$/;
const MEMBERSHIP = /^return (not )?ak_is_group_member\(request\.user, ?name=(?:"([^"\\]*)"|'([^'\\]*)')\)$/;

/** What the double can evaluate, for messages and for the README. */
export const EXPRESSIONS =
  'return True, return False, return [not ]ak_is_group_member(request.user, name="<group>"), and the last joined by or';

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
  const questions = code
    .replace(/^return /, "")
    .split(" or ")
    .map((part) => MEMBERSHIP.exec(`return ${part}`));
  if (!code.startsWith("return ") || questions.includes(null)) {
    throw new PolicyException(`authentik double: this expression is not run. It knows: ${EXPRESSIONS}.`);
  }
  const names = user === undefined ? [] : groupsOf(user, groups).map((group) => group.name);
  return questions.some((question) => {
    const name = question?.[2] ?? question?.[3] ?? "";
    return names.includes(name) !== (question?.[1] !== undefined);
  });
}
