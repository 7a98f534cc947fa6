import { applyContent } from "../blueprints/importer";
import type { DoubleContext } from "../context";
import { APPLY_TASK, BLUEPRINT_FILES } from "../rest/rules/blueprints";
import type { Scope } from "../rest/scope";
import type { Document } from "../rows";
import { sendMails } from "./mail";
import { handleEvents, sendNotifications } from "./notifications";

/**
 * Takes every waiting task and does it: blueprints, then events, notifications and mails, so that what an event sets
 * off goes out in the same round. A task is removed first, so that two workers never do the same one.
 */
export async function runTasks(context: DoubleContext): Promise<void> {
  await applyBlueprints(context);
  await handleEvents(context);
  await sendNotifications(context);
  await sendMails(context);
}

async function applyBlueprints(context: DoubleContext): Promise<void> {
  for (const waiting of await context.store.list(APPLY_TASK)) {
    const task = await context.store.remove(APPLY_TASK, String(waiting.pk));
    if (task) await applyBlueprint(context, String(task.blueprint));
  }
}

/** Applies one blueprint instance and writes what came of it into its status. */
async function applyBlueprint(context: DoubleContext, pk: string): Promise<void> {
  const row = await context.store.get("blueprint" as string, pk);
  if (row?.enabled !== true) return;
  const content = String(row.content ?? "");
  const scope: Scope = { context, actor: {} };
  // A shipped file holds nothing that the double would apply again.
  if (content === "") {
    const known = BLUEPRINT_FILES.some(({ path }) => path === row.path);
    return finish(context, pk, known ? "successful" : "error", {});
  }
  const result = await applyContent(content, row.context as Document, scope);
  if (result.problems.length > 0) {
    context.log.warn("blueprint failed", { blueprint: String(row.name), problems: result.problems.length });
    return finish(context, pk, "error", { metadata: result.metadata });
  }
  context.log.info("blueprint applied", { blueprint: String(row.name) });
  return finish(context, pk, "successful", { metadata: result.metadata, last_applied_hash: result.hash });
}

async function finish(context: DoubleContext, pk: string, status: string, more: Document): Promise<void> {
  // Read again: applying takes time, and the blueprint may have applied something to itself.
  const row = await context.store.get("blueprint" as string, pk);
  if (!row) return;
  const applied = status === "successful" ? { last_applied: context.clock().toISOString() } : {};
  await context.store.put("blueprint", pk, { ...row, ...more, ...applied, status });
}
