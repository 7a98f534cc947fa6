import type { OutpostApp, OutpostSettings } from "./app";

/** Which app answers for a host. `core`: not the outpost's business. `none`: nobody's. */
export type Lookup = { app: OutpostApp } | { app: undefined; passOn: "core" | "none" };

/** The host that the lookup goes by: `X-Forwarded-Host`, or `Host` where that is empty. */
export function requestHost(forwardedHost: string, host: string): string {
  return forwardedHost === "" ? host : forwardedHost;
}

/**
 * Finds the app of a host, as the real outpost does (rules 1 to 5 of the recorded exchanges):
 * the exact host with its port; else the longest cookie domain that is a plain suffix (no dot boundary);
 * else, on a standalone outpost with one app only, that app.
 *
 * Case, port and a trailing dot count everywhere. Of two apps with one host the last by name wins.
 *
 * @param apps ordered by provider name
 */
export function lookupApp(apps: OutpostApp[], host: string, kind: OutpostSettings["kind"]): Lookup {
  const exact = apps.findLast((app) => app.host === host);
  if (exact) return { app: exact };
  const widest = longestCookieDomain(apps, host);
  if (widest) return { app: widest };
  if (kind === "embedded") return { app: undefined, passOn: "core" };
  const [only, ...more] = apps;
  return only && more.length === 0 ? { app: only } : { app: undefined, passOn: "none" };
}

function longestCookieDomain(apps: OutpostApp[], host: string): OutpostApp | undefined {
  let found: OutpostApp | undefined;
  let length = 0;
  for (const app of apps) {
    if (app.provider.mode !== "forward_domain") continue;
    const domain = app.provider.cookie_domain.replace(/^\./, "");
    if (domain === "" || !host.endsWith(domain) || domain.length < length) continue;
    found = app;
    length = domain.length;
  }
  return found;
}
