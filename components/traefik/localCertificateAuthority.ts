import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import * as pulumi from "@pulumi/pulumi";

/** PEM texts of a certificate, its key, and the authority that signed it. */
export interface Certificates {
  readonly caCertificate: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 24 * 60 * 60 * 1000;

/** Browsers refuse server certificates that are valid for longer (CA/Browser Forum, since 2020). */
const LEAF_DAYS = 397;
const CA_DAYS = 3650;

/** Makes an authority whose key is thrown away, and one wildcard certificate signed by it. */
async function issue(domain: string): Promise<Certificates> {
  const caKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const notBefore = new Date(Date.now() - DAY);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: `CN=authentik-sso local authority for ${domain}`,
    notBefore,
    notAfter: new Date(Date.now() + CA_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: "02",
    subject: `CN=${domain}`,
    issuer: ca.subject,
    notBefore,
    notAfter: new Date(Date.now() + LEAF_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: domain },
        { type: "dns", value: `*.${domain}` },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    caCertificate: ca.toString("pem"),
    certificate: certificate.toString("pem"),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}(?!$)/g, "$&\n")}\n-----END PRIVATE KEY-----\n`,
  };
}

/**
 * A certificate authority for stacks without a certificate resolver, and the wildcard certificate it signed.
 *
 * Made once and kept in a Stash: later runs make another one and ignore it. The authority's own key is never kept,
 * so nobody can sign anything else with it; renew by `pulumi up --replace` of the stash.
 *
 * @example const { caCertificate } = new LocalCertificateAuthority("tls", { domain: "sso.localhost" });
 */
export class LocalCertificateAuthority extends pulumi.ComponentResource {
  /** The authority's certificate: what a browser has to trust. */
  public readonly caCertificate: pulumi.Output<string>;
  /** The wildcard certificate followed by the authority's. */
  public readonly certificate: pulumi.Output<string>;
  /** The certificate's key. Secret. */
  public readonly privateKey: pulumi.Output<string>;

  constructor(name: string, args: { domain: string }, opts?: pulumi.ComponentResourceOptions) {
    super("authentik-sso:index:LocalCertificateAuthority", name, args, opts);
    const stash = new pulumi.Stash(
      `${name}-certificates`,
      { input: pulumi.secret(issue(args.domain)) },
      { parent: this, ignoreChanges: ["input"] },
    );
    const kept = stash.output as pulumi.Output<Certificates>;
    this.caCertificate = pulumi.unsecret(kept.apply((c) => c.caCertificate));
    this.certificate = pulumi.unsecret(kept.apply((c) => `${c.certificate}\n${c.caCertificate}\n`));
    this.privateKey = kept.apply((c) => c.privateKey);
    this.registerOutputs({ caCertificate: this.caCertificate });
  }
}
