import { perView } from "./perView";
import type { OidcClientView } from "./view";

/** Hosts whose service logs in through authentik: a bound client with a strict redirect URI leads back to them. */
export const provenHosts = perView(
  ({ oidcClients }): ReadonlySet<string> =>
    new Set(oidcClients.filter(({ bound }) => bound).flatMap(({ redirectUris }) => strictHosts(redirectUris))),
);

/** Hosts of strict redirect URIs; none while any is unknown. */
function strictHosts(uris: OidcClientView["redirectUris"]): string[] {
  if (uris.some(({ known }) => !known)) return [];
  return uris.flatMap((uri) =>
    uri.known && uri.value.mode === "strict" && URL.canParse(uri.value.url) ? [new URL(uri.value.url).hostname] : [],
  );
}
