import type { DoubleContext } from "../context";
import { recordEvent } from "../events";

/** How often a task that failed is tried again (authentik's `worker.task_max_retries`). */
export const MAX_RETRIES = 5;

/** What every task row has that may be tried again. */
export interface Retried {
  attempts: number;
  /** RFC 3339; not before then. */
  due: string;
}

/** True where the time of the task has come. */
export function isDue({ clock }: DoubleContext, task: Retried): boolean {
  return Date.parse(task.due) <= clock().getTime();
}

/**
 * Records that a task failed, as authentik's task middleware does at every failure.
 *
 * @param actor the task's name in authentik, for example `send_mail`
 * @returns the task for the next try; undefined where there is none left
 */
export async function failed<T extends Retried>(
  context: DoubleContext,
  task: T,
  actor: string,
  reason: string,
): Promise<T | undefined> {
  context.log.warn("task failed", { actor, attempt: task.attempts + 1 });
  await recordEvent(context, {
    action: "system_task_exception",
    app: "authentik.tasks",
    context: { message: `Task ${actor} encountered an error`, actor, exception: { message: reason } },
  });
  if (task.attempts >= MAX_RETRIES) return undefined;
  const delay = context.config.retryDelayMs * 2 ** task.attempts;
  const due = new Date(context.clock().getTime() + delay).toISOString();
  return { ...task, attempts: task.attempts + 1, due };
}
