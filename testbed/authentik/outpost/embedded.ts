import { VERSION } from "../config";
import { EMBEDDED_OUTPOST, type OutpostRow } from "../rows";
import type { Store } from "../store";
import { type OutpostApp, type OutpostSettings, outpostApp } from "./app";

/** The embedded outpost's row; undefined before the first blueprint has made it. */
export async function embeddedOutpost(store: Store): Promise<OutpostRow | undefined> {
  return (await store.list("outpost")).find((outpost) => outpost.managed === EMBEDDED_OUTPOST);
}

/** Settings of the embedded outpost. `authentik_host` is what every redirect to the login is built from. */
export function embeddedSettings(outpost: OutpostRow | undefined, hostBrowser: string): OutpostSettings {
  const host = outpost?.config.authentik_host;
  return {
    kind: "embedded",
    name: outpost?.name ?? "authentik Embedded Outpost",
    version: VERSION,
    authentikHost: typeof host === "string" ? host : "",
    hostBrowser,
  };
}

/**
 * The apps of an outpost, embedded or not: proxy providers that are attached to it and belong to an application, by name (rule 6).
 * A provider that misses either answers "Not Found" on its host, as in the real one.
 */
export async function attachedApps(store: Store, outpost: OutpostRow | undefined): Promise<OutpostApp[]> {
  if (!outpost || outpost.providers.length === 0) return [];
  const [providers, applications, mappings] = await Promise.all([
    store.list("provider_proxy"),
    store.list("application"),
    store.list("property_mapping_provider_scope"),
  ]);
  const apps: OutpostApp[] = [];
  for (const provider of providers.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
    const application = applications.find((candidate) => candidate.provider === provider.pk);
    if (!application || !outpost.providers.includes(provider.pk)) continue;
    const scopes = provider.property_mappings.flatMap((pk) => {
      const mapping = mappings.find((candidate) => candidate.pk === pk);
      return mapping ? [mapping.scope_name] : [];
    });
    const app = outpostApp(provider, application.slug, [...new Set(scopes)]);
    if (app) apps.push(app);
  }
  return apps;
}
