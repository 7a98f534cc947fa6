import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "../access";

const MODES = ["domain", "application", "excluded"];
const NO_REASON = /^(todo|tbd|fixme|none|n\/a|-+|\.+|x+|\?+)?$/i;

/**
 * Refuses a decision that is not one, before anything is created.
 *
 * @throws {pulumi.RunError} naming the service, what was given, what is allowed and what to write.
 */
export function checkAccess(service: string, access: AccessArgs): void {
  const fail = (problem: string, todo: string): never => {
    throw new pulumi.RunError(`service '${service}': ${problem}. ${todo}`);
  };
  if (!MODES.includes(access.mode)) {
    fail(
      `access mode is '${access.mode}', allowed are ${MODES.join(", ")}`,
      "Use domain(), application() or excluded().",
    );
  }
  if (access.mode === "excluded" && NO_REASON.test((access.reason ?? "").trim())) {
    fail(
      `excluded without a reason (given: '${access.reason ?? ""}')`,
      'Write why: excluded({ reason: "the TV app cannot log in through a browser", owner: "me" }).',
    );
  }
  if (access.mode === "application" && !access.groups?.length) {
    fail("application access without groups", 'Write who may enter: application({ groups: ["admins"] }).');
  }
  if (access.mode !== "application" && access.groups?.length) {
    fail(
      `groups with mode '${access.mode}' would not be enforced`,
      "One domain-level provider cannot tell services apart: use application({ groups }).",
    );
  }
  if (access.until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(access.until)) {
    fail(`until is '${access.until}'`, "Write the last day as YYYY-MM-DD.");
  }
  for (const path of access.paths ?? []) {
    if (!/^\/[^`\s,]*$/.test(path)) fail(`open path is '${path}'`, "Write a path prefix such as '/api/'.");
  }
}
