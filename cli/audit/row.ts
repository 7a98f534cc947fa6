/** One line of the audit trail, whatever it was read from. */

/** How it ended: `info` is what has no outcome, such as a changed setting. */
export type Outcome = "allowed" | "denied" | "failed" | "info";

/** Who accessed what, when, from where, and how it ended. Never holds a secret. */
export interface AuditRow {
  /** RFC 3339, UTC. */
  readonly time: string;
  /** User name; empty where nobody is known. */
  readonly who: string;
  /**
   * authentik's name of the action (`login`, `login_failed`, `authorize_application`, …), ours (`break_glass_opened`,
   * `break_glass_closed`, `break_glass_use`, `sessions_revoked`), or `request` for a line of Traefik's access log.
   */
  readonly what: string;
  /** Application or service; empty where it is about none. */
  readonly service: string;
  /** Client's address, or the range that a route was opened for. */
  readonly from: string;
  readonly outcome: Outcome;
  readonly detail: string;
}

/** Columns of the table and the CSV, in order. */
export const COLUMNS = ["time", "who", "what", "service", "from", "outcome", "detail"] as const;

/** What to keep; absent keeps all. */
export interface AuditFilter {
  readonly since: Date;
  readonly until: Date;
  readonly user?: string;
  readonly service?: string;
  readonly action?: string;
}

/** Whether a row is asked for. Names compare without regard to case; a time at either end counts. */
export function isWanted(row: AuditRow, { since, until, user, service, action }: AuditFilter): boolean {
  const time = Date.parse(row.time);
  if (!(time >= since.getTime() && time <= until.getTime())) return false;
  const is = (value: string, wanted: string | undefined) =>
    wanted === undefined || value.toLowerCase() === wanted.toLowerCase();
  return is(row.who, user) && is(row.service, service) && is(row.what, action);
}

/** Oldest first; what has the same time keeps its order. */
export function byTime(rows: readonly AuditRow[]): AuditRow[] {
  return [...rows].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
