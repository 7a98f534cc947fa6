import { randomUUID } from "node:crypto";
import type { DoubleContext } from "./context";
import type { EventRow, UserRow } from "./rows";

/** authentik's default (`event_retention`). */
export const RETENTION_DAYS = 365;

/** What happened, in authentik's words; `user` is who did it, undefined for the system. */
export interface EventInput {
  /** A value of `EventActions`, for example `login`, `login_failed`, `authorize_application`, `configuration_error`. */
  action: string;
  /** Python module that records it in the real server, for example `authentik.events.signals`. */
  app: string;
  user?: UserRow;
  /** As whom the user acted. */
  onBehalfOf?: { [field: string]: unknown };
  context?: { [field: string]: unknown };
  clientIp?: string;
  brand?: { [field: string]: unknown };
}

/** Kind of the rows by which an event asks the worker for the notification rules. */
export const EVENT_TASK = "task_event";

/**
 * Records an event; it shows up in `GET /api/v3/events/events/`, and the worker asks the notification rules about it.
 * Give it no secret: events are shown to admins.
 */
export async function recordEvent(context: DoubleContext, event: EventInput): Promise<EventRow> {
  const created = context.clock();
  const row: EventRow = {
    pk: randomUUID(),
    action: event.action,
    app: event.app,
    user: { ...eventUser(event.user), ...(event.onBehalfOf ? { on_behalf_of: event.onBehalfOf } : {}) },
    context: event.context ?? {},
    client_ip: event.clientIp ?? null,
    created: created.toISOString(),
    expires: new Date(created.getTime() + RETENTION_DAYS * 86_400_000).toISOString(),
    brand: event.brand ?? {},
  };
  await storeEvent(context, row);
  return row;
}

/** Stores an event as it is and leaves word for the worker. */
export async function storeEvent({ store }: DoubleContext, row: EventRow): Promise<void> {
  await store.put("event", row.pk, row);
  await store.put(EVENT_TASK, row.pk, { pk: row.pk });
}

/** Who acted, as events show it; the server itself is authentik's anonymous user. */
export function eventUser(user: UserRow | undefined): { [field: string]: unknown } {
  if (!user) return { pk: 0, email: "", username: "AnonymousUser" };
  return { pk: user.pk, email: user.email, username: user.username };
}
