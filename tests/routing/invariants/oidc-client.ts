import { known, UNKNOWN } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { wiki } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a service that logs in itself, with its client",
      view: stack([wiki()], {
        oidcClients: [{ title: "wiki", redirectHosts: known(["wiki.example.com"]), bound: true }],
      }),
    },
    {
      what: "a client with more hosts, beside one that nobody is bound to",
      view: stack([wiki()], {
        oidcClients: [
          { title: "old", redirectHosts: known(["wiki.example.com"]), bound: false },
          { title: "wiki", redirectHosts: known(["a.example.com", "wiki.example.com"]), bound: true },
        ],
      }),
    },
  ],
  failing: [
    {
      what: "there is no client",
      view: stack([wiki()]),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com.*matchingMode strict/s,
    },
    {
      what: "the client leads to another host",
      view: stack([wiki()], {
        oidcClients: [{ title: "x", redirectHosts: known(["other.example.com"]), bound: true }],
      }),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com/,
    },
    {
      what: "nobody is bound to its application",
      view: stack([wiki()], {
        oidcClients: [{ title: "x", redirectHosts: known(["wiki.example.com"]), bound: false }],
      }),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com/,
    },
  ],
  unknown: [
    {
      what: "its redirect URIs are unknown",
      view: stack([wiki()], { oidcClients: [{ title: "x", redirectHosts: UNKNOWN, bound: true }] }),
      breaks: ["oidc-client"],
    },
  ],
};
