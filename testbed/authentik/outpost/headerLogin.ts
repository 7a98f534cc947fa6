import type { OutpostApp } from "./app";
import { fromWire } from "./goText";
import type { OutpostClaims } from "./identity";
import type { AppTokens } from "./tokens";

/** How long a good Authorization header is believed without asking the core again. */
const TRUST_MS = 60_000;

/** User name that says "the password is a token". */
const TOKEN_USER = "goauthentik.io/token";

/**
 * Logins by Authorization header (rules 28 to 30). Every Basic or Bearer header of a request without session goes to
 * the core, whoever it was meant for; a good one is then believed for 60 seconds, by app and header.
 */
export class HeaderLogins {
  private readonly trusted = new Map<string, { claims: OutpostClaims; until: number }>();

  constructor(private readonly clock: () => Date) {}

  /** Claims of a header that was good within the last 60 seconds. */
  remembered(app: OutpostApp, header: string): OutpostClaims | undefined {
    const found = this.trusted.get(key(app, header));
    return found && found.until > this.clock().getTime() ? found.claims : undefined;
  }

  /** Asks the core; undefined for a bad header and for other schemes. */
  async attempt(app: OutpostApp, header: string, tokens: AppTokens): Promise<OutpostClaims | undefined> {
    const claims = await claimsOf(header, tokens);
    if (claims) this.remember(app, header, claims);
    return claims;
  }

  private remember(app: OutpostApp, header: string, claims: OutpostClaims): void {
    const now = this.clock().getTime();
    for (const [name, entry] of this.trusted) if (entry.until <= now) this.trusted.delete(name);
    this.trusted.set(key(app, header), { claims, until: now + TRUST_MS });
  }
}

async function claimsOf(header: string, tokens: AppTokens): Promise<OutpostClaims | undefined> {
  const [scheme = "", value = ""] = header.split(" ", 2);
  if (scheme.toLowerCase() === "bearer") return value === "" ? undefined : tokens.introspect(value);
  if (scheme.toLowerCase() !== "basic" || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const pair = fromWire(Buffer.from(value, "base64").toString("latin1"));
  const colon = pair.indexOf(":");
  if (colon < 0) return undefined;
  const [user, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  return user === TOKEN_USER ? tokens.introspect(password) : tokens.byPassword(user, password);
}

function key(app: OutpostApp, header: string): string {
  return `${app.provider.pk} ${header}`;
}
