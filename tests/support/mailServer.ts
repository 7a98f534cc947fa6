import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import type { MailSettings } from "../../testbed/authentik/config";

/** A mail as it came over the wire. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body, quoted-printable undone. */
  text: string;
  user: string | undefined;
  /** True where it came over TLS. */
  encrypted: boolean;
}

/** What the server speaks beyond plain SMTP. */
export interface MailServerOptions {
  /** User name and password that it wants; left out it takes everybody. */
  login?: { user: string; password: string };
  /** PEM; offers STARTTLS with it, or speaks TLS at once where `implicit`. */
  tls?: { cert: string; key: string; implicit?: boolean };
}

/** A real SMTP server that keeps what it is sent. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  private readonly server: SMTPServer;

  constructor({ login, tls }: MailServerOptions = {}) {
    this.server = new SMTPServer({
      disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
      authOptional: !login,
      // With STARTTLS to be had, a login in the clear is refused.
      allowInsecureAuth: !tls,
      ...(tls ? { cert: tls.cert, key: tls.key, secure: tls.implicit === true } : {}),
      onAuth: (auth, _session, done) => {
        const right = auth.username === login?.user && auth.password === login?.password;
        done(right ? null : new Error("Invalid login"), right ? { user: auth.username } : {});
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom ? mailFrom.address : "",
            to: rcptTo.map(({ address }) => address),
            text: decode(Buffer.concat(chunks).toString("utf8")),
            user: session.user,
            encrypted: session.secure,
          });
          done();
        });
      },
    });
    this.server.on("error", () => {});
  }

  /** @param host address to listen on. @default "127.0.0.1" */
  async start(host = "127.0.0.1"): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.server.once("error", reject);
      this.server.listen(0, host, resolve);
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  /** Settings by which the double sends here. */
  settings(changes: Partial<MailSettings> = {}): MailSettings {
    const { address, port } = this.server.server.address() as AddressInfo;
    const none = { username: "", password: "", useTls: false, useSsl: false, timeout: 5 };
    return { host: address, port, from: "Gate <gate@example.com>", ...none, ...changes };
  }

  /** Waits until so many mails have come. */
  async received(count: number): Promise<ReceivedMail[]> {
    for (let tries = 0; this.mails.length < count && tries < 100; tries += 1) await sleep(20);
    return this.mails;
  }
}

/** The first link in a mail. */
export function linkIn({ text }: ReceivedMail): string {
  return /https?:\/\/[^\s"<>]+/.exec(text)?.[0]?.replaceAll("&amp;", "&") ?? "";
}

function decode(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
