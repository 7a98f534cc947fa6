import { decisionOf, describe } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { perView } from "../perView";
import type { ProxyProviderView } from "../view";
import { finding, hostsText, namedHosts, published } from "./common";

/** Groups of a service are more than a label. */
export const applicationProvider: Invariant = {
  id: "application-provider",
  title: "A service for some groups has a provider of its own",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Groups of a service: authentik enforces them by a provider for exactly its host. Without one the domain's provider answers, and lets in everybody who may enter the domain.",
  remediation:
    "Use application() of ProtectedService or ExternalService, or declare a ProviderProxy of mode 'forward_single' with the service's host, an application with its bindings, and the attachment.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) =>
    published(view).flatMap((container): Finding[] => {
      if (decisionOf(container)?.mode !== "application") return [];
      const served = hostsWithProvider(view);
      const missing = namedHosts(container).filter((host) => !served.has(host));
      if (missing.length === 0) return [];
      return [
        finding("application-provider", container, undefined, {
          what: `${describe(container.view)} says 'sso.access=application', and no provider of mode 'forward_single' is for ${hostsText(missing)}.`,
          why: "The domain's provider then answers for it, and knows nothing of its groups.",
          fix: "Use application({ groups }) of the component, or domain() where everybody may enter.",
        }),
      ];
    }),
};

/** Hosts that a provider of their own is known to be for. */
const hostsWithProvider = perView(
  ({ proxyProviders }): ReadonlySet<string> => new Set(proxyProviders.flatMap((provider) => hostOf(provider) ?? [])),
);

function hostOf({ mode, externalHost }: ProxyProviderView): string | undefined {
  if (!mode.known || mode.value !== "forward_single" || !externalHost.known) return undefined;
  return URL.canParse(externalHost.value) ? new URL(externalHost.value).hostname : undefined;
}
