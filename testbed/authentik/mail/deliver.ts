import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import type { MailSettings } from "../config";
import type { Document } from "../rows";

/** Raised for settings that no connection can be made with; trying again does not help. */
export class MailSettingsError extends Error {}

/** One mail as it goes over the wire. */
export interface Mail {
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
}

/**
 * Hands one mail to a mail server, as Django's SMTP backend does: STARTTLS only where `useTls` says so and then as a
 * must, certificates checked, a login only where there is a user name.
 *
 * @throws MailSettingsError where both kinds of TLS are asked for; any other error is one of the connection
 */
export async function deliver(settings: MailSettings, mail: Mail): Promise<void> {
  if (settings.useTls && settings.useSsl) {
    throw new MailSettingsError(
      "use_tls and use_ssl are both true; set one: use_tls for port 587 (STARTTLS), use_ssl for port 465.",
    );
  }
  const milliseconds = settings.timeout * 1000;
  const transport = createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.useSsl,
    requireTLS: settings.useTls,
    ignoreTLS: !settings.useTls,
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    tls: authorities(),
    ...(settings.username === "" ? {} : { auth: { user: settings.username, pass: settings.password } }),
  });
  try {
    await transport.sendMail({ from: settings.from, ...mail });
  } finally {
    transport.close();
  }
}

/** The mail server of a stage of its own (`use_global_settings: false`). */
export function settingsOfStage(stage: Document): MailSettings {
  return {
    host: String(stage.host ?? "localhost"),
    port: Number(stage.port ?? 25),
    username: String(stage.username ?? ""),
    password: String(stage.password ?? ""),
    useTls: stage.use_tls === true,
    useSsl: stage.use_ssl === true,
    timeout: Number(stage.timeout ?? 10),
    from: String(stage.from_address ?? "system@authentik.local"),
  };
}

/** `SSL_CERT_FILE` replaces the trusted authorities, as for OpenSSL in the real image. */
function authorities(): { ca?: string } {
  const file = process.env.SSL_CERT_FILE;
  return file === undefined || file === "" ? {} : { ca: readFileSync(file, "utf8") };
}
