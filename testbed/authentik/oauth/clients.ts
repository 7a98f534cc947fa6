import type { ApplicationRow, OAuth2ProviderRow, ProxyProviderRow } from "../rows";
import type { Store } from "../store";

/** A client of the OAuth2 endpoints: a provider with its application. A proxy provider is a client too. */
export interface Client {
  provider: OAuth2ProviderRow | ProxyProviderRow;
  /** Undefined where no application uses the provider. */
  application: ApplicationRow | undefined;
}

/** A client whose application is there. */
export interface ApplicationClient extends Client {
  application: ApplicationRow;
}

/** The client of that id; undefined where there is none. */
export async function clientById(store: Store, clientId: string): Promise<Client | undefined> {
  if (clientId === "") return undefined;
  return findClient(store, ({ provider }) => provider.client_id === clientId);
}

/** The client whose application has that slug; undefined where there is none. */
export async function clientBySlug(store: Store, slug: string): Promise<ApplicationClient | undefined> {
  const client = await findClient(store, ({ application }) => application?.slug === slug);
  return client?.application ? { provider: client.provider, application: client.application } : undefined;
}

async function findClient(store: Store, wanted: (client: Client) => boolean): Promise<Client | undefined> {
  const [oauth2, proxy, applications] = await Promise.all([
    store.list("provider_oauth2"),
    store.list("provider_proxy"),
    store.list("application"),
  ]);
  return [...oauth2, ...proxy]
    .map((provider) => ({ provider, application: applications.find((app) => app.provider === provider.pk) }))
    .find(wanted);
}

/** True for providers of the outpost, which are always confidential and sign with their secret. */
export function isProxy(provider: Client["provider"]): provider is ProxyProviderRow {
  return "external_host" in provider;
}
