import { X509Certificate } from "node:crypto";
import { type CryptoKey, exportJWK, importPKCS8, importX509, type JWK } from "jose";
import type { CertificateKeyPairRow } from "../rows";
import type { Store } from "../store";
import { type Client, isProxy } from "./clients";

/** What a provider signs its tokens with. */
type SigningKey =
  | { algorithm: "HS256"; secret: Uint8Array }
  | { algorithm: "RS256" | "ES256"; pair: CertificateKeyPairRow };

/** The signing key of a provider: its certificate where it names one, else its client secret. */
export async function signingKey(store: Store, provider: Client["provider"]): Promise<SigningKey> {
  const secret = { algorithm: "HS256" as const, secret: new TextEncoder().encode(provider.client_secret) };
  if (isProxy(provider) || provider.signing_key === null) return secret;
  const pair = await store.get("certificate_key_pair", provider.signing_key);
  if (!pair || pair.key_data === "")
    throw new Error(`provider ${provider.name}: its signing key is gone or has no private part`);
  return { algorithm: keyType(pair) === "ec" ? "ES256" : "RS256", pair };
}

/** The key in the form that jose signs with. */
export async function privateKey(key: SigningKey): Promise<Uint8Array | CryptoKey> {
  return key.algorithm === "HS256" ? key.secret : importPKCS8(key.pair.key_data, key.algorithm);
}

/** The key in the form that jose verifies with. */
export async function publicKey(key: SigningKey): Promise<Uint8Array | CryptoKey> {
  return key.algorithm === "HS256"
    ? key.secret
    : importX509(key.pair.certificate_data, key.algorithm, { extractable: true });
}

/** The key as the jwks endpoint shows it; a shared secret is never shown. */
export async function jwkOf(key: SigningKey): Promise<JWK | undefined> {
  if (key.algorithm === "HS256") return undefined;
  const jwk = await exportJWK((await publicKey(key)) as CryptoKey);
  return { ...jwk, alg: key.algorithm, use: "sig", kid: fingerprint(key.pair) };
}

/** `kid` of a certificate: a digest of it, the same everywhere. Undefined for a shared secret. */
export function keyId(key: SigningKey): string | undefined {
  return key.algorithm === "HS256" ? undefined : fingerprint(key.pair);
}

function fingerprint(pair: CertificateKeyPairRow): string {
  return new X509Certificate(pair.certificate_data).fingerprint256.replaceAll(":", "").toLowerCase().slice(0, 32);
}

function keyType(pair: CertificateKeyPairRow): string | undefined {
  return new X509Certificate(pair.certificate_data).publicKey.asymmetricKeyType;
}
