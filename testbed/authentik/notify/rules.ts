import type { DoubleContext } from "../context";
import { evaluate } from "../policies/engine";
import type { Document, EventRow, UserRow } from "../rows";
import { queueNotification } from "./queue";

/**
 * What the worker does with each event (`authentik/events/tasks.py`): every rule of which a bound policy matches sends
 * over each of its transports to each of its users. A rule without a policy never matches. An event that a rule's own
 * policy caused matches none, so that no rule feeds itself.
 */
export async function applyRules(context: DoubleContext, event: EventRow): Promise<void> {
  const rules = await context.store.list("event_rule" as string);
  if (rules.length === 0 || (await causedByRule(context, event, rules))) return;
  const actor = await context.store.get("user", String(event.user.pk));
  const request = { user: actor, username: String(event.user.username ?? ""), event };
  for (const rule of rules) {
    const target = { pk: String(rule.pk) };
    if ((await evaluate(context, target, request, { mode: "any", emptyResult: false })).passing) {
      await dispatch(context, rule, event);
    }
  }
}

async function causedByRule({ store }: DoubleContext, event: EventRow, rules: readonly Document[]): Promise<boolean> {
  const policy = event.context.policy_uuid;
  if (typeof policy !== "string") return false;
  const targets = new Set(rules.map((rule) => rule.pk));
  return (await store.list("policy_binding")).some(
    (binding) => targets.has(binding.target) && binding.policy?.replaceAll("-", "") === policy,
  );
}

async function dispatch(context: DoubleContext, rule: Document, event: EventRow): Promise<void> {
  const users = await destinations(context, rule, event);
  for (const pk of (rule.transports ?? []) as string[]) {
    const transport = await context.store.get("event_transport" as string, pk);
    if (!transport) continue;
    // `send_once` is for channels that all users see: one message, whoever it names.
    for (const user of transport.send_once === true ? users.slice(0, 1) : users) {
      await queueNotification(context, { transport: pk, event: event.pk, user: user.pk, rule: String(rule.pk) });
    }
  }
}

/** The user of the event where the rule says so, then the members of the group itself; its children's do not count. */
async function destinations({ store }: DoubleContext, rule: Document, event: EventRow): Promise<UserRow[]> {
  const users = await store.list("user");
  const own = rule.destination_event_user === true ? users.filter((user) => user.pk === event.user.pk) : [];
  const group = rule.destination_group;
  const members = typeof group === "string" ? users.filter((user) => user.groups.includes(group)) : [];
  return [...own, ...members];
}
