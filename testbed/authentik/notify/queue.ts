import { randomUUID } from "node:crypto";
import type { DoubleContext } from "../context";

/** A notification that waits for the worker: one event, one user, one transport. */
export interface NotificationTask {
  pk: string;
  transport: string;
  event: string;
  user: number;
  rule: string;
  attempts: number;
  /** RFC 3339; not before then. */
  due: string;
}

declare module "../rows" {
  interface KindMap {
    task_notification: NotificationTask;
  }
}

export const NOTIFICATION_TASK = "task_notification";

export async function queueNotification(
  { store, clock }: DoubleContext,
  task: Pick<NotificationTask, "transport" | "event" | "user" | "rule">,
): Promise<void> {
  const pk = randomUUID();
  await store.put(NOTIFICATION_TASK, pk, { ...task, pk, attempts: 0, due: clock().toISOString() });
}
