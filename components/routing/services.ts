import type { ReadContainer } from "./container";
import { perView } from "./perView";
import { readable } from "./published";
import type { LabelProvider } from "./staticConfiguration";

/** One container's part in a service: Traefik joins services of one name. */
export interface Server {
  readonly container: ReadContainer;
  /** Where it leads instead of to the container itself. */
  readonly url?: string;
  /** Middlewares that the service runs after those of the router. */
  readonly middlewares: readonly string[];
}

export interface Services {
  /** By reference, e.g. `wiki@docker`; those of TCP and UDP with their protocol, `tcp:db@docker`. */
  readonly byReference: ReadonlyMap<string, readonly Server[]>;
  /** Those that a reference may mean as well: their container's name is not known. */
  readonly nameless: readonly Server[];
}

/** Every service that labels define, and those that Traefik makes itself. */
export const servicesOf = perView((view): Services => {
  const byReference = new Map<string, Server[]>();
  const nameless: Server[] = [];
  for (const container of readable(view)) {
    for (const [name, server] of serversOf(container)) {
      if (name === undefined) {
        nameless.push(server);
        continue;
      }
      const reference = `${name}@${container.view.provider}`;
      const servers = byReference.get(reference) ?? [];
      servers.push(server);
      byReference.set(reference, servers);
    }
  }
  return { byReference, nameless };
});

/** Everything that a reference to a service may lead to. */
export function serversFor(reference: string, provider: LabelProvider, services: Services): readonly Server[] {
  const found = services.byReference.get(reference) ?? [];
  const unsure = services.nameless.filter(
    ({ container }) => container.view.provider === provider && reference.endsWith(`@${provider}`),
  );
  return unsure.length === 0 ? found : [...found, ...unsure];
}

/** Whether Traefik reads its labels for TCP and UDP only: it then makes no HTTP router or service of its own. */
export function onlyStreams({ labels }: ReadContainer): boolean {
  const streams = labels.streamServices.length > 0 || labels.streamRouters.size > 0;
  const http = [labels.routers, labels.services, labels.middlewares].some(({ size }) => size > 0);
  return streams && !http;
}

function serversOf(container: ReadContainer): [string | undefined, Server][] {
  const { labels, defaultName } = container;
  const named = Array.from(labels.services, ([name, { url, middlewares = [] }]): [string, Server] => [
    name,
    { container, middlewares, ...(url !== undefined && { url }) },
  ]);
  const own: Server = { container, middlewares: [] };
  const http =
    named.length > 0 || onlyStreams(container) ? named : [[defaultName, own] as [string | undefined, Server]];
  const streams = (["tcp", "udp"] as const).flatMap((protocol): [string | undefined, Server][] => {
    const prefix = `${protocol}:`;
    const names = labels.streamServices.filter((name) => name.startsWith(prefix));
    if (names.length > 0) return names.map((name) => [name, own]);
    const routed = [...labels.streamRouters.keys()].some((name) => name.startsWith(prefix));
    return routed ? [[defaultName === undefined ? undefined : `${prefix}${defaultName}`, own]] : [];
  });
  return [...http, ...streams];
}
