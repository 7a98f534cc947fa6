import { IDENTITY_HEADERS } from "../../../components/routing";
import { REMOVED, stack, traefik, withUnknown } from "../fleet";
import type { InvariantFixture } from "../invariantFixture";
import { grafana, labelsOf, removed } from "../variations";

export const fixture: InvariantFixture = {
  passing: [
    {
      what: "an expression instead of the list of headers",
      view: stack([traefik({ "traefik.http.middlewares.authentik.forwardauth.authresponseheaders": REMOVED })]),
    },
    {
      what: "a second middleware of another name",
      view: stack([grafana({ "traefik.http.middlewares.authentik-basic.basicauth.users": "a:b" })]),
    },
    {
      what: "the list of headers in another case, without the expression",
      view: stack([
        traefik({
          "traefik.http.middlewares.authentik.forwardauth.authresponseheadersregex": REMOVED,
          "traefik.http.middlewares.authentik.forwardauth.authresponseheaders":
            IDENTITY_HEADERS.join(",").toLowerCase(),
        }),
      ]),
    },
  ],
  failing: [
    {
      what: "nobody defines the login",
      view: stack([traefik(removed(traefik(), "forwardauth"))]),
      breaks: ["middleware-definition"],
      says: /no container defines/,
    },
    {
      what: "it asks another address",
      view: stack([traefik({ "traefik.http.middlewares.authentik.forwardauth.address": "http://sso-grafana:8080/" })]),
      breaks: ["middleware-definition"],
      says: /instead of 'http:\/\/sso-authentik-server:9000\/outpost\.goauthentik\.io\/auth\/traefik'/,
    },
    {
      what: "it is of another type",
      view: stack([
        traefik({
          ...removed(traefik(), "forwardauth"),
          "traefik.http.middlewares.authentik.basicauth.users": "a:b",
        }),
      ]),
      breaks: ["middleware-definition"],
      says: /not forwardauth/,
    },
    {
      what: "it is defined twice",
      view: stack([grafana({ "traefik.http.middlewares.authentik.forwardauth.address": "http://x/" })]),
      breaks: ["middleware-definition"],
      says: /defined on 2 containers/,
    },
    {
      what: "a header is not listed",
      view: stack([
        traefik({
          "traefik.http.middlewares.authentik.forwardauth.authresponseheaders": "X-authentik-username",
          "traefik.http.middlewares.authentik.forwardauth.authresponseheadersregex": "^x-authentik-",
        }),
      ]),
      breaks: ["middleware-definition"],
      says: /does not replace X-authentik-groups/,
    },
    {
      what: "trustforwardheader is left open",
      view: stack([traefik({ "traefik.http.middlewares.authentik.forwardauth.trustforwardheader": REMOVED })]),
      breaks: ["middleware-definition"],
      says: /does not say 'trustforwardheader'.*forwardauth\.trustforwardheader=true/s,
    },
    {
      what: "the answer's size is not limited",
      view: stack([traefik({ "traefik.http.middlewares.authentik.forwardauth.maxresponsebodysize": REMOVED })]),
      breaks: ["middleware-definition"],
      says: /sets no 'maxresponsebodysize'.*forwardauth\.maxresponsebodysize=1048576/s,
    },
    {
      what: "the strip middleware forgets a header",
      view: stack([
        traefik({ "traefik.http.middlewares.strip-identity.headers.customrequestheaders.X-authentik-jwt": REMOVED }),
      ]),
      breaks: ["middleware-definition"],
      says: /lets X-authentik-jwt through/,
    },
    {
      what: "Traefik does not take its container",
      view: stack([traefik({ "traefik.enable": "false" })]),
      breaks: ["middleware-definition"],
      says: /no container defines the middleware 'authentik@docker' that \d+ routers ask for/,
    },
  ],
  unknown: [
    {
      what: "the address is unknown",
      view: stack([
        traefik(
          {},
          {
            labels: withUnknown(labelsOf(traefik()), "traefik.http.middlewares.authentik.forwardauth.address", "value"),
          },
        ),
      ]),
      breaks: ["label-known", "middleware-definition"],
    },
  ],
};
