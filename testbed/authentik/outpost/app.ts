import { createHash } from "node:crypto";
import type { ProxyProviderRow } from "../rows";
import { parseDuration } from "./duration";
import { parseGoUrl } from "./goUrl";

/** One proxy provider as the outpost runs it: what the core's `/outposts/proxy/` tells it. */
export interface OutpostApp {
  provider: ProxyProviderRow;
  /** Slug of the provider's application. */
  slug: string;
  /** Host of `external_host`, with its port. */
  host: string;
  /** Names of the scopes to ask for, in the order of the property mappings. */
  scopes: string[];
}

/** What the outpost knows of itself. */
export interface OutpostSettings {
  /** `embedded` passes on what it does not know to the core; `standalone` answers 400, or serves its only app. */
  kind: "embedded" | "standalone";
  /** Name of the outpost, for `X-Authentik-Meta-Outpost`. */
  name: string;
  /** Version that the outpost reports. */
  version: string;
  /** `authentik_host` of the outpost's config; empty where nobody set it. */
  authentikHost: string;
  /** `AUTHENTIK_HOST_BROWSER`; empty where it is not set. */
  hostBrowser: string;
}

/**
 * Joins a row with what belongs to it.
 *
 * @returns undefined where external_host is no URL: the real outpost skips such a provider too.
 */
export function outpostApp(provider: ProxyProviderRow, slug: string, scopes: string[]): OutpostApp | undefined {
  const url = parseGoUrl(provider.external_host);
  return url ? { provider, slug, host: url.host, scopes } : undefined;
}

/** `authentik_proxy_` and the first eight hex digits of the client id's SHA-256. */
export function cookieName(clientId: string): string {
  return `authentik_proxy_${createHash("sha256").update(clientId).digest("hex").slice(0, 8)}`;
}

/** Seconds that a session lasts before its login: the token validity and one more. */
export function sessionSeconds(app: OutpostApp): number {
  return Math.floor(parseDuration(app.provider.access_token_validity)) + 1;
}

/** How the outpost names itself to the core and in `X-Authentik-Meta-Version`. */
export function outpostAgent(settings: OutpostSettings): string {
  return `goauthentik.io/outpost/${settings.version}`;
}
