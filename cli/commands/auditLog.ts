/** `audit-log`: who accessed what and when, from authentik's events, the emergency routes and Traefik's access log. */
import type Docker from "dockerode";
import { eventRow } from "../audit/normalise";
import { readEvents } from "../audit/readEvents";
import { readAccessLog } from "../audit/readLog";
import { toCsv, toTable } from "../audit/render";
import { type AuditFilter, type AuditRow, byTime, type Selection, selectRows } from "../audit/row";
import type { AuthentikClient } from "../authentik/client";
import { eventBody, Journal } from "../authentik/journal";
import { openOperatedStack } from "../authentik/openStack";
import { gateOf, traefikOf } from "../breakGlass/place";
import { closingRows, routesByTimers } from "../breakGlass/report";
import { readTimers } from "../breakGlass/timer";
import { EXIT, errorText, UserError } from "../errors";
import type { SetupContext } from "../setup/context";
import { printJson, say, sayAside, type Terminal } from "../terminal";

/** What was asked for. */
export interface AuditOptions extends AuditFilter {
  readonly format: "table" | "csv" | "json";
  /** Every request of Traefik's access log too, not only those through emergency routes. */
  readonly traefikLog: boolean;
}

/** Where the trail is read. */
export interface AuditSources {
  readonly authentik: AuthentikClient;
  readonly journal: Journal;
  /** The engine and the gate's prefix; nothing where there is no engine. */
  readonly engine?: { readonly docker: Docker; readonly prefix: string };
}

/** The trail, and what it may lack. */
export interface AuditTrail extends Selection {
  readonly notes: readonly string[];
}

/** How often it is said how far the reading is. */
const PACE_MS = 3_000;

/** Prints the trail. Exit code 1 where a source could not be read: what is there is printed all the same. */
export async function auditLog(context: SetupContext, terminal: Terminal, options: AuditOptions): Promise<number> {
  if (options.since > new Date()) {
    throw new UserError({
      what: `--since is in the future: ${options.since.toISOString()}.`,
      fix: "name a time that has been, e.g. 24h or a day",
    });
  }
  if (options.since > options.until) {
    throw new UserError({ what: "--since is after --until.", fix: "exchange them" });
  }
  const stack = await openOperatedStack(context, { engine: true });
  const { prefix } = gateOf(stack.outputs);
  const journal = new Journal(context.options.checkout);
  const sources = { authentik: stack.authentik, journal, engine: { docker: context.engine.docker, prefix } };
  const trail = await readTrail(sources, options, pacer());
  if (options.format === "json") printJson(terminal, trail);
  else if (options.format === "csv") terminal.out.write(toCsv(trail.rows));
  else if (trail.rows.length === 0) say(terminal, nothingText(trail.notes.length > 0));
  else say(terminal, toTable(trail.rows, terminal.colors, terminal.info.columns ?? 140));
  if (options.format !== "json" && trail.leftOut > 0) sayAside(leftOutText(trail.leftOut));
  for (const note of trail.notes) sayAside(terminal.colors.yellow(note));
  return trail.notes.length === 0 ? EXIT.ok : EXIT.failed;
}

/** Reads every source; one that fails leaves a note. */
export async function readTrail(
  sources: AuditSources,
  options: AuditFilter & Pick<AuditOptions, "traefikLog">,
  report: (text: string) => void = () => undefined,
): Promise<AuditTrail> {
  const notes: string[] = [];
  const rows: AuditRow[] = [];
  const attempt = async (what: string, read: () => Promise<readonly AuditRow[]>): Promise<void> => {
    try {
      rows.push(...(await read()));
    } catch (error) {
      notes.push(`${what} could not be read: ${errorText(error)}`);
    }
  };
  await sources.journal.flush(sources.authentik);
  rows.push(...sources.journal.pending().map((event) => eventRow(eventBody(event))));
  await attempt("authentik's events", async () => {
    const reading = await readEvents(sources.authentik, options.since, report);
    if (reading.truncated) notes.push("There are more events than can be read at once: name a later --since.");
    return reading.rows;
  });
  const { engine } = sources;
  if (engine) {
    await attempt("the timers of emergency routes", async () =>
      closingRows(routesByTimers(await readTimers(engine.docker, engine.prefix), new Date())),
    );
    report("reading Traefik's access log");
    await attempt("Traefik's access log", () =>
      readAccessLog(engine.docker, traefikOf(engine.prefix), options.since, { emergencyOnly: !options.traefikLog }),
    );
  }
  return { ...selectRows(byTime(rows), options), notes };
}

/** Nothing found is not nothing happened, where a source could not be read. */
function nothingText(incomplete: boolean): string {
  return incomplete ? "Nothing was found in what could be read." : "Nothing of this kind happened in this time.";
}

function leftOutText(count: number): string {
  return `Left out: ${count} ${count === 1 ? "change" : "changes"} of objects and upkeep, which --all shows.`;
}

function pacer(): (text: string) => void {
  let said = Date.now();
  return (text) => {
    if (Date.now() - said < PACE_MS) return;
    said = Date.now();
    sayAside(text);
  };
}
