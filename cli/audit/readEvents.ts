/** Reads authentik's events of a period: newest first, page by page, and no further than needed. */
import type { AuthentikClient } from "../authentik/client";
import { eventRow } from "./normalise";
import type { AuditRow } from "./row";

/** Pages of 100 that are read at most; more is said, never silently cut. */
const MOST_PAGES = 1_000;

/** What was read. */
export interface EventReading {
  readonly rows: readonly AuditRow[];
  /** Whether older events of the period were left out. */
  readonly truncated: boolean;
}

/**
 * Events from `since` on. The API has no filter for time, so the list is read from its new end; an event that arrives
 * meanwhile shifts the pages, so what comes twice is taken once.
 */
export async function readEvents(
  authentik: AuthentikClient,
  since: Date,
  report: (text: string) => void,
  mostPages: number = MOST_PAGES,
): Promise<EventReading> {
  const rows = new Map<string, AuditRow>();
  for await (const { results, page, pages } of authentik.pages("/events/events/", { ordering: "-created" })) {
    for (const event of results) rows.set(String(event.pk), eventRow(event));
    report(`${rows.size} events read (page ${page} of ${pages})`);
    const oldest = results.at(-1)?.created;
    if (typeof oldest === "string" && Date.parse(oldest) < since.getTime()) break;
    if (page >= mostPages && page < pages) return { rows: oldestFirst(rows), truncated: true };
  }
  return { rows: oldestFirst(rows), truncated: false };
}

/** Of two events of one moment the list has the later one first. */
function oldestFirst(rows: ReadonlyMap<string, AuditRow>): AuditRow[] {
  return [...rows.values()].reverse();
}
