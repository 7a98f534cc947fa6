import { perView } from "./perView";

/** Hosts whose service logs in through authentik: a bound client with a strict redirect URI leads back to them. */
export const provenHosts = perView(
  ({ oidcClients }): ReadonlySet<string> =>
    new Set(
      oidcClients.flatMap(({ redirectHosts, bound }) => (bound && redirectHosts.known ? redirectHosts.value : [])),
    ),
);
