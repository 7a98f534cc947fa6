import { randomUUID } from "node:crypto";
import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import type { KindMap } from "../rows";

/** How often a task that failed is tried again (authentik's `worker.task_max_retries`). */
const MAX_RETRIES = 5;

/** What every row has that waits for the worker. */
export interface Task {
  pk: string;
  attempts: number;
  /** RFC 3339; not before then. */
  due: string;
}

/** Kinds of rows that are tasks; a module that adds one names it so. */
type TaskKind = { [K in keyof KindMap]: KindMap[K] extends Task ? K : never }[keyof KindMap];

/** Leaves a task for the worker. */
export async function queueTask<K extends TaskKind>(
  { store, clock }: DoubleContext,
  kind: K,
  task: Omit<KindMap[K], keyof Task>,
): Promise<void> {
  const pk = randomUUID();
  await store.put(kind as string, pk, { ...task, pk, attempts: 0, due: clock().toISOString() });
}

/**
 * Does every task that is due. One is removed first, so that two workers never do the same one, and put back for later
 * where it failed, which is recorded as authentik's task middleware does it.
 *
 * @param actor the task's name in authentik, for example `send_mail`
 * @param isFinal whether trying again is of no use after an error
 */
export async function workOff<K extends TaskKind>(
  context: DoubleContext,
  kind: K,
  actor: string,
  work: (task: KindMap[K]) => Promise<void>,
  isFinal: (error: Error) => boolean = () => false,
): Promise<void> {
  const { store, clock, config, log } = context;
  for (const waiting of (await store.list(kind as string)) as unknown as KindMap[K][]) {
    if (Date.parse(waiting.due) > clock().getTime()) continue;
    const task = (await store.remove(kind as string, waiting.pk)) as unknown as KindMap[K] | undefined;
    if (!task) continue;
    try {
      await work(task);
    } catch (thrown) {
      const error = thrown as Error;
      log.warn("task failed", { actor, attempt: task.attempts + 1 });
      await recordEvent(context, {
        action: "system_task_exception",
        app: "authentik.tasks",
        context: { message: `Task ${actor} encountered an error`, actor, exception: { message: error.message } },
      });
      if (task.attempts >= MAX_RETRIES || isFinal(error)) continue;
      const delay = config.retryDelayMs * 2 ** task.attempts;
      const due = new Date(clock().getTime() + delay).toISOString();
      await store.put(kind as string, task.pk, { ...task, attempts: task.attempts + 1, due });
    }
  }
}
