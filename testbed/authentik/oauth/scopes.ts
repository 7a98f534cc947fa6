import type { Store } from "../store";
import type { Client } from "./clients";

/** Names of the scopes that a provider offers: those of its scope mappings, each once. */
export async function offeredScopes(store: Store, provider: Client["provider"]): Promise<string[]> {
  const mappings = await store.list("property_mapping_provider_scope");
  const names = provider.property_mappings.flatMap(
    (pk) => mappings.find((mapping) => mapping.pk === pk)?.scope_name ?? [],
  );
  return [...new Set(names)];
}
