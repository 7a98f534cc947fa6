import type { OidcClientView } from "../../../components/routing";
import { known, UNKNOWN } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { wiki } from "../variations";

function client(title: string, hosts: readonly string[], bound: boolean): OidcClientView {
  const redirectUris = hosts.map((host) => known({ mode: "strict", url: `https://${host}/callback` }));
  return { id: `urn:${title}`, title, redirectUris, bound };
}

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a service that logs in itself, with its client",
      view: stack([wiki()], {
        oidcClients: [client("wiki", ["wiki.example.com"], true)],
      }),
    },
    {
      what: "a client with more hosts, beside one that nobody is bound to",
      view: stack([wiki()], {
        oidcClients: [
          client("old", ["wiki.example.com"], false),
          client("wiki", ["a.example.com", "wiki.example.com"], true),
        ],
      }),
    },
  ],
  failing: [
    {
      what: "there is no client",
      view: stack([wiki()]),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com.*matching_mode strict/s,
    },
    {
      what: "the client leads to another host",
      view: stack([wiki()], {
        oidcClients: [client("x", ["other.example.com"], true)],
      }),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com/,
    },
    {
      what: "only an app's own scheme leads back, and the router names no host",
      view: stack([wiki({ "traefik.http.routers.wiki.rule": "PathPrefix(`/`)" })], {
        oidcClients: [
          { ...client("x", [], true), redirectUris: [known({ mode: "strict", url: "app.wiki:///callback" })] },
        ],
      }),
      breaks: ["host-owner", "oidc-client"],
      says: /no literal Host/,
    },
    {
      what: "only a logout leads back",
      view: stack([wiki()], {
        oidcClients: [
          {
            ...client("x", ["other.example.com"], true),
            redirectUris: [
              known({ mode: "strict", url: "https://other.example.com/callback" }),
              known({ mode: "strict", url: "https://wiki.example.com/", logout: true }),
            ],
          },
        ],
      }),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com/,
    },
    {
      what: "nobody is bound to its application",
      view: stack([wiki()], {
        oidcClients: [client("x", ["wiki.example.com"], false)],
      }),
      breaks: ["oidc-client"],
      says: /no bound client .* on wiki\.example\.com/,
    },
  ],
  unknown: [
    {
      what: "its redirect URIs are unknown",
      view: stack([wiki()], { oidcClients: [{ id: "urn:x", title: "x", redirectUris: [UNKNOWN], bound: true }] }),
      breaks: ["oidc-client", "redirect-uri"],
    },
  ],
};
