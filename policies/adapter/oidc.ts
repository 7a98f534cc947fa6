import type { PolicyResource } from "@pulumi/policy";
import type { OidcClientView } from "../../components/routing";
import { known, UNKNOWN } from "../../components/routing";
import { readObjects, readText } from "./read";

const PROVIDER = "authentik:index/providerOauth2:ProviderOauth2";
const APPLICATION = "authentik:index/application:Application";
const BINDING = "authentik:index/policyBinding:PolicyBinding";

/**
 * Clients with which services log in by themselves.
 *
 * Which application uses a client, and which binding an application, is told by dependencies: ids are not known
 * before the first update.
 */
export function oidcClientsOf(resources: readonly PolicyResource[]): readonly OidcClientView[] {
  const applications = resources.filter(({ type }) => type === APPLICATION);
  const bindings = resources.filter(({ type }) => type === BINDING);
  return resources
    .filter(({ type }) => type === PROVIDER)
    .map((provider) => ({
      title: provider.name,
      redirectHosts: redirectHosts(provider),
      bound: applications
        .filter((application) => refersTo(application, "protocolProvider", provider))
        .some((application) => bindings.some((binding) => refersTo(binding, "target", application))),
    }));
}

function refersTo(resource: PolicyResource, property: string, to: PolicyResource): boolean {
  return (resource.propertyDependencies[property] ?? []).some(({ urn }) => urn === to.urn);
}

function redirectHosts(provider: PolicyResource): OidcClientView["redirectHosts"] {
  const hosts: string[] = [];
  const uris = readObjects(provider.props, "allowedRedirectUris", (uri) => {
    const mode = readText(uri, "matchingMode");
    const url = readText(uri, "url");
    return mode.known && url.known ? known({ mode: mode.value, url: url.value ?? "" }) : UNKNOWN;
  });
  for (const uri of uris) {
    if (!uri.known) return UNKNOWN;
    if (uri.value.mode === "strict" && URL.canParse(uri.value.url)) hosts.push(new URL(uri.value.url).hostname);
  }
  return known(hosts);
}
