import type { DoubleContext } from "../context";
import type { Document } from "../rows";
import { type PolicyRequest, type PolicyResult, passed, refused } from "./request";

/** How good a name at an address is thought of. */
interface ReputationRow {
  pk: string;
  identifier: string;
  ip: string;
  score: number;
  /** RFC 3339; counts as gone afterwards. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    reputation: ReputationRow;
  }
}

/** authentik's defaults: a score lasts a day (`reputation.expiry`) and stays within five either way. */
const EXPIRY_MS = 86_400_000;
const LIMIT = 5;

/** Changes the score of a name at an address: -1 for a failed login or an unknown name, +1 for a login. */
export async function updateScore(
  { store, clock }: DoubleContext,
  ip: string,
  identifier: string,
  amount: number,
): Promise<void> {
  const pk = `${ip} ${identifier}`;
  const now = clock().getTime();
  const row = await store.get("reputation", pk);
  const live = row && Date.parse(row.expires) > now ? row : undefined;
  const score = Math.max(-LIMIT, Math.min(LIMIT, (live?.score ?? 0) + amount));
  const expires = live?.expires ?? new Date(now + EXPIRY_MS).toISOString();
  await store.put("reputation", pk, { pk, ip, identifier, score, expires });
}

/**
 * A reputation policy passes where the score is at or below its threshold, so it is bound to what bad callers get.
 * The score is the sum over every row of the address or of the name (`authentik/policies/reputation/models.py`).
 */
export async function judgeReputation(
  { store, clock }: DoubleContext,
  policy: Document,
  request: PolicyRequest,
): Promise<PolicyResult> {
  const byIp = policy.check_ip !== false;
  const byName = policy.check_username !== false;
  const now = clock().getTime();
  let score = 0;
  for (const row of await store.list("reputation")) {
    if (Date.parse(row.expires) <= now) continue;
    // With neither check on, the real query has no condition and sums up every row.
    const counts =
      (!byIp && !byName) || (byIp && row.ip === request.clientIp) || (byName && row.identifier === request.username);
    if (counts) score += row.score;
  }
  return score <= Number(policy.threshold ?? -LIMIT) ? passed : refused();
}
