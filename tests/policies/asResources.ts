/** Views as the resources that a program would have to declare to get them. */
import type { ContainerView, Leaf, OidcClientView, StackView } from "../../components/routing";
import { GATE_COMPONENT } from "../../components/routing";
import type { Resource } from "./harness";
import { CONTAINER, UNKNOWN_LIST, UNKNOWN_TEXT } from "./harness";

/**
 * The resources of a stack.
 *
 * Traefik's flags are those of `view.static`, which the pack reads from the command line of Traefik's container.
 */
export function asResources(view: StackView): readonly Resource[] {
  const flags = view.static.known
    ? [...view.static.value.flags].map(([flag, value]) => `--${flag}=${value}`)
    : UNKNOWN_LIST;
  return [
    ...(view.gate ? [gateResource(view.gate)] : []),
    ...view.containers.map((container) =>
      containerResource(container, container.title === "traefik" ? { command: flags } : {}),
    ),
    ...view.oidcClients.flatMap(clientResources),
  ];
}

function gateResource(gate: NonNullable<StackView["gate"]>): Resource {
  const facts = {
    domain: gate.domains[0],
    domains: gate.domains,
    authHost: gate.authHost,
    prefix: gate.prefix,
    entryPoint: gate.entryPoint,
    middleware: gate.middleware,
    stripMiddleware: gate.stripMiddleware,
    mode: gate.mode,
    network: text(gate.network),
  };
  return { type: GATE_COMPONENT, name: gate.prefix, props: { facts, contract: UNKNOWN_TEXT } };
}

function containerResource(view: ContainerView, more: Record<string, unknown>): Resource {
  const labels = view.labels.known
    ? view.labels.value.map(({ key, value }) => ({ label: text(key), value: text(value) }))
    : UNKNOWN_LIST;
  const props = {
    name: text(view.name),
    image: text(view.image),
    labels,
    command: view.command.known ? view.command.value : UNKNOWN_LIST,
    networksAdvanced: view.networks.map((name) => ({ name: text(name) })),
    ...(!(view.networkMode.known && view.networkMode.value === undefined) && { networkMode: text(view.networkMode) }),
    ports: view.ports.map((port) => (port.known ? { ...port.value, external: port.value.internal } : UNKNOWN_TEXT)),
    mounts: view.mounts.map((mount) => (mount.known ? { ...mount.value, type: "bind" } : UNKNOWN_TEXT)),
    ...more,
  };
  return { type: CONTAINER, name: view.title, components: view.components, props };
}

/** A client, its application and, if it is bound, the binding. */
function clientResources(client: OidcClientView, index: number): Resource[] {
  const [provider, application] = [`client-${index}`, `application-${index}`];
  const uris = client.redirectHosts.known
    ? client.redirectHosts.value.map((host) => ({ matchingMode: "strict", url: `https://${host}/callback` }))
    : UNKNOWN_LIST;
  const resources: Resource[] = [
    { type: "authentik:index/providerOauth2:ProviderOauth2", name: provider, props: { allowedRedirectUris: uris } },
    {
      type: "authentik:index/application:Application",
      name: application,
      props: {},
      propertyDependencies: { protocolProvider: [provider] },
    },
  ];
  const binding = {
    type: "authentik:index/policyBinding:PolicyBinding",
    name: `binding-${index}`,
    props: {},
    propertyDependencies: { target: [application] },
  };
  return client.bound ? [...resources, binding] : resources;
}

function text(leaf: Leaf<string | undefined>): string | undefined {
  return leaf.known ? leaf.value : UNKNOWN_TEXT;
}
