import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerView, Finding, StackView } from "../../components/routing";
import { check, findingText, INVARIANTS, known, readStaticConfiguration, UNKNOWN } from "../../components/routing";
import {
  container,
  excludedService,
  FLAGS,
  REMOVED,
  server,
  service,
  stack,
  traefik,
  without,
  withUnknown,
} from "./fleet";

interface Case {
  readonly what: string;
  readonly view: StackView;
  /** Ids of the invariants that it breaks, in order and each once. */
  readonly breaks: readonly string[];
  /** What one of the messages has to say. */
  readonly says?: RegExp;
}

const OUTPOST = "traefik.http.routers.authentik-outpost";
const grafana = (labels: Record<string, string>, more: Partial<ContainerView> = {}) =>
  container("grafana", without(service("grafana", labels)), more);
const rule = "traefik.http.routers.grafana.rule";
const middlewares = "traefik.http.routers.grafana.middlewares";

const SOUND_CASES: readonly { what: string; view: StackView }[] = [
  { what: "the sound stack", view: stack() },
  { what: "a middleware after the login", view: stack([grafana({ [middlewares]: "authentik@docker,gzip@file" })]) },
  { what: "the login named without its provider", view: stack([grafana({ [middlewares]: "authentik" })]) },
  {
    what: "a disabled container, whatever its labels",
    view: stack([grafana({ "traefik.enable": "false", [middlewares]: REMOVED })]),
  },
  { what: "a container that says nothing", view: stack([container("redis", {})]) },
  {
    what: "labels of others that are unknown",
    view: stack([container("redis", {}, { labels: known([{ key: known("version"), value: UNKNOWN }]) })]),
  },
  {
    what: "an exclusion that lasts",
    view: stack([container("jellyfin", excludedService("jellyfin", { "sso.until": "2027-06-30" }))]),
  },
  { what: "a host two levels deep", view: stack([grafana({ [rule]: "Host(`a.grafana.example.com`)" })]) },
  {
    what: "headers stripped by a middleware of the container itself",
    view: stack([
      container(
        "jellyfin",
        excludedService("jellyfin", {
          "traefik.http.routers.jellyfin.middlewares": "own-strip@docker",
          ...Object.fromEntries(
            Object.entries(stripLabels()).map(([key, value]) => [key.replace("strip-identity", "own-strip"), value]),
          ),
        }),
      ),
    ]),
  },
  {
    what: "a service that logs in itself, with its client",
    view: stack([oidcService()], {
      oidcClients: [{ title: "wiki", redirectHosts: known(["wiki.example.com"]), bound: true }],
    }),
  },
  {
    what: "a port on the loopback address",
    view: stack([grafana({}, { ports: [known({ internal: 3000, ip: "127.0.0.1", protocol: "tcp" })] })]),
  },
  {
    what: "a published port of an excluded service",
    view: stack([
      container("jellyfin", excludedService("jellyfin"), { ports: [known({ internal: 53, ip: "", protocol: "udp" })] }),
    ]),
  },
  {
    what: "an outpost router with a rule written by hand",
    view: stack([
      server({
        [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com$`) && PathPrefix(`/outpost.goauthentik.io/`)",
      }),
    ]),
  },
];

function stripLabels(): Record<string, string> {
  const labels = traefik().labels;
  assert.ok(labels.known);
  return Object.fromEntries(
    labels.value.flatMap(({ key, value }) =>
      key.known && value.known && key.value.includes("strip-identity") ? [[key.value, value.value]] : [],
    ),
  );
}

function oidcService(): ContainerView {
  return container(
    "wiki",
    service("wiki", {
      "traefik.http.routers.wiki.middlewares": "strip-identity@docker",
      "sso.access": "oidc",
      "sso.preset": "wiki",
    }),
  );
}

const CASES: Readonly<Record<string, readonly Case[]>> = {
  "outpost-router": [
    {
      what: "the router is missing",
      view: stack([
        server(
          Object.fromEntries(
            ["rule", "entrypoints", "priority", "service", "tls"].map((field) => [`${OUTPOST}.${field}`, REMOVED]),
          ),
        ),
      ]),
      breaks: ["outpost-router"],
      says: /no router sends .*auth\.example\.com, grafana\.example\.com, .*the outpost router is missing.*mismatched session ID.*authentik-outpost\.rule=HostRegexp\(`\^\(\[a-z0-9-\]\+\\\.\)\*example\\\.com\\\.\?\$`\) && PathPrefix/s,
    },
    {
      what: "the rule is Traefik v2's",
      view: stack([
        server({
          [`${OUTPOST}.rule`]:
            "HostRegexp(`{subdomain:[a-z0-9-]+}.example.com`) && PathPrefix(`/outpost.goauthentik.io/`)",
        }),
      ]),
      breaks: ["outpost-router", "rule-language"],
      says: /has a rule of Traefik v2: '\{subdomain:\[a-z0-9-\]\+\}' is plain text/,
    },
    {
      what: "the rule does not parse",
      view: stack([server({ [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z`) && PathPrefix(`/outpost.goauthentik.io/`)" })]),
      breaks: ["outpost-router", "rule-language"],
      says: /Traefik cannot read/,
    },
    {
      what: "one host is left out",
      view: stack([
        server({
          [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com$`) && PathPrefix(`/outpost.goauthentik.io/`)",
        }),
        grafana({ [rule]: "Host(`a.b.example.com`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /does not match .* of a\.b\.example\.com;/,
    },
    {
      what: "a host has an underscore, which the rule leaves out",
      view: stack([grafana({ [rule]: "Host(`my_grafana.example.com`)" })]),
      breaks: ["outpost-router"],
      says: /my_grafana\.example\.com.*Rename the host/s,
    },
    {
      what: "only the login host is matched",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "Host(`auth.example.com`) && PathPrefix(`/outpost.goauthentik.io/`)" }),
      ]),
      breaks: ["outpost-router"],
      says: /grafana\.example\.com/,
    },
    {
      what: "it matches for one client address only",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "PathPrefix(`/outpost.goauthentik.io/`) && ClientIP(`10.0.0.0/8`)" }),
      ]),
      breaks: ["outpost-router"],
    },
    {
      what: "another path is matched",
      view: stack([
        server({ [`${OUTPOST}.rule`]: "HostRegexp(`^.*$`) && PathPrefix(`/outpost.goauthentik.io/auth/`)" }),
      ]),
      breaks: ["outpost-router"],
    },
    {
      what: "it has no priority",
      view: stack([server({ [`${OUTPOST}.priority`]: REMOVED })]),
      breaks: ["outpost-router"],
      says: /has no priority/,
    },
    {
      what: "its priority is a service's",
      view: stack([server({ [`${OUTPOST}.priority`]: "1000" })]),
      breaks: ["outpost-router"],
      says: /has priority 1000/,
    },
    {
      what: "another router has the same priority on the path",
      view: stack([grafana({ "traefik.http.routers.grafana.priority": "1000000000" })]),
      breaks: ["outpost-router", "priority-range"],
      says: /loses the path to router 'grafana'/,
    },
    {
      what: "the login stands in front of it",
      view: stack([server({ [`${OUTPOST}.middlewares`]: "authentik@docker" })]),
      breaks: ["outpost-router"],
      says: /would redirect for ever/,
    },
    {
      what: "it leads elsewhere",
      view: stack([server({ [`${OUTPOST}.service`]: "grafana" })]),
      breaks: ["outpost-router", "service-reach"],
      says: /does not lead to authentik/,
    },
    {
      what: "it stands on another container",
      view: stack([
        server(
          Object.fromEntries(
            ["rule", "entrypoints", "priority", "service", "tls"].map((field) => [`${OUTPOST}.${field}`, REMOVED]),
          ),
        ),
        grafana(outpostOf("grafana")),
      ]),
      breaks: ["outpost-router", "service-decision", "host-owner"],
      says: /does not lead to authentik/,
    },
    {
      what: "it is on plain HTTP",
      view: stack([server({ [`${OUTPOST}.entrypoints`]: "web" })]),
      breaks: ["outpost-router", "gate-entry-point"],
      says: /not on entry point 'websecure'/,
    },
    {
      what: "it has no TLS, and the entry point has none either",
      view: stack([server({ [`${OUTPOST}.tls`]: REMOVED })], {
        static: known(readStaticConfiguration(FLAGS.filter((flag) => !flag.includes("http.tls")))),
      }),
      breaks: ["outpost-router", "static-configuration"],
      says: /has no TLS/,
    },
    {
      what: "its labels are unknown",
      view: stack([server({}, { labels: withUnknown(labelsOf(server()), `${OUTPOST}.rule`, "value") })]),
      breaks: ["outpost-router", "label-known"],
    },
  ],
  "service-decision": [
    {
      what: "a router has no middleware",
      view: stack([grafana({ [middlewares]: REMOVED })]),
      breaks: ["service-decision"],
      says: /Write 'traefik\.http\.routers\.grafana\.middlewares=authentik@docker', or exclude/,
    },
    {
      what: "the middleware is another",
      view: stack([grafana({ [middlewares]: "auth@docker" })]),
      breaks: ["service-decision"],
    },
    {
      what: "the middleware is spelt with a capital",
      view: stack([grafana({ [middlewares]: "Authentik@docker" })]),
      breaks: ["service-decision"],
    },
    {
      what: "the middleware is another provider's",
      view: stack([grafana({ [middlewares]: "authentik@file" })]),
      breaks: ["service-decision"],
    },
    {
      what: "the login is not the first",
      view: stack([grafana({ [middlewares]: "errors@docker,authentik@docker" })]),
      breaks: ["service-decision"],
      says: /lists 'authentik@docker' after 'errors@docker'.*Write '.*=authentik@docker,errors@docker'/s,
    },
    {
      what: "the label names a router that does not exist",
      view: stack([grafana({ [middlewares]: REMOVED, "traefik.http.routers.grafna.middlewares": "authentik@docker" })]),
      breaks: ["service-decision", "explicit-entry-point"],
      says: /router 'grafna' .* has no rule/,
    },
    {
      what: "a second router is open",
      view: stack([
        grafana({
          "traefik.http.routers.api.rule": "Host(`grafana.example.com`) && PathPrefix(`/api`)",
          "traefik.http.routers.api.entrypoints": "websecure",
          "traefik.http.routers.api.service": "grafana",
        }),
      ]),
      breaks: ["service-decision"],
      says: /router 'api'/,
    },
    {
      what: "there is no decision",
      view: stack([grafana({ "sso.access": REMOVED })]),
      breaks: ["service-decision"],
      says: /there is no label 'sso\.access'/,
    },
    {
      what: "the decision is a word of its own",
      view: stack([grafana({ "sso.access": "public" })]),
      breaks: ["service-decision"],
      says: /allowed are domain, application, oidc, excluded, gate/,
    },
    {
      what: "an exclusion has no reason",
      view: stack([container("jellyfin", without(excludedService("jellyfin", { "sso.reason": REMOVED })))]),
      breaks: ["service-decision"],
      says: /there is no reason/,
    },
    {
      what: "an exclusion's reason is a placeholder",
      view: stack([container("jellyfin", excludedService("jellyfin", { "sso.reason": "TODO" }))]),
      breaks: ["service-decision"],
      says: /placeholder/,
    },
    {
      what: "a service calls itself a part of the gate",
      view: stack([grafana({ "sso.access": "gate", [middlewares]: REMOVED })]),
      breaks: ["service-decision"],
      says: /no part of the gate/,
    },
    {
      what: "a published container has no router",
      view: stack([container("plain", { "traefik.enable": "true", "sso.access": "domain" })], { static: UNKNOWN }),
      breaks: ["service-decision", "static-configuration"],
      says: /declares no router/,
    },
    {
      what: "an exclusion for paths opens all",
      view: stack([container("jellyfin", excludedService("jellyfin", { "sso.paths": "/api/" }))]),
      breaks: ["service-decision"],
      says: /open beyond the excluded paths \/api\//,
    },
    {
      what: "traefik.enable is spelt 1",
      view: stack([grafana({ "traefik.enable": "1", [middlewares]: REMOVED })]),
      breaks: ["service-decision"],
    },
    {
      what: "the middleware list is indexed",
      view: stack([grafana({ [middlewares]: REMOVED, [`${middlewares}[0]`]: "authentik@docker" })]),
      breaks: ["service-decision", "label-reading"],
    },
    {
      what: "a key in another case takes the middleware away",
      view: stack([
        grafana({ [middlewares]: "other@docker", "traefik.http.routers.GRAFANA.middlewares": "authentik@docker" }),
      ]),
      breaks: ["service-decision", "label-reading"],
    },
  ],
  "label-known": [
    {
      what: "a value is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), rule, "value") })]),
      breaks: ["label-known"],
      says: /label 'traefik\.http\.routers\.grafana\.rule' has an unknown value/,
    },
    {
      what: "a key is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), rule, "key") })]),
      breaks: ["label-known"],
      says: /unknown key/,
    },
    {
      what: "a decision is unknown",
      view: stack([container("grafana", {}, { labels: withUnknown(service("grafana"), "sso.access", "value") })]),
      breaks: ["label-known"],
    },
    {
      what: "all labels are unknown",
      view: stack([container("grafana", {}, { labels: UNKNOWN })]),
      breaks: ["label-known"],
      says: /its labels are unknown/,
    },
  ],
  "label-reading": [
    {
      what: "two keys differ in case",
      view: stack([grafana({ "traefik.http.routers.GRAFANA.middlewares": "authentik@docker" })]),
      breaks: ["label-reading"],
    },
    {
      what: "a typing error drops the container",
      view: stack([grafana({ "traefik.http.routers.grafana.middleware": "authentik@docker" })]),
      breaks: ["label-reading"],
      says: /Traefik knows no field 'http\.routers\.grafana\.middleware'/,
    },
    {
      what: "a list ends in a comma",
      view: stack([grafana({ [middlewares]: "authentik@docker," })]),
      breaks: ["label-reading"],
    },
    {
      what: "a key is given twice",
      view: stack([
        container(
          "grafana",
          {},
          {
            labels: known(
              [...Object.entries(service("grafana")), [middlewares, "x@docker"]].map(([key, value]) => ({
                key: known(key ?? ""),
                value: known(value ?? ""),
              })),
            ),
          },
        ),
      ]),
      breaks: ["service-decision", "label-reading"],
      says: /given twice/,
    },
  ],
  "identity-headers": [
    {
      what: "an excluded service keeps them",
      view: stack([
        container(
          "jellyfin",
          without(excludedService("jellyfin", { "traefik.http.routers.jellyfin.middlewares": REMOVED })),
        ),
      ]),
      breaks: ["identity-headers"],
      says: /Write 'traefik\.http\.routers\.jellyfin\.middlewares=strip-identity@docker'/,
    },
    {
      what: "its own middleware forgets some",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", {
            "traefik.http.routers.jellyfin.middlewares": "own@docker",
            "traefik.http.middlewares.own.headers.customrequestheaders.X-authentik-username": "",
          }),
        ),
      ]),
      breaks: ["identity-headers"],
    },
  ],
  "middleware-definition": [
    {
      what: "nobody defines the login",
      view: stack([
        traefik(
          Object.fromEntries(
            Object.keys(labelsOf(traefik()))
              .filter((key) => key.includes("forwardauth"))
              .map((key) => [key, REMOVED]),
          ),
        ),
      ]),
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
          ...Object.fromEntries(
            Object.keys(labelsOf(traefik()))
              .filter((key) => key.includes("forwardauth"))
              .map((key) => [key, REMOVED]),
          ),
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
    },
    {
      what: "the answer's size is not limited",
      view: stack([traefik({ "traefik.http.middlewares.authentik.forwardauth.maxresponsebodysize": REMOVED })]),
      breaks: ["middleware-definition"],
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
    },
  ],
  "host-boundary": [
    {
      what: "a host is outside the domain",
      view: stack([grafana({ [rule]: "Host(`grafana.example.org`)" })]),
      breaks: ["host-boundary"],
      says: /grafana\.example\.org/,
    },
    {
      what: "a host only ends in the same letters",
      view: stack([grafana({ [rule]: "Host(`notexample.com`)" })]),
      breaks: ["host-boundary"],
    },
    {
      what: "one of two hosts is outside",
      view: stack([grafana({ [rule]: "Host(`grafana.example.com`) || Host(`grafana.net`)" })]),
      breaks: ["host-boundary"],
      says: /on grafana\.net,/,
    },
    {
      what: "an expression reaches beyond",
      view: stack([grafana({ [rule]: "HostRegexp(`^grafana\\..+$`)" })]),
      breaks: ["host-boundary"],
    },
    {
      what: "there is no host at all",
      view: stack([grafana({ [rule]: "PathPrefix(`/grafana`)" })]),
      breaks: ["host-boundary"],
    },
  ],
  "host-owner": [
    {
      what: "an excluded service claims a path of a protected host",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", {
            "traefik.http.routers.jellyfin.rule": "Host(`grafana.example.com`) && PathPrefix(`/public`)",
          }),
        ),
      ]),
      breaks: ["host-owner"],
      says: /can answer for container 'grafana'/,
    },
    {
      what: "an excluded service is broad",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", { "traefik.http.routers.jellyfin.rule": "HostRegexp(`^.+$`)" }),
        ),
      ]),
      breaks: ["host-owner"],
    },
    {
      what: "an excluded service says 'not that host'",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", { "traefik.http.routers.jellyfin.rule": "!Host(`jellyfin.example.com`)" }),
        ),
      ]),
      breaks: ["host-owner"],
    },
    {
      what: "an excluded service has a condition that anybody can meet",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", {
            "traefik.http.routers.jellyfin.rule": "Host(`grafana.example.com`) && Header(`X-A`, `b`)",
          }),
        ),
      ]),
      breaks: ["host-owner"],
    },
  ],
  "gate-known": [
    { what: "there is none", view: stack([], { gate: undefined }), breaks: ["gate-known"], says: /no gate is known/ },
  ],
  "oidc-client": [
    { what: "there is no client", view: stack([oidcService()]), breaks: ["oidc-client"] },
    {
      what: "the client leads to another host",
      view: stack([oidcService()], {
        oidcClients: [{ title: "x", redirectHosts: known(["other.example.com"]), bound: true }],
      }),
      breaks: ["oidc-client"],
    },
    {
      what: "nobody is bound to its application",
      view: stack([oidcService()], {
        oidcClients: [{ title: "x", redirectHosts: known(["wiki.example.com"]), bound: false }],
      }),
      breaks: ["oidc-client"],
    },
    {
      what: "its redirect URIs are unknown",
      view: stack([oidcService()], { oidcClients: [{ title: "x", redirectHosts: UNKNOWN, bound: true }] }),
      breaks: ["oidc-client"],
    },
  ],
  "exclusion-current": [
    {
      what: "it has ended",
      view: stack([
        container("jellyfin", excludedService("jellyfin", { "sso.until": "2026-11-22", "sso.owner": "home" })),
      ]),
      breaks: ["exclusion-current"],
      says: /ended on 2026-11-22.*Its owner is home/s,
    },
    {
      what: "it ends soon",
      view: stack([container("jellyfin", excludedService("jellyfin", { "sso.until": "2026-12-05" }))]),
      breaks: ["exclusion-current"],
      says: /ends on 2026-12-05/,
    },
    {
      what: "it opens nothing",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", { "traefik.http.routers.jellyfin.middlewares": "authentik@docker" }),
        ),
      ]),
      breaks: ["exclusion-current"],
      says: /opens nothing/,
    },
  ],
  "rule-language": [
    {
      what: "an expression is not anchored",
      view: stack([grafana({ [rule]: "HostRegexp(`grafana\\.example\\.com$`)" })]),
      breaks: ["rule-language"],
      says: /has no '\^'/,
    },
    {
      what: "a dot is not escaped",
      view: stack([grafana({ [rule]: "HostRegexp(`^grafana\\.example.com$`)" })]),
      breaks: ["host-boundary", "rule-language"],
      says: /dot that is not escaped/,
    },
    {
      what: "an alternative escapes the anchors",
      view: stack([grafana({ [rule]: "HostRegexp(`^a\\.example\\.com|b\\.example\\.com$`)" })]),
      breaks: ["host-boundary", "rule-language"],
    },
    {
      what: "a matcher does not exist",
      view: stack([grafana({ [rule]: "Hots(`grafana.example.com`)" })]),
      breaks: ["rule-language"],
    },
    {
      what: "a host has v2's placeholder",
      view: stack([grafana({ [rule]: "Host(`{name}.example.com`)" })]),
      breaks: ["rule-language"],
    },
  ],
  "chain-order": [
    {
      what: "a later middleware says who it is",
      view: stack([
        grafana({
          [middlewares]: "authentik@docker,admin@docker",
          "traefik.http.middlewares.admin.headers.customrequestheaders.X-authentik-username": "admin",
        }),
      ]),
      breaks: ["chain-order"],
      says: /sets the header 'X-authentik-username'/,
    },
    {
      what: "it does so inside a chain of another container",
      view: stack([
        grafana({
          [middlewares]: "authentik@docker,all@docker",
          "traefik.http.middlewares.all.chain.middlewares": "admin",
        }),
        container(
          "jellyfin",
          excludedService("jellyfin", {
            "traefik.http.middlewares.admin.headers.customrequestheaders.x-authentik-groups": "admins",
          }),
        ),
      ]),
      breaks: ["chain-order"],
    },
    {
      what: "the service's own middlewares do so",
      view: stack([
        grafana({
          "traefik.http.services.grafana.middlewares": "admin@docker",
          "traefik.http.middlewares.admin.headers.customrequestheaders.X-authentik-uid": "1",
        }),
      ]),
      breaks: ["chain-order"],
    },
    {
      what: "somebody else is asked",
      view: stack([
        grafana({
          [middlewares]: "authentik@docker,other@docker",
          "traefik.http.middlewares.other.forwardauth.address": "http://x/",
        }),
      ]),
      breaks: ["chain-order"],
    },
  ],
  "service-reach": [
    {
      what: "a router leads to another container",
      view: stack([grafana({ "traefik.http.routers.grafana.service": "jellyfin@docker" })]),
      breaks: ["service-reach"],
      says: /does not define/,
    },
    {
      what: "a router leads to any address",
      view: stack([
        grafana({
          "traefik.http.services.grafana.loadbalancer.server.port": REMOVED,
          "traefik.http.services.grafana.loadbalancer.server.url": "http://169.254.169.254/",
        }),
      ]),
      breaks: ["service-reach"],
      says: /ExternalService/,
    },
    {
      what: "Traefik's API is open",
      view: stack([traefik({ "traefik.http.routers.dashboard.middlewares": REMOVED })]),
      breaks: ["service-decision", "service-reach"],
      says: /opens Traefik's own service 'api@internal'/,
    },
  ],
  "service-owner": [
    {
      what: "two containers define one",
      view: stack([
        container(
          "jellyfin",
          excludedService("jellyfin", { "traefik.http.services.grafana.loadbalancer.server.port": "80" }),
        ),
      ]),
      breaks: ["service-owner"],
    },
  ],
  "stream-router": [
    {
      what: "a container has a TCP router",
      view: stack([grafana({ "traefik.tcp.routers.db.rule": "HostSNI(`*`)" })]),
      breaks: ["stream-router"],
      says: /TCP router 'db'/,
    },
    {
      what: "a container has a UDP router",
      view: stack([grafana({ "traefik.udp.routers.dns.entrypoints": "dns" })]),
      breaks: ["stream-router"],
      says: /UDP router 'dns'/,
    },
  ],
  "priority-range": [
    {
      what: "a service's is too large",
      view: stack([grafana({ "traefik.http.routers.grafana.priority": "100001" })]),
      breaks: ["priority-range"],
    },
  ],
  "explicit-entry-point": [
    {
      what: "a router names none",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": REMOVED })]),
      breaks: ["explicit-entry-point"],
    },
  ],
  "gate-entry-point": [
    {
      what: "a router is on plain HTTP too",
      view: stack([grafana({ "traefik.http.routers.grafana.entrypoints": "websecure,web" })]),
      breaks: ["gate-entry-point"],
    },
  ],
  "forbidden-option": [
    {
      what: "the access log is off",
      view: stack([grafana({ "traefik.http.routers.grafana.observability.accesslogs": "false" })]),
      breaks: ["forbidden-option"],
    },
    {
      what: "the rule syntax is v2",
      view: stack([grafana({ "traefik.http.routers.grafana.rulesyntax": "v2" })]),
      breaks: ["forbidden-option"],
    },
    {
      what: "the default certificate is replaced",
      view: stack([grafana({ "traefik.tls.stores.default.defaultgeneratedcert.resolver": "cf" })]),
      breaks: ["forbidden-option"],
    },
    {
      what: "a stopped container keeps its routers",
      view: stack([grafana({ "traefik.docker.allownonrunning": "true" })]),
      breaks: ["forbidden-option"],
    },
  ],
  "static-configuration": [
    { what: "it is unknown", view: stack([], { static: UNKNOWN }), breaks: ["static-configuration"] },
    ...[
      "--providers.docker.exposedbydefault=true",
      "--providers.docker.defaultrule=Host(`x`)",
      "--api.insecure",
      "--entryPoints.websecure.forwardedHeaders.insecure=true",
      "--entrypoints.websecure.proxyprotocol.insecure=true",
      "--entrypoints.websecure.http.aliasheadersstrategy=keep",
      "--entrypoints.websecure.http.sanitizepath=false",
      "--entrypoints.websecure.http.encodedcharacters.allowencodedslash=true",
      "--entrypoints.web.http.redirections.entrypoint.priority=10",
      "--entrypoints.extra.address=:8080",
    ].map((flag) => ({
      what: flag,
      view: stack([], { static: known(readStaticConfiguration([...FLAGS, flag])) }),
      // With that one the database, which has no label at all, is published as well.
      breaks: flag.includes("exposed") ? ["static-configuration", "service-decision"] : ["static-configuration"],
    })),
  ],
  "published-port": [
    {
      what: "a service behind the login has one",
      view: stack([grafana({}, { ports: [known({ internal: 3000, ip: "", protocol: "tcp" })] })]),
      breaks: ["published-port"],
      says: /port 3000\/tcp on every address/,
    },
    { what: "its address is unknown", view: stack([grafana({}, { ports: [UNKNOWN] })]), breaks: ["published-port"] },
  ],
  "network-mode": [
    {
      what: "a service shares the host's network",
      view: stack([grafana({}, { networkMode: known("host") })]),
      breaks: ["network-mode"],
    },
    {
      what: "a service shares another container's network",
      view: stack([grafana({}, { networkMode: known("container:abc") })]),
      breaks: ["network-mode"],
    },
    { what: "the mode is unknown", view: stack([grafana({}, { networkMode: UNKNOWN })]), breaks: ["network-mode"] },
  ],
  "docker-socket": [
    {
      what: "Traefik mounts it",
      view: stack([
        traefik({}, { mounts: [known({ source: "/var/run/docker.sock", target: "/var/run/docker.sock" })] }),
      ]),
      breaks: ["docker-socket"],
    },
  ],
};

function outpostOf(name: string): Record<string, string> {
  return {
    [`${OUTPOST}.rule`]: "HostRegexp(`^[a-z-]+\\.example\\.com$`) && PathPrefix(`/outpost.goauthentik.io/`)",
    [`${OUTPOST}.entrypoints`]: "websecure",
    [`${OUTPOST}.priority`]: "1000000000",
    [`${OUTPOST}.service`]: name,
    [`${OUTPOST}.tls`]: "true",
  };
}

function labelsOf(view: ContainerView): Record<string, string> {
  assert.ok(view.labels.known);
  return Object.fromEntries(
    view.labels.value.flatMap(({ key, value }) => (key.known && value.known ? [[key.value, value.value]] : [])),
  );
}

function broken(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ invariant }) => invariant))];
}

describe("check", () => {
  for (const { what, view } of SOUND_CASES) {
    it(`finds nothing wrong with ${what}`, () => {
      assert.deepEqual(check(view).map(findingText), []);
    });
  }

  for (const [id, cases] of Object.entries(CASES)) {
    describe(id, () => {
      for (const { what, view, breaks, says } of cases) {
        it(`is broken when ${what}`, () => {
          const findings = check(view);
          assert.deepEqual(broken(findings).sort(), [...breaks].sort(), findings.map(findingText).join("\n"));
          assert.ok(breaks.includes(id));
          if (says)
            assert.match(
              findings
                .filter(({ invariant }) => invariant === id)
                .map(findingText)
                .join("\n"),
              says,
            );
        });
      }
    });
  }

  it("has a failing case for every invariant", () => {
    assert.deepEqual(INVARIANTS.map(({ id }) => id).sort(), Object.keys(CASES).sort());
  });

  it("gives every finding a cause, a consequence and something to write", () => {
    for (const finding of Object.values(CASES).flatMap((cases) => cases.flatMap(({ view }) => check(view)))) {
      for (const text of [finding.what, finding.why, finding.fix]) assert.match(text, /\S.{8,}/s);
    }
  });

  it("says only 'advisory' of an exclusion that is about to end", () => {
    const view = stack([container("jellyfin", excludedService("jellyfin", { "sso.until": "2026-12-05" }))]);
    assert.deepEqual(
      check(view).map(({ advisory }) => advisory),
      [true],
    );
  });
});
