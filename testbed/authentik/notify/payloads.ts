import { VERSION } from "../config";
import type { Document } from "../rows";
import { type Notification, textsOf } from "./notification";

/** Discord shows no more than this many fields, so authentik sends no more. */
const FIELD_LIMIT = 25;
const ICON = "https://goauthentik.io/img/icon.png";

/** Body of a webhook without a mapping of its own (`send_webhook` of `authentik/events/models.py`). */
export function webhookPayload({ body, severity, user, event }: Notification): Document {
  return {
    body,
    severity,
    user_email: user.email,
    user_username: user.username,
    event_user_email: event.user.email ?? null,
    event_user_username: event.user.username ?? null,
  };
}

/** Body for Slack and what understands it (`send_webhook_slack`). */
export function slackPayload({ severity, user, event }: Notification): Document {
  const fields: Document[] = [
    { title: "Severity", value: severity, short: true },
    { title: "Dispatched for user", value: user.username, short: true },
    { title: "Event user", value: String(event.user.username ?? ""), short: true },
  ];
  for (const [title, value] of textsOf(event)) {
    if (fields.length < FIELD_LIMIT) fields.push({ title: title.slice(0, 256), value: value.slice(0, 1024) });
  }
  const attachment = {
    author_name: "authentik",
    author_link: "https://goauthentik.io",
    author_icon: ICON,
    title: event.action,
    color: "#fd4b2d",
    fields,
    footer: `authentik ${VERSION}`,
  };
  return { username: "authentik", icon_url: ICON, attachments: [attachment] };
}
