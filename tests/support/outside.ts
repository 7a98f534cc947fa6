import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { follow } from "../../testbed/images/progress";
import { preparedImages } from "./engine";
import { certificateFor } from "./mailCertificate";
import { MailServer } from "./mailServer";
import { Webhook } from "./webhook";

const USER = "gate@example.com";

/**
 * What a stack reaches outside of itself, played by the test: a mail server and a receiver of alerts. Both listen on
 * the gateway of a Docker network made for that, an address that every container reaches and no other machine does.
 *
 * The mail server speaks STARTTLS, wants a login, and has a certificate of an authority that nobody knows. So authentik
 * gets an image of its own that trusts this authority, as an owner of a private one builds it: certificates stay
 * checked.
 */
export class Outside {
  private constructor(
    readonly mail: MailServer,
    readonly alerts: Webhook,
    private readonly password: string,
    private readonly network: string,
    private readonly image: string,
  ) {}

  /** @param prefix of the stack: network and image are named after it */
  static async open(prefix: string): Promise<Outside> {
    const docker = new Docker();
    const made = await docker.createNetwork({ Name: `${prefix}-outside` });
    const { IPAM } = (await made.inspect()) as { IPAM: { Config?: { Gateway?: string }[] } };
    const gateway = IPAM.Config?.[0]?.Gateway;
    if (gateway === undefined) throw new Error(`network ${prefix}-outside has no gateway`);
    const tls = await certificateFor(gateway);
    const image = await imageThatTrusts(docker, prefix, tls.cert);
    const password = randomBytes(24).toString("base64url");
    const mail = new MailServer({ login: { user: USER, password }, tls });
    const alerts = new Webhook(`/alerts/${randomBytes(24).toString("base64url")}`);
    await mail.start(gateway);
    await alerts.start(gateway);
    return new Outside(mail, alerts, password, made.id, image);
  }

  /** The stack's configuration by which it comes here. */
  get config(): Readonly<Record<string, unknown>> {
    const { host, port } = this.mail.settings();
    return {
      images: { ...preparedImages(), authentik: this.image },
      smtpHost: host,
      smtpPort: port,
      smtpUsername: USER,
      smtpFrom: "SSO <sso@example.com>",
    };
  }

  /** The part of it that is set with `--secret`. */
  get secrets(): Readonly<Record<string, string>> {
    return { smtpPassword: this.password, auditWebhookUrl: this.alerts.url };
  }

  /** Ends it all; containers that still run keep what they have of the image. */
  async close(): Promise<void> {
    const docker = new Docker();
    await Promise.all([this.mail.stop(), this.alerts.stop()]);
    await docker.getNetwork(this.network).remove();
    await docker.getImage(this.image).remove({ force: true });
  }
}

/** authentik's image with one more file and `SSL_CERT_FILE`, by which OpenSSL, Python's and Node's, names its authorities. */
async function imageThatTrusts(docker: Docker, prefix: string, authority: string): Promise<string> {
  const [, repository, tag] = /^(.+):([^:]+)$/.exec(preparedImages().authentik ?? "") ?? [];
  if (repository === undefined) throw new Error("no image of authentik was prepared");
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-trusting-"));
  try {
    writeFileSync(join(folder, "mail-authority.pem"), authority, { mode: 0o644 });
    writeFileSync(
      join(folder, "Dockerfile"),
      [
        `FROM ${repository}:${tag}`,
        "COPY mail-authority.pem /etc/ssl/",
        "ENV SSL_CERT_FILE=/etc/ssl/mail-authority.pem",
        "",
      ].join("\n"),
    );
    const reference = `${repository}-of-${prefix}:${tag}`;
    const stream = await docker.buildImage(
      { context: folder, src: ["Dockerfile", "mail-authority.pem"] },
      { t: reference, networkmode: "none" },
    );
    await follow(docker, stream);
    return reference;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
