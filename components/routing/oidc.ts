import { perView } from "./perView";
import type { OidcClientView } from "./view";

/** Hosts whose service logs in through authentik: a bound client with a strict redirect URI leads back to them. */
export const provenHosts = perView(
  ({ oidcClients }): ReadonlySet<string> =>
    new Set(oidcClients.filter(({ bound }) => bound).flatMap(({ redirectUris }) => strictHosts(redirectUris))),
);

/**
 * Hosts of strict redirect URIs of logins; none while any is unknown. Only https names a host of Traefik's: an app's
 * own scheme has an empty one, which must not stand for a router whose host nobody knows.
 */
function strictHosts(uris: OidcClientView["redirectUris"]): string[] {
  if (uris.some(({ known }) => !known)) return [];
  return uris.flatMap((uri) =>
    uri.known && uri.value.mode === "strict" && uri.value.logout !== true ? httpsHost(uri.value.url) : [],
  );
}

function httpsHost(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" && hostname !== "" ? [hostname] : [];
}
