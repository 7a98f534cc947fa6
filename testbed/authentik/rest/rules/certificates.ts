import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import type { Document } from "../../rows";
import { invalid } from "../errors";
import type { KindRules } from "../scope";

export const certificateKeyPair: KindRules = {
  validate(input) {
    const certificate = input.certificate_data;
    if (typeof certificate === "string" && !parse(certificate)) {
      throw invalid({ certificate_data: "Unable to load certificate." });
    }
    const key = input.key_data;
    if (typeof key === "string" && key !== "" && !isPrivateKey(key)) {
      throw invalid({ key_data: "Unable to load private key (possibly encrypted?)." });
    }
  },
  complete(row) {
    row.managed ??= null;
  },
  present(row) {
    const certificate = parse(String(row.certificate_data));
    const item = `/api/v3/crypto/certificatekeypairs/${String(row.pk)}`;
    return {
      fingerprint_sha256: certificate ? fingerprint(certificate.fingerprint256) : null,
      fingerprint_sha1: certificate ? fingerprint(certificate.fingerprint) : null,
      cert_expiry: certificate ? new Date(certificate.validTo).toISOString() : null,
      cert_subject: certificate ? certificate.subject.split("\n").reverse().join(",") : null,
      private_key_available: row.key_data !== "",
      key_type: certificate ? keyType(certificate) : null,
      certificate_download_url: `${item}/view_certificate/?download`,
      private_key_download_url: `${item}/view_private_key/?download`,
      managed: row.managed,
    };
  },
};

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

/** authentik prints fingerprints in lower case with colons. */
function fingerprint(text: string): string {
  return text.toLowerCase();
}

function keyType(certificate: X509Certificate): string | null {
  const type = createPublicKey(certificate.publicKey.export({ type: "spki", format: "pem" })).asymmetricKeyType;
  const known: { [type: string]: string } = { rsa: "rsa", ec: "ec", dsa: "dsa", ed25519: "ed25519", ed448: "ed448" };
  return known[type ?? ""] ?? null;
}

/** Parts of the pair as the two `view_…` endpoints show them. */
export function certificateData(row: Document, part: "certificate_data" | "key_data"): { data: unknown } {
  return { data: row[part] };
}
