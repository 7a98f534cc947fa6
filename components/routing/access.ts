import { RoutingError } from "./error";

/**
 * Who lets a request in. Every published container carries one, as `sso.*` labels, so that a live host explains
 * itself; `gate` is the gate's own and is written by SsoGate only.
 */
export type AccessDecision =
  | { readonly mode: "domain" }
  | { readonly mode: "application"; readonly groups: readonly string[]; readonly reason?: string }
  | { readonly mode: "oidc"; readonly preset?: string; readonly client?: string; readonly reason?: string }
  | ExcludedDecision
  | { readonly mode: "gate" };

/** No login in front: with the reason, and where it applies. */
export interface ExcludedDecision {
  readonly mode: "excluded";
  readonly reason: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** Last day, as YYYY-MM-DD. */
  readonly until?: string;
  /** Path prefixes that are open, the rest of the host being behind the login. Absent: the whole host. */
  readonly paths?: readonly string[];
}

export type AccessMode = AccessDecision["mode"];

export const ACCESS_MODES: readonly AccessMode[] = ["domain", "application", "oidc", "excluded", "gate"];

/** Result of reading a decision: what it says, or everything that is wrong with it. */
export type ParsedAccess =
  | { readonly decision: AccessDecision; readonly errors: readonly [] }
  | { readonly decision: undefined; readonly errors: readonly string[] };

/** Label that says which gate a container stands behind: Traefik reads no container without it. Any mode has it. */
export const GATE_LABEL = "sso.gate";

/** Fields of each mode besides `sso.access` and {@link GATE_LABEL}. */
const FIELDS: Readonly<Record<AccessMode, readonly string[]>> = {
  domain: [],
  application: ["groups", "reason"],
  oidc: ["preset", "client", "reason"],
  excluded: ["reason", "owner", "until", "paths"],
  gate: ["outpost-router"],
};

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

/**
 * Reads the decision from a container's labels.
 *
 * @param labels all labels; those outside `sso.` are passed over
 * @returns the decision, or the errors: what was given, what is allowed, what to write
 * @example parseAccess({ "sso.access": "excluded", "sso.reason": "TV apps cannot open a browser" })
 */
export function parseAccess(labels: Readonly<Record<string, string>>): ParsedAccess {
  const fields = new Map<string, string>();
  const errors: string[] = [];
  for (const [key, value] of Object.entries(labels)) {
    if (!key.toLowerCase().startsWith("sso.")) continue;
    if (key !== key.toLowerCase()) errors.push(`label '${key}' is not read; write '${key.toLowerCase()}'.`);
    else fields.set(key.slice("sso.".length), value);
  }
  const mode = fields.get("access");
  if (!isMode(mode)) {
    errors.push(
      `${mode === undefined ? "there is no label 'sso.access'" : `label 'sso.access' is '${mode}'`}; allowed are ${ACCESS_MODES.join(", ")}. Write 'sso.access=domain' to put the service behind the login.`,
    );
    return { decision: undefined, errors };
  }
  for (const field of fields.keys()) {
    if (field === "access" || `sso.${field}` === GATE_LABEL || FIELDS[mode].includes(field)) continue;
    const allowed = FIELDS[mode].map((name) => `sso.${name}`).join(", ") || "no further label";
    errors.push(`label 'sso.${field}' has no effect with 'sso.access=${mode}'; allowed there: ${allowed}. Remove it.`);
  }
  const decision = decisionOf(mode, fields);
  errors.push(...decisionProblems(decision));
  return errors.length === 0 ? { decision, errors: [] } : { decision: undefined, errors };
}

/**
 * The decision as labels; the inverse of {@link parseAccess}.
 *
 * @throws {RoutingError} for a decision that could not be read back, e.g. an exclusion without a reason.
 */
export function renderAccess(decision: AccessDecision): Readonly<Record<string, string>> {
  const problems = decisionProblems(decision);
  if (problems.length > 0) throw new RoutingError(problems.join(" "));
  const labels: Record<string, string> = { "sso.access": decision.mode };
  for (const [field, value] of Object.entries(decision)) {
    if (field !== "mode" && value !== undefined)
      labels[`sso.${field}`] = typeof value === "string" ? value : value.join(",");
  }
  return labels;
}

/** Everything that is wrong with a decision, each as one sentence with what to write. Empty when it is sound. */
export function decisionProblems(decision: AccessDecision): string[] {
  switch (decision.mode) {
    case "domain":
    case "gate":
      return [];
    case "application":
      return decision.groups.length > 0 && decision.groups.every(isItem)
        ? []
        : ["application access without groups (or with an empty one): write who may enter, e.g. 'sso.groups=admins'."];
    case "oidc":
      return (decision.preset === undefined) === (decision.client === undefined)
        ? ["oidc access needs one of 'sso.preset' (an app whose login is known) and 'sso.client' (your own client)."]
        : [];
    case "excluded":
      return exclusionProblems(decision);
  }
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
  return problems;
}

function decisionOf(mode: AccessMode, fields: ReadonlyMap<string, string>): AccessDecision {
  const text = <Name extends string>(...names: Name[]) =>
    Object.fromEntries(names.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : []))) as Partial<
      Record<Name, string>
    >;
  const items = (name: string) => (fields.get(name) ?? "").split(",").map((item) => item.trim());
  switch (mode) {
    case "domain":
    case "gate":
      return { mode };
    case "application":
      return { mode, groups: items("groups"), ...text("reason") };
    case "oidc":
      return { mode, ...text("preset", "client", "reason") };
    case "excluded":
      return {
        mode,
        reason: fields.get("reason") ?? "",
        ...text("owner", "until"),
        ...(fields.has("paths") && { paths: items("paths") }),
      };
  }
}

function isMode(mode: string | undefined): mode is AccessMode {
  return ACCESS_MODES.some((known) => known === mode);
}

function isItem(item: string): boolean {
  return item !== "" && item === item.trim() && !item.includes(",");
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
