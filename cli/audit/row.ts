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

/**
 * Actions of authentik that are no access: objects that changed, most of them by the program itself, and upkeep. A list
 * of what to leave out and not of what to show, so that an action that is new is never left out unseen.
 *
 * Source: `EventAction` in authentik 2026.5 `authentik/events/models.py`, published schema 2026.5.6.
 */
const CHANGES: ReadonlySet<string> = new Set([
  "model_created",
  "model_updated",
  "model_deleted",
  "system_task_execution",
  "system_task_exception",
  "configuration_warning",
  "update_available",
  "export_ready",
  "review_initiated",
  "review_overdue",
  "review_attested",
  "review_completed",
]);

/** What to keep; absent keeps all, but for changes of objects. */
export interface AuditFilter {
  readonly since: Date;
  readonly until: Date;
  readonly user?: string;
  readonly service?: string;
  /** Only these actions, changes of objects too when they are named. */
  readonly actions?: readonly string[];
  /** Changes of objects and upkeep as well. @default false */
  readonly all?: boolean;
}

/** Rows that were asked for. */
export interface Selection {
  readonly rows: readonly AuditRow[];
  /** How many changes of objects would be here too with `all`. */
  readonly leftOut: number;
}

/** Selects rows. Names compare without regard to case; a time at either end counts. */
export function selectRows(rows: readonly AuditRow[], filter: AuditFilter): Selection {
  const { since, until, user, service, actions, all = false } = filter;
  const is = (value: string, wanted: string | undefined) =>
    wanted === undefined || value.toLowerCase() === wanted.toLowerCase();
  const asked = rows.filter(({ time, who, what, service: where }) => {
    const at = Date.parse(time);
    const inTime = at >= since.getTime() && at <= until.getTime();
    const isAction = actions === undefined || actions.some((action) => is(what, action));
    return inTime && is(who, user) && is(where, service) && isAction;
  });
  if (all || actions !== undefined) return { rows: asked, leftOut: 0 };
  const accesses = asked.filter(({ what }) => !CHANGES.has(what));
  return { rows: accesses, leftOut: asked.length - accesses.length };
}

/** Oldest first; what has the same time keeps its order. */
export function byTime(rows: readonly AuditRow[]): AuditRow[] {
  return [...rows].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
