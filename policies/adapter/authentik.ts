import type {
  ApplicationView,
  Leaf,
  OidcClientView,
  ProxyProviderView,
  RedirectUriView,
} from "../../components/routing";
import { known, UNKNOWN } from "../../components/routing";
import type { ResourceLike } from "./containers";
import { componentsOf } from "./containers";
import type { Props } from "./read";
import { read, readObjects, readText, textOf } from "./read";

/** String tokens: the pack needs no provider's SDK. */
export const PROXY_PROVIDER = "authentik:index/providerProxy:ProviderProxy";
export const OIDC_PROVIDER = "authentik:index/providerOauth2:ProviderOauth2";
const APPLICATION = "authentik:index/application:Application";
export const BINDING = "authentik:index/policyBinding:PolicyBinding";
const OUTPOST = "authentik:index/outpost:Outpost";
const ATTACHMENT = "authentik:index/outpostProviderAttachment:OutpostProviderAttachment";

export interface AuthentikViews {
  readonly oidcClients: readonly OidcClientView[];
  readonly proxyProviders: readonly ProxyProviderView[];
  readonly applications: readonly ApplicationView[];
}

/**
 * What a stack declares in authentik.
 *
 * Which application uses a provider, which binding an application and which outpost a provider is told by
 * dependencies: ids are not known before the first update.
 *
 * @param propsOf the properties of a resource, where those of the stack are not there yet
 */
export function authentikViews(
  resources: readonly ResourceLike[],
  propsOf: (resource: ResourceLike) => Record<string, unknown> = ({ props }) => props,
): AuthentikViews {
  const whole = (resource: ResourceLike): ResourceLike => ({ ...resource, props: propsOf(resource) });
  const bindings = count(
    resources.filter((resource) => resource.type === BINDING && restricts(propsOf(resource))),
    ({ propertyDependencies }) => propertyDependencies?.target,
  );
  const applications = resources.filter(({ type }) => type === APPLICATION);
  const bound = count(
    applications.filter(({ urn }) => bindings.has(urn)),
    ({ propertyDependencies }) => propertyDependencies?.protocolProvider,
  );
  const attached = count(resources, ({ type, propertyDependencies }) =>
    type === ATTACHMENT
      ? propertyDependencies?.protocolProvider
      : type === OUTPOST
        ? propertyDependencies?.protocolProviders
        : undefined,
  );
  return {
    oidcClients: resources
      .filter(({ type }) => type === OIDC_PROVIDER)
      .map((resource) => oidcClient(whole(resource), bound.has(resource.urn))),
    proxyProviders: resources
      .filter(({ type }) => type === PROXY_PROVIDER)
      .map((resource) => proxyProvider(whole(resource), attached.has(resource.urn))),
    applications: applications.map(({ urn, name }) => ({ id: urn, title: name, bindings: bindings.get(urn) ?? 0 })),
  };
}

/** A client as its own resource shows it. */
export function oidcClient({ urn, name, props }: ResourceLike, bound: boolean): OidcClientView {
  const redirectUris = readObjects(props, "allowedRedirectUris", (uri): Leaf<RedirectUriView> => {
    // A map of texts: its keys are authentik's own, in every Pulumi language.
    const mode = textOf(uri, "matching_mode");
    const url = textOf(uri, "url");
    const type = textOf(uri, "redirect_uri_type");
    if (!mode.known || !url.known || !type.known) return UNKNOWN;
    return known({ mode: mode.value, url: url.value, ...(type.value === "logout" && { logout: true }) });
  });
  return { id: urn, title: name, redirectUris, bound };
}

/** A provider as its own resource shows it; `proxy` is what the provider plugin makes of a missing mode. */
export function proxyProvider({ urn, name, props }: ResourceLike, attached: boolean): ProxyProviderView {
  const mode = readText(props, "mode");
  const isThere = Object.keys(props).length > 0;
  return {
    id: urn,
    title: name,
    mode: !isThere ? UNKNOWN : mode.known ? known(mode.value ?? "proxy") : mode,
    externalHost: textOf(props, "externalHost"),
    cookieDomain: textOf(props, "cookieDomain"),
    attached,
    components: componentsOf(urn),
  };
}

/**
 * Whether a binding keeps somebody out: one that is off, or turned round, does not. Before authentik runs nothing is
 * known of a binding but that it is there; then it counts, and the next preview sees the rest.
 */
function restricts(props: Props): boolean {
  const [enabled, negate] = [read(props, "enabled"), read(props, "negate")];
  return enabled.known && enabled.value !== false && negate.known && negate.value !== true;
}

/** How many of `resources` refer to a resource, by its URN. */
function count(
  resources: readonly ResourceLike[],
  references: (resource: ResourceLike) => readonly ResourceLike[] | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const resource of resources) {
    for (const { urn } of references(resource) ?? []) counts.set(urn, (counts.get(urn) ?? 0) + 1);
  }
  return counts;
}
