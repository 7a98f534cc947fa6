import { DOUBLE } from "../config";
import { escapeHtml } from "../pages";

/** A mail's text in both forms. */
export interface MailText {
  html: string;
  text: string;
}

/** What the shipped templates show; the names are those that an e-mail stage and a transport take. */
export interface TemplateValues {
  /** Name of the user, or the user name where there is none. */
  name: string;
  username: string;
  /** The link of the flow; empty for notifications. */
  url: string;
  /** RFC 3339; when the link ends. */
  expires: string;
  title: string;
  /** Body of a notification. */
  body: string;
  /** One line each, below a notification. */
  facts: { [name: string]: string };
}

type Template = (values: TemplateValues) => string[];

/** Paragraphs of each shipped template that the double knows. A paragraph that is the link alone becomes one. */
const TEMPLATES: { [name: string]: Template } = {
  "email/password_reset.html": ({ name, username, url, expires }) => [
    `Hi ${name},`,
    `somebody asked for a new password for your account ${username}. Open this link to set one:`,
    url,
    `The link works once, until ${expires}. If it was not you, ignore this mail.`,
  ],
  "email/account_confirmation.html": ({ name, username, url, expires }) => [
    `Welcome ${name}!`,
    `Open this link to confirm your account ${username}:`,
    url,
    `The link works once, until ${expires}.`,
  ],
  "email/event_notification.html": ({ name, title, body, facts }) => [
    `Hi ${name},`,
    title,
    body,
    ...Object.entries(facts).map(([fact, value]) => `${fact}: ${value}`),
  ],
};

/**
 * A mail from one of the shipped templates.
 *
 * @returns undefined for a template that the double does not have, such as one of the user's own under `/templates`
 */
export function renderMail(template: string, values: TemplateValues): MailText | undefined {
  const paragraphs = TEMPLATES[template]?.(values);
  if (!paragraphs) return undefined;
  const all = [...paragraphs, `Sent by the ${DOUBLE}: a stand-in, not authentik.`];
  const html = all.map((text) =>
    text !== "" && text === values.url
      ? `<p><a href="${escapeHtml(text)}">${escapeHtml(text)}</a></p>`
      : `<p>${escapeHtml(text)}</p>`,
  );
  return { text: `${all.join("\n\n")}\n`, html: `<!doctype html>\n<html><body>\n${html.join("\n")}\n</body></html>\n` };
}
