import type { ContainerView, GateView, StackView } from "../../../components/routing";
import {
  authAddressOf,
  GATE_COMPONENT,
  known,
  outpostNameOf,
  renderLabels,
  UNKNOWN,
} from "../../../components/routing";
import { container, GATE, service, stack, traefik, without } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { OUTPOST, outpostOf, provider, SERVER_WITHOUT_OUTPOST } from "../variations";

const OWN = provider({
  id: "urn:grafana",
  title: "grafana",
  mode: known("forward_single"),
  externalHost: known("https://grafana.example.com"),
  cookieDomain: known(""),
});

const STANDALONE: GateView = {
  ...GATE,
  outpost: "standalone",
  serverName: outpostNameOf("sso"),
  authAddress: authAddressOf(outpostNameOf("sso")),
};

/** The sound stack with an outpost in a container of its own. */
function standalone(services: readonly ContainerView[], more: Partial<StackView> = {}): StackView {
  const labels = {
    ...renderLabels({ enable: true, network: "sso-gate", services: { "sso-outpost": { port: 9000 } } }),
    ...outpostOf("sso-outpost"),
    [`${OUTPOST}.rule`]: "HostRegexp(`^([a-z0-9-]+\\.)*example\\.com\\.?$`) && PathPrefix(`/outpost.goauthentik.io/`)",
    "sso.access": "gate",
    "sso.gate": "sso",
  };
  const outpost = container("outpost", labels, {
    components: [GATE_COMPONENT],
    image: known("ghcr.io/goauthentik/proxy:2026.5.7"),
    networks: [known("sso-gate")],
  });
  const address = { "traefik.http.middlewares.authentik.forwardauth.address": STANDALONE.authAddress };
  return stack([traefik(address), SERVER_WITHOUT_OUTPOST, outpost, ...services], { gate: STANDALONE, ...more });
}

const application = container(
  "portainer",
  without(service("portainer", { "sso.access": "application", "sso.groups": "admins" })),
);

export const fixture: InvariantFixture = {
  passing: [
    { what: "an outpost that serves it", view: stack([], { proxyProviders: [provider({})] }) },
    {
      what: "a service's own beside the domain's, embedded",
      view: stack([application], {
        proxyProviders: [OWN, { ...OWN, externalHost: known("https://portainer.example.com") }],
      }),
    },
    { what: "the domain's on a standalone outpost", view: standalone([], { proxyProviders: [provider({})] }) },
  ],
  failing: [
    {
      what: "a service's own provider is left out, beside the domain's",
      view: stack([], { proxyProviders: [provider({}), { ...OWN, attached: false }] }),
      breaks: ["outpost-provider"],
      says: /provider 'grafana' is attached to no outpost\..*Add an OutpostProviderAttachment/s,
    },
    {
      what: "a service's own provider beside a standalone outpost",
      view: standalone([], { proxyProviders: [provider({}), OWN] }),
      breaks: ["outpost-provider"],
      says: /provider 'grafana' is one service's own, and the gate's outpost is standalone\..*outpost: "embedded"/s,
    },
    {
      what: "a second domain's provider beside a standalone outpost",
      view: standalone([], { proxyProviders: [provider({}), provider({ id: "urn:second", title: "second" })] }),
      breaks: ["outpost-provider"],
      says: /provider 'second' is one more domain's, and the gate's outpost is standalone/,
    },
    {
      what: "a container that says so, whose provider is in another stack",
      view: standalone([application]),
      breaks: ["application-provider", "outpost-provider"],
      says: /container 'portainer'.* says 'sso\.access=application', and the gate's outpost is standalone\..*Use domain\(\)/s,
    },
  ],
  unknown: [
    {
      what: "the mode of a provider beside a standalone outpost",
      view: standalone([], { proxyProviders: [provider({ mode: UNKNOWN })] }),
      breaks: ["outpost-provider", "provider-settings"],
      says: /provider 'domain' has an unknown mode, and the gate's outpost is standalone/,
    },
  ],
};
