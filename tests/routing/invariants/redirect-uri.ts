import { known, UNKNOWN } from "../../../components/routing";
import { stack } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { oidcClient } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "a full URL on https",
      view: stack([], { oidcClients: [oidcClient(["https://wiki.example.com/callback?from=sso"])] }),
    },
    {
      what: "an app's own scheme",
      view: stack([], { oidcClients: [oidcClient(["com.example.wiki:/callback"])] }),
    },
  ],
  failing: [
    {
      what: "one of two is an expression",
      view: stack([], {
        oidcClients: [
          oidcClient(["https://wiki.example.com/callback"], { mode: "regex", url: "https://wiki.example.com/.*" }),
        ],
      }),
      breaks: ["redirect-uri"],
      says: /allows the redirect URI 'https:\/\/wiki\.example\.com\/\.\*', with matching mode 'regex'.*matching_mode 'strict', https/s,
    },
    {
      what: "it is plain HTTP",
      view: stack([], { oidcClients: [oidcClient(["http://wiki.example.com/callback"])] }),
      breaks: ["redirect-uri"],
      says: /which is http/,
    },
    {
      what: "it is only a path",
      view: stack([], { oidcClients: [oidcClient(["/callback"])] }),
      breaks: ["redirect-uri"],
      says: /which is no full URL/,
    },
    {
      what: "there is none",
      view: stack([], { oidcClients: [oidcClient([])] }),
      breaks: ["redirect-uri"],
      says: /names no redirect URI\..*Write 'allowedRedirectUris'/s,
    },
  ],
  unknown: [
    {
      what: "one of two is unknown",
      view: stack([], {
        oidcClients: [
          {
            ...oidcClient([]),
            redirectUris: [known({ mode: "strict", url: "https://wiki.example.com/callback" }), UNKNOWN],
          },
        ],
      }),
      breaks: ["redirect-uri"],
      says: /has an unknown redirect URI/,
    },
  ],
};
