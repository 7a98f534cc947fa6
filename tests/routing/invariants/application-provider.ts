import type { ProxyProviderView } from "../../../components/routing";
import { known, UNKNOWN } from "../../../components/routing";
import { container, service, stack, without } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { provider } from "../variations";

const RULE = "traefik.http.routers.portainer.rule";

/** A service for some groups, beside the providers that the stack declares. */
function portainer(providers: readonly Partial<ProxyProviderView>[], rule?: string) {
  const labels = service("portainer", {
    "sso.access": "application",
    "sso.groups": "admins",
    ...(rule && { [RULE]: rule }),
  });
  const own: Partial<ProxyProviderView> = {
    id: "urn:portainer",
    title: "portainer",
    mode: known("forward_single"),
    externalHost: known("https://portainer.example.com"),
    cookieDomain: known(""),
  };
  return stack([container("portainer", without(labels))], {
    proxyProviders: [provider({}), ...providers.map((change) => provider({ ...own, ...change }))],
  });
}

export const fixture: InvariantFixture = {
  passing: [
    { what: "its own provider", view: portainer([{}]) },
    { what: "its host in capitals", view: portainer([{ externalHost: known("https://Portainer.Example.com") }]) },
    {
      what: "a provider for each of two hosts",
      view: portainer(
        [{}, { id: "urn:second", externalHost: known("https://docker.example.com") }],
        "Host(`portainer.example.com`) || Host(`docker.example.com`)",
      ),
    },
  ],
  failing: [
    {
      what: "there is only the domain's provider",
      view: portainer([]),
      breaks: ["application-provider"],
      says: /container 'portainer'.* says 'sso\.access=application', and no provider of mode 'forward_single' is for portainer\.example\.com\..*Use application\(/s,
    },
    {
      what: "its provider is for another host",
      view: portainer([{ externalHost: known("https://grafana.example.com") }]),
      breaks: ["application-provider"],
      says: /for portainer\.example\.com\./,
    },
    {
      what: "one of two hosts has none",
      view: portainer([{}], "Host(`portainer.example.com`) || Host(`docker.example.com`)"),
      breaks: ["application-provider"],
      says: /for docker\.example\.com\./,
    },
    {
      what: "its host is an expression",
      view: portainer([{}], "HostRegexp(`^portainer\\.example\\.com$`)"),
      breaks: ["application-provider"],
      says: /for its host \(which is no literal Host\(\)\)/,
    },
  ],
  unknown: [
    {
      what: "the provider's host is unknown",
      view: portainer([{ externalHost: UNKNOWN }]),
      breaks: ["application-provider", "provider-settings"],
      says: /for portainer\.example\.com\./,
    },
    {
      what: "the provider's mode is unknown",
      view: portainer([{ mode: UNKNOWN }]),
      breaks: ["application-provider", "provider-settings"],
    },
  ],
};
