import type { EventRow, UserRow } from "../rows";

/** What one user is told about one event. */
export interface Notification {
  /** `notice`, `warning` or `alert`; the rule's. */
  severity: string;
  body: string;
  event: EventRow;
  user: UserRow;
}

/** The one line that stands for an event: its message where it has one, else its action and context. */
export function summaryOf({ action, context }: EventRow): string {
  return typeof context.message === "string" ? context.message : `${action}: ${JSON.stringify(context)}`;
}

/** The texts in an event's context, as the transports show them; objects are left out. */
export function textsOf({ context }: EventRow): [name: string, value: string][] {
  return Object.entries(context).filter((entry): entry is [string, string] => typeof entry[1] === "string");
}
