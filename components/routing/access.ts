import { decisionProblems } from "./accessProblems";
import { RoutingError } from "./error";

/**
 * Who lets a request in. Every published container carries one, as `sso.*` labels, so that a live host explains
 * itself; `gate` is the gate's own and is written by SsoGate only.
 */
export type AccessDecision =
  | DomainDecision
  | ApplicationDecision
  | OidcDecision
  | ExcludedDecision
  | { readonly mode: "gate" };

/** What every decision of a service can say besides. */
interface Decision {
  readonly reason?: string;
  /** Ports of the container that may be published past Traefik, e.g. `53/udp`; `8080` is TCP. They need a reason. */
  readonly ports?: readonly string[];
}

export interface DomainDecision extends Decision {
  readonly mode: "domain";
}

export interface ApplicationDecision extends Decision {
  readonly mode: "application";
  readonly groups: readonly string[];
}

export interface OidcDecision extends Decision {
  readonly mode: "oidc";
  readonly preset?: string;
  readonly client?: string;
  /** Who may use the client that a preset makes. Absent: the gate's default group. */
  readonly groups?: readonly string[];
}

/** No login in front: with the reason, and where it applies. */
export interface ExcludedDecision extends Decision {
  readonly mode: "excluded";
  readonly reason: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** Last day, as YYYY-MM-DD. */
  readonly until?: string;
  /** Path prefixes that are open, the rest of the host being behind the login. Absent: the whole host. */
  readonly paths?: readonly string[];
  /** Addresses of clients for whom it is open, as CIDRs; everybody else meets the login. Absent: for everybody. */
  readonly sources?: readonly string[];
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
  domain: ["reason", "ports"],
  application: ["groups", "reason", "ports"],
  oidc: ["preset", "client", "groups", "reason", "ports"],
  excluded: ["reason", "owner", "until", "paths", "sources", "ports"],
  gate: ["outpost-router"],
};

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

function decisionOf(mode: AccessMode, fields: ReadonlyMap<string, string>): AccessDecision {
  const text = <Name extends string>(...names: Name[]) =>
    Object.fromEntries(names.flatMap((name) => (fields.has(name) ? [[name, fields.get(name)]] : []))) as Partial<
      Record<Name, string>
    >;
  const items = (name: string) => (fields.get(name) ?? "").split(",").map((item) => item.trim());
  const list = (name: string) => (fields.has(name) ? items(name) : undefined);
  const [groups, paths, sources, ports] = [list("groups"), list("paths"), list("sources"), list("ports")];
  switch (mode) {
    case "gate":
      return { mode };
    case "domain":
      return { mode, ...text("reason"), ...(ports && { ports }) };
    case "application":
      return { mode, groups: items("groups"), ...text("reason"), ...(ports && { ports }) };
    case "oidc":
      return { mode, ...text("preset", "client", "reason"), ...(groups && { groups }), ...(ports && { ports }) };
    case "excluded":
      return {
        mode,
        reason: fields.get("reason") ?? "",
        ...text("owner", "until"),
        ...(paths && { paths }),
        ...(sources && { sources }),
        ...(ports && { ports }),
      };
  }
}

function isMode(mode: string | undefined): mode is AccessMode {
  return ACCESS_MODES.some((known) => known === mode);
}
