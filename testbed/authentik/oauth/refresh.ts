import { createHash, randomBytes } from "node:crypto";
import type { DoubleContext } from "../context";

/** A refresh token, kept under its hash until it is exchanged once for the next. */
interface RefreshRow {
  provider: number;
  user: number;
  scopes: string[];
  sid: string;
  /** Seconds since 1970. */
  authTime: number;
  /** RFC 3339. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    oauth_refresh: RefreshRow;
  }
}

/** Keeps a new refresh token and gives it out. @param seconds until it expires */
export async function issueRefreshToken(
  { store, clock }: DoubleContext,
  grant: Omit<RefreshRow, "expires">,
  seconds: number,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(clock().getTime() + seconds * 1000).toISOString();
  await store.put("oauth_refresh", hash(token), { ...grant, expires });
  return token;
}

/** Takes a refresh token out of the store: each is good for once, as with authentik's threshold of zero. */
export async function takeRefreshToken(
  { store, clock }: DoubleContext,
  token: string,
): Promise<RefreshRow | undefined> {
  const row = token === "" ? undefined : await store.remove("oauth_refresh", hash(token));
  return row && Date.parse(row.expires) > clock().getTime() ? row : undefined;
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
