import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { createObject } from "../rest/objects";
import type { Scope } from "../rest/scope";

/** Name of the key pair that new OAuth2 providers usually sign with. */
export const SELF_SIGNED = "authentik Self-signed Certificate";

const YEAR_MS = 365 * 86_400_000;

/** The shipped key pair, made once per installation. */
export async function bootstrapCertificate(scope: Scope): Promise<void> {
  const pairs = await scope.context.store.list("certificate_key_pair");
  if (pairs.some(({ name }) => name === SELF_SIGNED)) return;
  const { certificate, key } = await selfSigned(scope.context.clock());
  const body = { name: SELF_SIGNED, certificate_data: certificate, key_data: key };
  await createObject("certificate_key_pair", body, scope);
}

/** A new RSA key with a certificate of one year, both as PEM. */
async function selfSigned(now: Date): Promise<{ certificate: string; key: string }> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "OU=Self-signed,O=authentik,CN=authentik double Self-signed Certificate",
    notBefore: now,
    notAfter: new Date(now.getTime() + YEAR_MS),
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const lines =
    Buffer.from(pkcs8)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    certificate: certificate.toString("pem"),
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`,
  };
}
