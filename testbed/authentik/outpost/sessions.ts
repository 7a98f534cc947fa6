import { randomBytes } from "node:crypto";
import type { Store } from "../store";
import type { OutpostClaims } from "./identity";

/** A session of the embedded outpost. One store per provider: the same id under another provider is another session. */
interface ProxySessionRow {
  provider: number;
  id: string;
  /** Absent until the login that the session was started for has come back. */
  claims?: OutpostClaims;
  /** RFC 3339; a row past it counts as gone. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    proxy_session: ProxySessionRow;
  }
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** How often the rows of visitors who never came back are dropped. */
const SWEEP_MS = 3_600_000;

/** Sessions of the embedded outpost, kept in the double's store (Postgres where it runs). */
export class ProxySessions {
  private sweptAt: number;

  constructor(
    private readonly store: Store,
    private readonly clock: () => Date,
  ) {
    this.sweptAt = clock().getTime();
  }

  /** Claims of a session; undefined where it is unknown, over, or not logged in. */
  async claims(provider: number, id: string): Promise<OutpostClaims | undefined> {
    if (id === "") return undefined;
    const row = await this.store.get("proxy_session", key(provider, id));
    return row && Date.parse(row.expires) > this.clock().getTime() ? row.claims : undefined;
  }

  /** @param seconds how long from now; zero or less removes the session. */
  async save(provider: number, id: string, seconds: number, claims?: OutpostClaims): Promise<void> {
    if (seconds <= 0) {
      await this.store.remove("proxy_session", key(provider, id));
      return;
    }
    const now = this.clock().getTime();
    if (now - this.sweptAt > SWEEP_MS) {
      this.sweptAt = now;
      await this.end(() => false);
    }
    const expires = new Date(now + seconds * 1000).toISOString();
    await this.store.put("proxy_session", key(provider, id), { provider, id, expires, ...(claims ? { claims } : {}) });
  }

  /** Ends the sessions whose claims match, at every provider of the outpost (rule 31); drops the expired ones too. */
  async end(matches: (claims: OutpostClaims) => boolean): Promise<number> {
    let ended = 0;
    for (const row of await this.store.list("proxy_session")) {
      const over = Date.parse(row.expires) <= this.clock().getTime();
      const matching = row.claims !== undefined && matches(row.claims);
      if (!over && !matching) continue;
      await this.store.remove("proxy_session", key(row.provider, row.id));
      if (matching && !over) ended += 1;
    }
    return ended;
  }
}

/** A session id of the outpost: 32 random bytes in base32 without padding, 52 characters. */
export function newSessionId(): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of randomBytes(32)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text + BASE32[(held << (5 - bits)) & 31];
}

function key(provider: number, id: string): string {
  return `${provider}:${id}`;
}
