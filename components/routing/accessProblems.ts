import type { AccessDecision, ExcludedDecision } from "./access";
import { isAddressRange, isEverybody } from "./addressRange";

const PLACEHOLDER =
  /^(to ?do|tbd|tba|fixme|xxx+|none|no reason|reason|because|n\/?a|unknown|temp(orary)?|test|later|wip|\W*)$/iu;

/**
 * Why `reason` does not count as one, or `undefined` when it does: it must say something to whoever reads the report.
 *
 * @example reasonProblem("todo") // "the reason 'todo' is a placeholder"
 */
export function reasonProblem(reason: string | undefined): string | undefined {
  const text = (reason ?? "").trim();
  if (text === "") return "there is no reason";
  if (PLACEHOLDER.test(text)) return `the reason '${text}' is a placeholder`;
  if ((text.match(/\p{L}/gu) ?? []).length < 4) return `the reason '${text}' says nothing`;
  return undefined;
}

/** Everything that is wrong with a decision, each as one sentence with what to write. Empty when it is sound. */
export function decisionProblems(decision: AccessDecision): string[] {
  switch (decision.mode) {
    case "gate":
      return [];
    case "domain":
      return portProblems(decision);
    case "application":
      return [
        ...(decision.groups.length > 0 && decision.groups.every(isItem)
          ? []
          : [
              "application access without groups (or with an empty one): write who may enter, e.g. 'sso.groups=admins'.",
            ]),
        ...repeated(decision.groups).map((group) => `group '${group}' is named twice: write each group once.`),
        ...portProblems(decision),
      ];
    case "oidc":
      return [
        ...((decision.preset === undefined) === (decision.client === undefined)
          ? ["oidc access needs one of 'sso.preset' (an app whose login is known) and 'sso.client' (your own client)."]
          : []),
        ...(decision.groups === undefined || (decision.groups.length > 0 && decision.groups.every(isItem))
          ? []
          : ["oidc access with an empty group: write who may log in, or leave 'sso.groups' away."]),
        ...(decision.groups === undefined || decision.client === undefined
          ? []
          : ["'sso.groups' has no effect with 'sso.client': bind your own client's application to the groups."]),
        ...portProblems(decision),
      ];
    case "excluded":
      return exclusionProblems(decision);
  }
}

/** What stands in a list more than once, each of it once. */
function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, at) => items.indexOf(item) !== at))];
}

function exclusionProblems(decision: ExcludedDecision): string[] {
  const problems: string[] = [];
  const reason = reasonProblem(decision.reason);
  if (reason) problems.push(`excluded, but ${reason}: write why, e.g. 'sso.reason=the TV app cannot open a browser'.`);
  if (decision.until !== undefined && !isDate(decision.until)) {
    problems.push(`'until' is '${decision.until}': write the last day as YYYY-MM-DD.`);
  }
  if (decision.paths?.length === 0) problems.push("'paths' is empty: leave it away to open the whole host.");
  for (const path of decision.paths ?? []) {
    if (!/^\/[^`\s,]*$/.test(path)) problems.push(`open path is '${path}': write a path prefix such as '/api/'.`);
    else if (path === "/")
      problems.push("open path is '/', the whole host: leave 'paths' away and say so in the reason.");
  }
  if (decision.sources?.length === 0) problems.push("'sources' is empty: leave it away to open it for everybody.");
  for (const source of decision.sources ?? []) {
    if (!isAddressRange(source))
      problems.push(`source is '${source}': write an address range such as '192.168.1.0/24'.`);
    else if (isEverybody(source))
      problems.push(`source '${source}' is everybody: leave 'sources' away and say so in the reason.`);
  }
  return [...problems, ...portProblems(decision)];
}

/** What is wrong with the ports of a decision; they need a reason, which an exclusion has been asked for already. */
function portProblems({ mode, reason, ports }: Exclude<AccessDecision, { mode: "gate" }>): string[] {
  if (ports === undefined) return [];
  if (ports.length === 0) return ["'ports' is empty: leave it away to publish none."];
  const problems = ports
    .filter((port) => portOf(port) === undefined)
    .map((port) => `open port is '${port}': write the container's port with its protocol, e.g. '53/udp'.`);
  const problem = mode === "excluded" ? undefined : reasonProblem(reason);
  if (problem) problems.push(`ports are published past the login, but ${problem}: write why in 'sso.reason'.`);
  return problems;
}

/**
 * A port of a decision as `number/protocol`.
 *
 * @example portOf("8080") // "8080/tcp"
 */
export function portOf(text: string): string | undefined {
  const match = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(text);
  const port = Number(match?.[1]);
  return match && port > 0 && port < 65536 ? `${port}/${match[2] ?? "tcp"}` : undefined;
}

function isItem(item: string): boolean {
  return item !== "" && item === item.trim() && !item.includes(",");
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
