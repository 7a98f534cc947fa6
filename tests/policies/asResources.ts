/** Views as the resources that a program would have to declare to get them. */
import type {
  ApplicationView,
  ContainerView,
  DnsRecordView,
  GateView,
  Leaf,
  MountView,
  OidcClientView,
  ProxyProviderView,
  StackView,
} from "../../components/routing";
import { GATE_COMPONENT } from "../../components/routing";
import type { Resource } from "./harness";
import { CONTAINER, UNKNOWN_LIST, UNKNOWN_TEXT } from "./harness";

/** A program, and the pack's configuration beside it. */
interface Program {
  readonly resources: readonly Resource[];
  readonly config: object;
}

/**
 * The resources of a stack, and the configuration of the pack.
 *
 * Traefik's flags are those of `view.static`, which the pack reads from the command line of Traefik's container; a gate
 * that is not here is another stack's, known by its contract.
 */
export function asResources(view: StackView): Program {
  const { gate } = view;
  const flags = flagsOf(view);
  const resources = [
    ...(gate?.here ? [gateResource(gate)] : []),
    ...view.containers.map((container) =>
      containerResource(container, container.title === "traefik" ? { command: flags } : {}),
    ),
    ...view.oidcClients.flatMap(clientResources),
    ...view.proxyProviders.flatMap(providerResources),
    ...view.applications.flatMap(applicationResources),
    ...view.dnsRecords.map(recordResource),
  ];
  const traefik = { version: gate?.traefikVersion && text(gate.traefikVersion), staticConfiguration: flags };
  const config = {
    ...(gate && !gate.here && { contract: { ...factsOf(gate), version: 1, traefik } }),
    ...(view.approvedExclusions.length > 0 && { approvedExclusions: view.approvedExclusions }),
  };
  return { resources, config };
}

function flagsOf(view: StackView): unknown {
  if (!view.static.known) return UNKNOWN_LIST;
  return [...view.static.value.flags].map(([flag, value]) => `--${flag}=${value}`);
}

function factsOf(gate: GateView): Record<string, unknown> {
  return {
    domain: gate.domains[0],
    domains: gate.domains,
    authHost: gate.authHost,
    prefix: gate.prefix,
    outpost: gate.outpost,
    serverName: gate.serverName,
    entryPoint: gate.entryPoint,
    middleware: gate.middleware,
    stripMiddleware: gate.stripMiddleware,
    mode: gate.mode,
    network: text(gate.network),
    dnsTarget: text(gate.dnsTarget),
  };
}

function gateResource(gate: GateView): Resource {
  return { type: GATE_COMPONENT, name: gate.prefix, props: { facts: factsOf(gate), contract: UNKNOWN_TEXT } };
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
    mounts: view.mounts.map((mount) => (mount.known ? mountResource(mount.value) : UNKNOWN_TEXT)),
    ...more,
  };
  return { type: CONTAINER, name: view.title, components: view.components, props };
}

function mountResource({ unknownVolume, ...mount }: MountView): Record<string, unknown> {
  if (unknownVolume) return { ...mount, type: "volume", source: UNKNOWN_TEXT };
  return { ...mount, type: mount.source.startsWith("/") ? "bind" : "volume" };
}

/** A client, its application and, if it is bound, the binding. */
function clientResources({ title, redirectUris, bound }: OidcClientView): Resource[] {
  const provider = {
    type: "authentik:index/providerOauth2:ProviderOauth2",
    name: title,
    props: {
      allowedRedirectUris: redirectUris.map((uri) =>
        uri.known
          ? {
              matching_mode: uri.value.mode,
              url: uri.value.url,
              ...(uri.value.logout && { redirect_uri_type: "logout" }),
            }
          : UNKNOWN_TEXT,
      ),
    },
  };
  if (!bound) return [provider];
  const [application, ...bindings] = applicationResources({ id: "", title: `${title}-application`, bindings: 1 });
  return [provider, { ...application, propertyDependencies: { protocolProvider: [title] } } as Resource, ...bindings];
}

function applicationResources({ title, bindings }: ApplicationView): Resource[] {
  return [
    { type: "authentik:index/application:Application", name: title, props: {} },
    ...Array.from({ length: bindings }, (_, index) => ({
      type: "authentik:index/policyBinding:PolicyBinding",
      name: `${title}-${index}`,
      props: {},
      propertyDependencies: { target: [title] },
    })),
  ];
}

/** A proxy provider and, if an outpost serves it, the attachment. */
function providerResources({ title, mode, externalHost, cookieDomain, attached }: ProxyProviderView): Resource[] {
  const provider = {
    type: "authentik:index/providerProxy:ProviderProxy",
    name: title,
    props: { mode: text(mode), externalHost: text(externalHost), cookieDomain: text(cookieDomain) },
  };
  const attachment = {
    type: "authentik:index/outpostProviderAttachment:OutpostProviderAttachment",
    name: `${title}-attachment`,
    props: {},
    propertyDependencies: { protocolProvider: [title] },
  };
  return attached ? [provider, attachment] : [provider];
}

function recordResource({ title, name, type, content, proxied }: DnsRecordView): Resource {
  const props = {
    name: text(name),
    type: text(type),
    content: text(content),
    proxied: proxied.known ? proxied.value : UNKNOWN_TEXT,
  };
  return { type: "cloudflare:index/dnsRecord:DnsRecord", name: title, props };
}

function text(leaf: Leaf<string | undefined>): string | undefined {
  return leaf.known ? leaf.value : UNKNOWN_TEXT;
}
