/**
 * A certificate of its own for Traefik: without one it makes a new RSA key for every configuration that it is given,
 * which is most of what a fleet costs.
 */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { X509CertificateGenerator } from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;

/** Writes certificate, key and the file that names them for Traefik's file provider. Gives the path of the latter. */
export async function writeCertificate(folder: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=oracle",
    serialNumber: "01",
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const certFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  writeFileSync(certFile, certificate.toString("pem"));
  writeFileSync(keyFile, `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 });
  const file = join(folder, "file.yaml");
  writeFileSync(file, JSON.stringify({ tls: { stores: { default: { defaultCertificate: { certFile, keyFile } } } } }));
  return file;
}
