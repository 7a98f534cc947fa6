import { createHash, randomBytes } from "node:crypto";
import type { DoubleContext } from "../context";

/** An authorization code, kept under its hash until it is redeemed once. */
interface CodeRow {
  provider: number;
  user: number;
  redirectUri: string;
  scopes: string[];
  /** Hash of the login session that granted it. */
  sid: string;
  /** Seconds since 1970. */
  authTime: number;
  nonce?: string;
  codeChallenge?: string;
  codeChallengeMethod?: "plain" | "S256";
  /** RFC 3339. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    oauth_code: CodeRow;
  }
}

/** Keeps a new code and gives it out. @param seconds until it expires */
export async function issueCode(
  { store, clock }: DoubleContext,
  grant: Omit<CodeRow, "expires">,
  seconds: number,
): Promise<string> {
  const code = randomBytes(16).toString("hex");
  const expires = new Date(clock().getTime() + seconds * 1000).toISOString();
  await store.put("oauth_code", hash(code), { ...grant, expires });
  return code;
}

/** Takes a code out of the store; undefined where it is unknown, used or too old. Two callers never get the same one. */
export async function takeCode({ store, clock }: DoubleContext, code: string): Promise<CodeRow | undefined> {
  const row = code === "" ? undefined : await store.remove("oauth_code", hash(code));
  return row && Date.parse(row.expires) > clock().getTime() ? row : undefined;
}

/** True where the verifier belongs to the code's challenge, or neither is there (RFC 7636). */
export function verifierFits(row: CodeRow, verifier: string): boolean {
  if (row.codeChallenge === undefined) return verifier === "";
  const made =
    row.codeChallengeMethod === "S256" ? createHash("sha256").update(verifier).digest("base64url") : verifier;
  return made === row.codeChallenge;
}

function hash(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
