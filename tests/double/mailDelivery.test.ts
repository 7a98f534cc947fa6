import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ConfigError, readConfig } from "../../testbed/authentik/config";
import { deliver } from "../../testbed/authentik/mail/deliver";
import { certificateFor } from "../support/mailCertificate";
import { MailServer } from "../support/mailServer";

const MAIL = { to: { name: "Mia", address: "mia@example.com" }, subject: "s", html: "<p>h</p>", text: "t" };
const LOGIN = { user: "gate", password: "smtp-key" };
const CREDENTIALS = { username: "gate", password: "smtp-key" };

describe("mail over TLS", () => {
  let folder: string;
  let starttls: MailServer;
  let implicit: MailServer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "authentik-double-mail-"));
    const pair = await certificateFor("127.0.0.1");
    writeFileSync(join(folder, "ca.pem"), pair.cert);
    starttls = new MailServer({ login: LOGIN, tls: pair });
    implicit = new MailServer({ login: LOGIN, tls: { ...pair, implicit: true } });
    await Promise.all([starttls.start(), implicit.start()]);
    process.env.SSL_CERT_FILE = join(folder, "ca.pem");
  });
  after(async () => {
    delete process.env.SSL_CERT_FILE;
    await Promise.all([starttls.stop(), implicit.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test("goes by STARTTLS with use_tls, by TLS from the first byte with use_ssl", async () => {
    await deliver(starttls.settings({ ...CREDENTIALS, useTls: true }), MAIL);
    await deliver(implicit.settings({ ...CREDENTIALS, useSsl: true }), MAIL);
    for (const server of [starttls, implicit]) {
      const [mail, ...more] = await server.received(1);
      assert.equal(more.length, 0);
      assert.equal(mail?.encrypted, true);
      assert.equal(mail?.user, "gate");
    }
  });

  test("is not sent with both, with a wrong password, or in the clear to a server that wants TLS", async () => {
    const count = starttls.mails.length;
    const refused = (changes: object) =>
      assert.rejects(deliver(starttls.settings({ ...CREDENTIALS, ...changes }), MAIL));
    await assert.rejects(deliver(starttls.settings({ useTls: true, useSsl: true }), MAIL), /use_tls and use_ssl/);
    await refused({ useTls: true, password: "wrong" });
    await refused({ useTls: false });
    assert.equal(starttls.mails.length, count);
  });

  test("is not sent to a server whose certificate nobody vouches for", async () => {
    const trusted = process.env.SSL_CERT_FILE;
    delete process.env.SSL_CERT_FILE;
    await assert.rejects(deliver(starttls.settings({ ...CREDENTIALS, useTls: true }), MAIL), /certificate/);
    process.env.SSL_CERT_FILE = trusted;
  });
});

test("the mail server comes from authentik's variables, with authentik's defaults", () => {
  const environment = { AUTHENTIK_SECRET_KEY: "a secret key of fifty characters, for this test only" };
  assert.deepEqual(readConfig(environment).mail, {
    host: "localhost",
    port: 25,
    username: "",
    password: "",
    useTls: false,
    useSsl: false,
    timeout: 10,
    from: "authentik@localhost",
  });
  const given = readConfig({
    ...environment,
    SMTP_KEY: "smtp-key",
    AUTHENTIK_EMAIL__HOST: "smtp-relay.brevo.com",
    AUTHENTIK_EMAIL__PORT: "587",
    AUTHENTIK_EMAIL__PASSWORD: "env://SMTP_KEY",
    AUTHENTIK_EMAIL__USE_TLS: "true",
    AUTHENTIK_EMAIL__TIMEOUT: "30",
  }).mail;
  assert.deepEqual([given.port, given.password, given.useTls, given.timeout], [587, "smtp-key", true, 30]);
  assert.throws(() => readConfig({ ...environment, AUTHENTIK_EMAIL__USE_SSL: "maybe" }), ConfigError);
});
