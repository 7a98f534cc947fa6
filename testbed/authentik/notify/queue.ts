import type { DoubleContext } from "../context";
import { queueTask, type Task } from "../worker/queue";

/** A notification that waits for the worker: one event, one user, one transport. */
export interface NotificationTask extends Task {
  transport: string;
  event: string;
  user: number;
  rule: string;
}

declare module "../rows" {
  interface KindMap {
    task_notification: NotificationTask;
  }
}

export const NOTIFICATION_TASK = "task_notification";

export function queueNotification(
  context: DoubleContext,
  notification: Omit<NotificationTask, keyof Task>,
): Promise<void> {
  return queueTask(context, NOTIFICATION_TASK, notification);
}
