import type { ReadContainer } from "./container";
import type { MiddlewareLabels } from "./labels/model";
import { locationsOf } from "./locations";
import { definitionsOf, expand } from "./middlewares";
import { qualified } from "./references";
import type { Server } from "./services";
import { serversFor, servicesOf } from "./services";
import type { ContainerView, StackView } from "./view";

/** A service that somebody asks for, and the container whose labels do. */
interface Use {
  readonly container: ReadContainer;
  /** With its provider; of TCP and UDP with the protocol, `tcp:db@docker`. */
  readonly service: string;
  /** References of the middlewares before it. */
  readonly middlewares: readonly string[];
}

/**
 * Containers whose app may answer behind a router: by the service, by everything that is joined to it, and by the
 * pages that an `errors` middleware shows or a forwardAuth answers with. Never too few.
 */
export function targetsOf(use: Use, view: StackView): ReadonlySet<ContainerView> {
  const found = new Set<ContainerView>();
  const asked = new Set<string>();
  const definitions = definitionsOf(view);
  const ask = (service: string, middlewares: readonly string[]): void => {
    const pages = expand(middlewares, definitions).flatMap((reference) =>
      (definitions.get(reference) ?? []).flatMap(({ middleware }) => {
        for (const container of askedBy(middleware, view)) found.add(container);
        const page = middleware.errors?.service;
        return typeof page === "string" && page !== "" ? [qualified(page, reference)] : [];
      }),
    );
    for (const reference of [service, ...pages]) {
      if (asked.has(reference)) continue;
      asked.add(reference);
      const servers = serversOf(reference, use.container, view);
      for (const container of containersOf(reference, servers, use.container, view)) found.add(container);
      for (const server of servers) if (server.middlewares.length > 0) ask(reference, qualifiedAll(server, reference));
    }
  };
  ask(use.service, use.middlewares);
  return found;
}

/** What forwardAuth asks: a refusal goes to the client as it comes, with its page. */
function askedBy(middleware: MiddlewareLabels, view: StackView): readonly ContainerView[] {
  const address = middleware.forwardauth?.address;
  const place = typeof address === "string" ? locationsOf(view).at(address) : undefined;
  return place?.sure ? place.containers : [];
}

function qualifiedAll({ middlewares }: Server, service: string): readonly string[] {
  return middlewares.map((item) => qualified(item, service));
}

function serversOf(reference: string, declaring: ReadContainer, view: StackView): readonly Server[] {
  // A service that Traefik names after the container, whose name is not known: no other container has it.
  if (/^((tcp|udp):)?@/.test(reference)) return [{ container: declaring, middlewares: [] }];
  const services = servicesOf(view);
  const found = services.byReference.get(reference) ?? [];
  const own = found.some(({ container }) => container === declaring);
  return own ? found : serversFor(reference, declaring.view.provider, services);
}

function containersOf(
  reference: string,
  servers: readonly Server[],
  declaring: ReadContainer,
  view: StackView,
): readonly ContainerView[] {
  // Whoever may write to Traefik's REST provider opens whatever they like.
  if (reference.startsWith("rest@")) return view.containers;
  if (servers.length === 0) {
    // Another provider's service leads to who knows where; one that nobody defines, nowhere.
    return /@(docker|swarm|internal)$/.test(reference) ? [declaring.view] : view.containers;
  }
  const locations = locationsOf(view);
  return servers.flatMap(({ container, url }) => {
    if (url === undefined) return locations.sharing(container.view);
    const place = locations.at(url);
    if (place.sure) return place.containers;
    // What an ExternalService names is no container, as far as nothing known is there.
    return container.inExternalService ? [container.view] : [container.view, ...place.containers];
  });
}
