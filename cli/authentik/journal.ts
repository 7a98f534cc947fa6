/**
 * What the operating commands did, as events of authentik. authentik may be down, which is the very case for the
 * emergency route: such events are kept in the work folder and written by the next command that reaches it.
 */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Checkout } from "../checkout";
import { errorText } from "../errors";
import { readIfThere, writeWhole } from "../files";
import { type AuthentikClient, AuthentikError } from "./client";

/** `app` of our events; by it and by `context.authentik_sso` they are told from others. */
export const EVENT_APP = "authentik_sso";

/** Something that a command did. */
export interface OperatorEvent {
  readonly id: string;
  /** RFC 3339; authentik's own `created` says when the event was written. */
  readonly at: string;
  /** `break_glass_opened`, `break_glass_closed`, `sessions_revoked`. */
  readonly what: string;
  /** Who ran the command. */
  readonly by: string;
  readonly service: string;
  /** Range of addresses that it is about; empty for none. */
  readonly from: string;
  readonly detail: string;
}

/** Who runs this command, as far as the machine knows: `root@nas`. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** A new event of now. */
export function operatorEvent(fields: Pick<OperatorEvent, "what" | "service" | "from" | "detail">): OperatorEvent {
  const { what, service, from, detail } = fields;
  return { id: randomUUID(), at: new Date().toISOString(), what, by: operator(), service, from, detail };
}

/**
 * The body for `POST /events/events/` (`EventRequest`, published schema 2026.5.6). The API takes authentik's own list
 * of actions only, and of these `custom_` is the one for others; what happened stands in the context.
 */
export function eventBody(event: OperatorEvent): Readonly<Record<string, unknown>> {
  return {
    action: "custom_",
    app: EVENT_APP,
    user: { username: event.by },
    context: { message: `${event.what}: ${event.detail}`, [EVENT_APP]: event },
  };
}

/** Events that are not in authentik yet. */
export class Journal {
  private readonly file: string;

  constructor(checkout: Pick<Checkout, "workFolder" | "stack">) {
    this.file = join(checkout.workFolder, `${checkout.stack}.events.json`);
  }

  /** What waits, oldest first. */
  pending(): readonly OperatorEvent[] {
    const text = readIfThere(this.file);
    return text === undefined ? [] : (JSON.parse(text) as OperatorEvent[]);
  }

  /** Keeps an event before anything else is done, so that nothing can happen without a trace. */
  add(event: OperatorEvent): void {
    this.write([...this.pending(), event]);
  }

  /**
   * Writes what waits to authentik, oldest first.
   *
   * @returns why something still waits; nothing when all is written
   */
  async flush(authentik: AuthentikClient): Promise<string | undefined> {
    for (const event of this.pending()) {
      try {
        await authentik.call("POST", "/events/events/", eventBody(event));
      } catch (error) {
        if (!(error instanceof AuthentikError)) throw error;
        return errorText(error);
      }
      this.write(this.pending().filter(({ id }) => id !== event.id));
    }
    return undefined;
  }

  private write(events: readonly OperatorEvent[]): void {
    if (events.length === 0) rmSync(this.file, { force: true });
    else writeWhole(this.file, `${JSON.stringify(events, null, 2)}\n`, 0o600);
  }
}
