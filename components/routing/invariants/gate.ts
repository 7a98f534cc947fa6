import { decisionOf, describe } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { provenHosts } from "../oidc";
import { enumerate, finding, hostsText, namedHosts, published } from "./common";

/** The pack knows what it protects with. */
export const gateKnown: Invariant = {
  id: "gate-known",
  title: "The gate of the services is known",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects:
    "The check itself: without the gate nothing can be said about its domain, its middleware and its outpost router.",
  remediation:
    "Declare an SsoGate in this stack, or give the pack its contract: the output 'sso' of the stack that has it.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (view.gate) return [];
    const services = published(view).filter(({ labels }) => labels.routers.size > 0);
    if (services.length === 0) return [];
    return [
      finding("gate-known", undefined, undefined, {
        what: `${services.length} containers are published by Traefik (${enumerate(services.map(({ view: container }) => container.title))}), and no gate is known.`,
        why: "Neither its domain nor its outpost router can be checked.",
        fix: "Create an SsoGate in this stack, or write the gate stack's output 'sso' as 'contract' into the pack's configuration.",
      }),
    ];
  },
};

/** Services that log in themselves really do. */
export const oidcClient: Invariant = {
  id: "oidc-client",
  title: "A service that logs in by itself has a client in authentik",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects:
    "Against 'oidc' as another word for open: it counts only where authentik has a client that leads back to this very host.",
  remediation:
    "Create the client with a strict redirect URI on the service's host and bind its application to a group.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) =>
    published(view).flatMap((container): Finding[] => {
      if (decisionOf(container)?.mode !== "oidc") return [];
      const proven = provenHosts(view);
      const open = namedHosts(container).filter((host) => !proven.has(host));
      if (open.length === 0) return [];
      return [
        finding("oidc-client", container, undefined, {
          what: `${describe(container.view)} says 'sso.access=oidc', and authentik has no bound client with a strict redirect URI on ${hostsText(open)}.`,
          why: "Nothing shows that it asks for a login, so it counts as open.",
          fix: "Create a ProviderOauth2 with that redirect URI (matching_mode strict), an application and a binding; until then use domain().",
        }),
      ];
    }),
};
