/** What is to be said of emergency routes. Pure. */
import type { AuditRow } from "../audit/row";
import { deadlineOf, routeFileName } from "./routeFile";
import type { OpeningRecord, TimerState } from "./timer";

/** `open`; `unguarded`: open, and its timer does not run; `overdue`: its time is over and its file is there; `closed`. */
export type RouteState = "open" | "unguarded" | "overdue" | "closed";

/** One emergency route, open or remembered. */
export interface RouteReport extends OpeningRecord {
  readonly state: RouteState;
  /** RFC 3339; empty while it is not closed. */
  readonly closed: string;
}

/**
 * The routes by their timers alone: what the live check says. Only a timer that ended well is sure to have closed.
 */
export function routesByTimers(timers: readonly TimerState[], now: Date): RouteReport[] {
  return timers
    .filter(({ role }) => role === "timer")
    .map(({ role: _role, container: _container, running, exitCode, finished, ...record }) => {
      const guard = timers.find((one) => one.role === "guard" && one.service === record.service);
      const endedWell = [{ running, exitCode, finished }, ...(guard ? [guard] : [])].find(
        (one) => !one.running && one.exitCode === 0,
      );
      if (endedWell) return { ...record, state: "closed", closed: endedWell.finished };
      const over = Date.parse(record.until) <= now.getTime();
      const watched = running || guard?.running === true;
      return { ...record, state: over ? "overdue" : watched ? "open" : "unguarded", closed: "" };
    });
}

/**
 * The routes by their files as well: a file is what opens, whoever wrote it.
 *
 * @param files first line of each file in the volume, by name
 */
export function routesByFiles(
  timers: readonly TimerState[],
  files: ReadonlyMap<string, string>,
  now: Date,
): RouteReport[] {
  const known = routesByTimers(timers, now);
  const names = new Set(known.map(({ service }) => routeFileName(service)));
  const strangers = [...files].filter(([name]) => !names.has(name)).map(([name, text]) => strangerOf(name, text, now));
  return [
    ...known.map((route): RouteReport => {
      const there = files.has(routeFileName(route.service));
      if (!there) return { ...route, state: "closed" };
      return route.state === "closed" ? { ...route, state: "overdue", closed: "" } : route;
    }),
    ...strangers,
  ];
}

function strangerOf(name: string, text: string, now: Date): RouteReport {
  const deadline = deadlineOf(text);
  const until = deadline === undefined ? "" : new Date(deadline * 1000).toISOString();
  const over = deadline !== undefined && deadline * 1000 <= now.getTime();
  const service = name.replace(/^break-glass-|\.yml$/g, "");
  const nothing = { host: "", from: [], reason: "", by: "", user: "", opened: "", closed: "" };
  return { ...nothing, service, until, state: over ? "overdue" : "unguarded" };
}

/** Lines for whoever looks at the stack; empty when every route is closed. */
export function warnings(routes: readonly RouteReport[]): string[] {
  return routes.flatMap(({ service, from, until, reason, by, state }) => {
    if (state === "closed") return [];
    const what = `emergency route open: ${service}${from.length > 0 ? ` for ${from.join(", ")}` : ""}, past authentik`;
    const why = reason === "" ? "" : ` (${reason}; opened by ${by})`;
    const close = `npx authentik-sso break-glass close ${service}`;
    if (state === "open") return [`${what}, until ${until}${why}`];
    if (state === "unguarded") return [`${what}, and its timer does not run${why}: ${close}`];
    return [`${what}, though its time ended ${until}${why}: ${close}`];
  });
}

/** The closings that the containers remember, for the audit trail. */
export function closingRows(routes: readonly RouteReport[]): AuditRow[] {
  return routes
    .filter(({ closed }) => closed !== "")
    .map(({ service, from, until, closed, reason }) => ({
      time: new Date(closed).toISOString(),
      who: "",
      what: "break_glass_closed",
      service,
      from: from.join(", "),
      outcome: "info",
      detail: `${Date.parse(closed) >= Date.parse(until) ? "its time was over" : "closed before its time"}; opened for: ${reason}`,
    }));
}
