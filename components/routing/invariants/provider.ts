import { decisionOf, describe } from "../container";
import type { Finding } from "../finding";
import { callbackHost, callbackHosts } from "../gateDomains";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { ApplicationView, GateView, OidcClientView, ProxyProviderView, RedirectUriView, StackView } from "../view";
import { published } from "./common";

/** The providers by which authentik judges a request. */
export const providerSettings: Invariant = {
  id: "provider-settings",
  title: "Every proxy provider judges what Traefik asks about, for a domain of the gate",
  severity: "critical",
  scope: "authentik",
  alsoFleet: true,
  oracle: false,
  protects:
    "The login behind the login: in mode 'proxy' authentik answers Traefik's question with pages instead of a verdict, and a cookie for another domain opens other services, or none.",
  remediation: "Use SsoGate for the domain and application({ groups }) for a service of its own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.proxyProviders.flatMap((provider) => settings(provider, view.gate)),
};

function settings(provider: ProxyProviderView, gate: GateView | undefined): Finding[] {
  const { mode, externalHost, cookieDomain } = provider;
  const report = (what: string, why: string, fix: string): Finding => ({
    invariant: "provider-settings",
    resource: provider.id,
    what: `provider '${provider.title}' ${what}.`,
    why,
    fix,
  });
  const unknown = (name: string) =>
    report(
      `has an unknown ${name}`,
      "What is unknown at a preview cannot be judged.",
      `Write '${name}' as plain text.`,
    );
  if (!mode.known) return [unknown("mode")];
  if (mode.value !== "forward_domain" && mode.value !== "forward_single") {
    const why =
      "Behind Traefik's forwardAuth authentik gives a verdict in the forward modes only; as a proxy it would serve the service itself, past Traefik.";
    return [report(`has mode '${mode.value}'`, why, "Write mode 'forward_domain' or 'forward_single'.")];
  }
  const found: Finding[] = [];
  const host = externalHost.known ? urlOf(externalHost.value) : undefined;
  if (!externalHost.known) found.push(unknown("externalHost"));
  else if (host?.protocol !== "https:") {
    const why = "The login's cookie is only kept from eavesdroppers, and the callback only found, on an https URL.";
    found.push(report(`has the external host '${externalHost.value}'`, why, "Write an https URL."));
  }
  if (mode.value === "forward_single") return found;
  const expected = gate ? callbackHostsFor(cookieDomain, gate) : [];
  if (host && expected.length > 0 && !expected.includes(host.hostname)) {
    const why =
      "In domain mode the callback comes back to that host and sets the cookie there: it lies in the cookie's domain, and no service answers for it.";
    const fix = `Write externalHost ${expected.map((one) => `'https://${one}'`).join(" or ")}.`;
    found.push(report(`comes back to '${host.hostname}'`, why, fix));
  }
  if (!cookieDomain.known) return [...found, unknown("cookieDomain")];
  const allowed = gate?.domains.map((domain) => `.${domain}`);
  if (!/^\.[^.]/.test(cookieDomain.value) || (allowed && !allowed.includes(cookieDomain.value))) {
    const why =
      "The cookie opens everything below that domain, and without the leading dot authentik sends people back to foreign domains that end the same.";
    const examples = allowed ?? [`.${cookieDomain.value.replace(/^\.+/, "") || "example.com"}`];
    const fix = `Write cookieDomain ${examples.map((domain) => `'${domain}'`).join(" or ")}.`;
    found.push(report(`has the cookie domain '${cookieDomain.value}'`, why, fix));
  }
  return found;
}

/** Where logins of that cookie's domain come back to; any domain's, as long as the cookie's is not known to be one. */
function callbackHostsFor(cookieDomain: ProxyProviderView["cookieDomain"], gate: GateView): string[] {
  const own = cookieDomain.known ? gate.domains.filter((domain) => `.${domain}` === cookieDomain.value) : [];
  return own.length > 0 ? own.map((domain) => callbackHost(gate, domain)) : callbackHosts(gate);
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Nobody enters an application by default. */
export const applicationBinding: Invariant = {
  id: "application-binding",
  title: "Every application in authentik is bound to somebody",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects: "Groups: an application without a binding lets everybody in who has an account.",
  remediation: "Bind the application to a group with a PolicyBinding.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) =>
    view.applications
      .filter(({ bindings }: ApplicationView) => bindings === 0)
      .map(({ id, title }) => ({
        invariant: "application-binding",
        resource: id,
        what: `application '${title}' has no binding that is switched on.`,
        why: "authentik then lets in everybody who has an account.",
        fix: "Add a PolicyBinding whose 'target' is the application's 'uuid', with a group.",
      })),
};

/** authentik sends nobody back to a stranger. */
export const redirectUri: Invariant = {
  id: "redirect-uri",
  title: "Every OIDC client names its redirect URIs strictly, on https",
  severity: "high",
  scope: "authentik",
  oracle: false,
  protects:
    "Codes and tokens of a login: they go to the redirect URI, so an expression that matches more than it seems hands them to somebody else.",
  remediation: "Write each redirect URI in full, with matching mode 'strict' and https.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.oidcClients.flatMap(redirects),
};

function redirects({ id, title, redirectUris }: OidcClientView): Finding[] {
  const report = (what: string, why: string, fix: string): Finding => ({
    invariant: "redirect-uri",
    resource: id,
    what: `OIDC client '${title}' ${what}.`,
    why,
    fix,
  });
  if (redirectUris.length === 0) {
    const why = "authentik then keeps the first one that anybody uses.";
    return [report("names no redirect URI", why, "Write 'allowedRedirectUris' with the service's callback.")];
  }
  return redirectUris.flatMap((uri) => {
    if (!uri.known) {
      const why = "What is unknown at a preview cannot be judged.";
      return [report("has an unknown redirect URI", why, "Write matching mode and URL as plain text.")];
    }
    const problem = looseness(uri.value);
    if (!problem) return [];
    const why = "Whoever gets a browser to another matching address gets the login's code.";
    return [
      report(
        `allows the redirect URI '${uri.value.url}', ${problem}`,
        why,
        "Write it in full: matching_mode 'strict', https.",
      ),
    ];
  });
}

/** What is wrong with a redirect URI; a scheme of an app's own has a dot in it (RFC 8252, section 7.1). */
function looseness({ mode, url }: RedirectUriView): string | undefined {
  if (mode !== "strict") return `with matching mode '${mode}'`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return "which is no full URL";
  return scheme === "https" || scheme.includes(".") ? undefined : `which is ${scheme}`;
}

/** A provider that nobody serves judges nothing. */
export const outpostProvider: Invariant = {
  id: "outpost-provider",
  title: "Every proxy provider is served by an outpost that can serve it",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Groups of a service: while its own provider is on no outpost, the domain's provider answers for its host, and lets in every user of the domain.",
  remediation:
    "Attach the provider with an OutpostProviderAttachment; beside a standalone outpost, use domain() or the embedded outpost.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => [
    ...view.proxyProviders
      .filter(({ attached }) => !attached)
      .map(({ id, title }) => ({
        invariant: "outpost-provider",
        resource: id,
        what: `provider '${title}' is attached to no outpost.`,
        why: "The domain's provider then answers for its host, which knows nothing of its groups; the domain's own answers nobody.",
        fix: "Add an OutpostProviderAttachment whose 'protocolProvider' is this provider's id.",
      })),
    ...(view.gate?.outpost === "standalone" ? besideStandalone(view) : []),
  ],
};

/** A standalone outpost has one file store: every cookie gets the options of the provider that was loaded last. */
function besideStandalone(view: StackView): Finding[] {
  const report = (id: string, what: string): Finding => ({
    invariant: "outpost-provider",
    resource: id,
    what,
    why: "It gives every cookie the options of the provider loaded last: the login of the domain or of the service ends in a 400, and the domain's provider lets in everybody meanwhile.",
    fix: 'Use domain() for the service and one domain for the gate, or the embedded outpost (outpost: "embedded").',
  });
  const domains = view.proxyProviders.filter(({ mode }) => mode.known && mode.value === "forward_domain");
  return [
    ...domains
      .slice(1)
      .map(({ id, title }) =>
        report(id, `provider '${title}' is one more domain's, and the gate's outpost is standalone.`),
      ),
    ...view.proxyProviders
      .filter(({ mode }) => !mode.known || mode.value === "forward_single")
      .map(({ id, title, mode }) =>
        report(
          id,
          `provider '${title}' ${mode.known ? "is one service's own" : "has an unknown mode"}, and the gate's outpost is standalone.`,
        ),
      ),
    ...published(view)
      .filter((container) => decisionOf(container)?.mode === "application")
      .map(({ view: container }) =>
        report(
          container.id,
          `${describe(container)} says 'sso.access=application', and the gate's outpost is standalone.`,
        ),
      ),
  ];
}
