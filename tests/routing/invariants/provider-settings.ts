import type { ProxyProviderView } from "../../../components/routing";
import { known, outpostRule, UNKNOWN } from "../../../components/routing";
import { GATE, server, stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { OUTPOST, provider } from "../variations";

const changed = (change: Partial<ProxyProviderView>) => stack([], { proxyProviders: [provider(change)] });

/** A gate of two domains, with the provider of the first one sound. */
const DOMAINS = ["example.com", "example.org"];
const second = (change: Partial<ProxyProviderView>) =>
  stack([server({ [`${OUTPOST}.rule`]: outpostRule(DOMAINS) })], {
    gate: { ...GATE, domains: DOMAINS },
    proxyProviders: [
      provider({}),
      provider({
        id: "urn:second",
        title: "second",
        externalHost: known("https://auth.example.org"),
        cookieDomain: known(".example.org"),
        ...change,
      }),
    ],
  });

export const fixture: InvariantFixture = {
  passing: [
    { what: "the domain's provider", view: changed({}) },
    {
      what: "a provider of one service, which needs no cookie domain",
      view: changed({
        mode: known("forward_single"),
        externalHost: known("https://grafana.example.com"),
        cookieDomain: known(""),
      }),
    },
    { what: "a second domain's provider beside it", view: second({}) },
    { what: "an external host with a port", view: changed({ externalHost: known("https://auth.example.com:8443") }) },
  ],
  failing: [
    {
      what: "its mode is 'proxy'",
      view: changed({ mode: known("proxy") }),
      breaks: ["provider-settings"],
      says: /provider 'domain' has mode 'proxy'\..*Write mode 'forward_domain' or 'forward_single'/s,
    },
    {
      what: "its external host is plain HTTP",
      view: changed({ externalHost: known("http://auth.example.com") }),
      breaks: ["provider-settings"],
      says: /has the external host 'http:\/\/auth\.example\.com'.*Write an https URL/s,
    },
    {
      what: "it comes back to a service",
      view: changed({ externalHost: known("https://grafana.example.com") }),
      breaks: ["provider-settings"],
      says: /comes back to 'grafana\.example\.com'.*Write externalHost 'https:\/\/auth\.example\.com'/s,
    },
    {
      what: "its cookie domain has no leading dot",
      view: changed({ cookieDomain: known("example.com") }),
      breaks: ["provider-settings"],
      says: /has the cookie domain 'example\.com'.*Write cookieDomain .*'\.example\.com'/s,
    },
    {
      what: "its cookie is another domain's",
      view: changed({ cookieDomain: known(".com") }),
      breaks: ["provider-settings"],
      says: /has the cookie domain '\.com'/,
    },
    {
      what: "a second domain's login comes back to the first one, where its cookie cannot be set",
      view: second({ externalHost: known("https://auth.example.com") }),
      breaks: ["provider-settings"],
      says: /provider 'second' comes back to 'auth\.example\.com'.*Write externalHost 'https:\/\/auth\.example\.org'\./s,
    },
    {
      what: "its cookie is that of a domain that the gate does not have",
      view: second({ cookieDomain: known(".example.net") }),
      breaks: ["provider-settings"],
      says: /Write cookieDomain '\.example\.com' or '\.example\.org'/,
    },
  ],
  unknown: [
    {
      what: "a second domain's cookie is unknown, and its callback is no domain's",
      view: second({ cookieDomain: UNKNOWN, externalHost: known("https://wiki.example.org") }),
      breaks: ["provider-settings"],
      says: /'https:\/\/auth\.example\.com' or 'https:\/\/auth\.example\.org'/,
    },
    { what: "the mode is unknown", view: changed({ mode: UNKNOWN }), breaks: ["provider-settings"] },
    { what: "the external host is unknown", view: changed({ externalHost: UNKNOWN }), breaks: ["provider-settings"] },
    {
      what: "the cookie domain is unknown",
      view: changed({ cookieDomain: UNKNOWN }),
      breaks: ["provider-settings"],
      says: /has an unknown cookieDomain/,
    },
  ],
};
