import type { DoubleContext } from "../context";
import { EVENT_TASK, recordEvent } from "../events";
import { queueMail } from "../mail/queue";
import { renderMail } from "../mail/templates";
import { type Notification, summaryOf, textsOf } from "../notify/notification";
import { slackPayload, webhookPayload } from "../notify/payloads";
import { NOTIFICATION_TASK, type NotificationTask } from "../notify/queue";
import { applyRules } from "../notify/rules";
import type { Document } from "../rows";
import { workOff } from "./queue";

const WEBHOOK_TIMEOUT_MS = 10_000;

/** Asks the notification rules about every new event. */
export async function handleEvents(context: DoubleContext): Promise<void> {
  for (const waiting of await context.store.list(EVENT_TASK as string)) {
    const task = await context.store.remove(EVENT_TASK as string, String(waiting.pk));
    const event = task && (await context.store.get("event", String(task.pk)));
    if (event) await applyRules(context, event);
  }
}

/** Sends every notification that is due; one that fails is tried again later. */
export function sendNotifications(context: DoubleContext): Promise<void> {
  return workOff(context, NOTIFICATION_TASK, "notification_transport", (task) => send(context, task));
}

async function send(context: DoubleContext, task: NotificationTask): Promise<void> {
  const { store } = context;
  const [transport, event, user, rule] = [
    await store.get("event_transport" as string, task.transport),
    await store.get("event", task.event),
    await store.get("user", String(task.user)),
    await store.get("event_rule" as string, task.rule),
  ];
  if (!transport || !event || !user || !rule) return;
  const notification = { severity: String(rule.severity ?? "notice"), body: summaryOf(event), event, user };
  switch (transport.mode) {
    case "webhook":
      return post(String(transport.webhook_url), webhookPayload(notification));
    case "webhook_slack":
      return post(String(transport.webhook_url), slackPayload(notification));
    case "email":
      return mail(context, transport, notification);
    default:
      return keep(context, task.pk, notification);
  }
}

async function post(url: string, payload: Document): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(payload),
    signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
}

async function mail(context: DoubleContext, transport: Document, notification: Notification): Promise<void> {
  const { user, event, severity, body } = notification;
  if (user.email === "") return;
  const template = String(transport.email_template ?? "email/event_notification.html");
  const message = renderMail(template, {
    name: user.name || user.username,
    username: user.username,
    url: "",
    expires: "",
    title: event.action,
    body,
    facts: {
      severity,
      event_user_email: String(event.user.email ?? ""),
      event_user_username: String(event.user.username ?? ""),
      ...Object.fromEntries(textsOf(event)),
    },
  });
  if (!message) {
    await recordEvent(context, {
      action: "configuration_error",
      app: "authentik.events.models",
      context: { message: "Exception occurred while rendering E-mail template", template },
    });
    return;
  }
  const subject = `${String(transport.email_subject_prefix ?? "")}${event.action}`;
  await queueMail(context, { to: { name: user.name, address: user.email }, subject, ...message, stage: null });
}

/** A notification inside authentik; the API shows it to its user. */
async function keep({ store, clock }: DoubleContext, pk: string, notification: Notification): Promise<void> {
  const { severity, body, event, user } = notification;
  const row = { pk, severity, body, created: clock().toISOString(), event: event.pk, seen: false, user: user.pk };
  await store.put("notification", pk, row);
}
