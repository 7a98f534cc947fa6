/** Where outgoing mail goes: plain data, no Pulumi. */
import { isMailAddress } from "./peopleModel";

/** Host, port and encryption of a mail server. */
export interface MailServer<Host = string> {
  readonly host: Host;
  readonly port: number;
  readonly security: string;
}

/**
 * Well-known mail services.
 *
 * Brevo: relay, port and STARTTLS as on its SMTP page and in authentik's e-mail guide; the user is the SMTP login and
 * the password the SMTP key, not the account's.
 */
export const MAIL_PRESETS: Readonly<Record<string, MailServer>> = {
  brevo: { host: "smtp-relay.brevo.com", port: 587, security: "starttls" },
};

const SECURITY = ["starttls", "tls", "none"];

/**
 * The mail server that a preset or the single fields describe; a field goes before the preset.
 *
 * @throws {Error} for a preset or an encryption that does not exist, and where no host is named.
 */
export function mailServer<Host>(given: {
  preset?: string;
  host?: Host;
  port?: number;
  security?: string;
}): MailServer<Host | string> {
  const preset = given.preset === undefined ? undefined : MAIL_PRESETS[given.preset];
  if (given.preset !== undefined && !preset) {
    throw new Error(
      `smtp.preset is '${given.preset}', allowed are ${Object.keys(MAIL_PRESETS).join(", ")}. Leave it out and name host and port.`,
    );
  }
  const host = given.host ?? preset?.host;
  if (host === undefined) throw new Error("smtp has neither 'host' nor 'preset'. Name the mail server.");
  const port = given.port ?? preset?.port ?? 587;
  const security = given.security ?? (port === 465 ? "tls" : "starttls");
  if (!SECURITY.includes(security)) {
    throw new Error(`smtp.security is '${security}'; allowed are 'starttls' (port 587), 'tls' (port 465) and 'none'.`);
  }
  return { host, port, security };
}

/** What is wrong with a sender, `name@example.com` or `Name <name@example.com>`; nothing where it can be sent from. */
export function senderProblem(from: string): string | undefined {
  const address = /^[^<>"]*<([^<>]*)>$/.exec(from.trim())?.[1] ?? from.trim();
  if (isMailAddress(address)) return undefined;
  return `smtp.from is '${from}', which is no mail address. Write sso@example.com or 'SSO <sso@example.com>'.`;
}
