import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { TraefikLabels } from "../../components/routing";
import { parseLabels, RoutingError, renderLabels } from "../../components/routing";
import { anyLabels } from "./anyLabels";

const PROTECTED = {
  "traefik.enable": "true",
  "traefik.http.routers.a.rule": "Host(`a.example.com`)",
};

function problemKinds(labels: Record<string, string>): string[] {
  return parseLabels({ ...PROTECTED, ...labels }).problems.map(({ kind }) => kind);
}

describe("renderLabels", () => {
  it("writes lower-case keys in order and lists as one label", () => {
    const labels = renderLabels({
      enable: true,
      network: "sso-apps",
      routers: {
        wiki: {
          rule: "Host(`wiki.example.com`)",
          entryPoints: ["web", "websecure"],
          middlewares: ["authentik@docker", "gzip@file"],
          tls: { certResolver: "cf", domains: [{ main: "example.com", sans: ["*.example.com"] }] },
        },
      },
      services: { wiki: { port: 80, scheme: "http", passHostHeader: false } },
      middlewares: { strip: { headers: { "customRequestHeaders.X-authentik-uid": "" } }, gz: { compress: {} } },
    });
    assert.deepEqual(Object.entries(labels), [
      ["traefik.docker.network", "sso-apps"],
      ["traefik.enable", "true"],
      ["traefik.http.middlewares.gz.compress", "true"],
      ["traefik.http.middlewares.strip.headers.customrequestheaders.X-authentik-uid", ""],
      ["traefik.http.routers.wiki.entrypoints", "web,websecure"],
      ["traefik.http.routers.wiki.middlewares", "authentik@docker,gzip@file"],
      ["traefik.http.routers.wiki.rule", "Host(`wiki.example.com`)"],
      ["traefik.http.routers.wiki.tls.certresolver", "cf"],
      ["traefik.http.routers.wiki.tls.domains[0].main", "example.com"],
      ["traefik.http.routers.wiki.tls.domains[0].sans", "*.example.com"],
      ["traefik.http.services.wiki.loadbalancer.passhostheader", "false"],
      ["traefik.http.services.wiki.loadbalancer.server.port", "80"],
      ["traefik.http.services.wiki.loadbalancer.server.scheme", "http"],
    ]);
  });

  const router = { rule: "Host(`a`)", entryPoints: ["websecure"] };
  const impossible: [string, TraefikLabels][] = [
    ["a name with a dot", { enable: true, routers: { "a.b": router } }],
    ["a name in upper case", { enable: true, services: { Wiki: { port: 80 } } }],
    ["an empty rule", { enable: true, routers: { a: { ...router, rule: "" } } }],
    ["no entry point", { enable: true, routers: { a: { ...router, entryPoints: [] } } }],
    ["an empty list of middlewares", { enable: true, routers: { a: { ...router, middlewares: [] } } }],
    ["a comma in a list item", { enable: true, routers: { a: { ...router, middlewares: ["x,y"] } } }],
    ["a padded list item", { enable: true, routers: { a: { ...router, middlewares: [" x"] } } }],
    ["a fractional priority", { enable: true, routers: { a: { ...router, priority: 1.5 } } }],
    ["a url beside a port", { enable: true, services: { a: { url: "http://x", port: 80 } } }],
    ["a middleware of two types", { enable: true, middlewares: { a: { compress: {}, chain: {} } } }],
    ["empty TLS options", { enable: true, routers: { a: { ...router, tls: {} } } }],
  ];
  for (const [what, labels] of impossible) {
    it(`refuses ${what}`, () => {
      assert.throws(() => renderLabels(labels), RoutingError);
    });
  }

  it("is undone by parseLabels", () => {
    fc.assert(
      fc.property(anyLabels(), (labels) => {
        const parsed = parseLabels(renderLabels(labels));
        assert.deepEqual(parsed.problems, []);
        assert.deepEqual(
          {
            enable: parsed.enable,
            ...(parsed.network !== undefined && { network: parsed.network }),
            routers: Object.fromEntries(parsed.routers),
            services: Object.fromEntries(parsed.services),
            middlewares: Object.fromEntries(parsed.middlewares),
          },
          labels,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe("parseLabels", () => {
  const readings: [string, Record<string, string>, Record<string, unknown>][] = [
    ["folds option names", { "traefik.HTTP.Routers.a.MiddleWares": "x@docker" }, { middlewares: ["x@docker"] }],
    ["merges routers whose names differ in case", { "traefik.http.routers.A.service": "s" }, { service: "s" }],
    [
      "trims list items",
      { "traefik.http.routers.a.middlewares": " x@docker , y@file " },
      { middlewares: ["x@docker", "y@file"] },
    ],
    ["ignores an indexed list", { "traefik.http.routers.a.middlewares[0]": "authentik@docker" }, {}],
    ["ignores an empty list", { "traefik.http.routers.a.middlewares": "" }, {}],
    ["takes no priority for zero", { "traefik.http.routers.a.priority": "0" }, {}],
    ["takes tls=yes for no TLS", { "traefik.http.routers.a.tls": "yes" }, { tls: false }],
    [
      "takes nested TLS options without tls=true",
      { "traefik.http.routers.a.tls.certresolver": "cf" },
      { tls: { certResolver: "cf" } },
    ],
    ["passes over parentRefs", { "traefik.http.routers.a.parentrefs": "b" }, {}],
  ];
  for (const [what, labels, expected] of readings) {
    it(what, () => {
      const parsed = parseLabels({ ...PROTECTED, ...labels });
      const [router] = parsed.routers.values();
      assert.deepEqual(router, { rule: "Host(`a.example.com`)", ...expected });
    });
  }

  it("lets the lower-case one of two spellings win", () => {
    const parsed = parseLabels({
      "traefik.http.routers.KE1.middlewares": "authentik@docker",
      "traefik.http.routers.ke1.middlewares": "other@docker",
      "traefik.http.routers.ke1.rule": "Host(`a`)",
    });
    assert.deepEqual(Object.fromEntries(parsed.routers), { KE1: { middlewares: ["other@docker"], rule: "Host(`a`)" } });
    assert.deepEqual(
      parsed.problems.map(({ kind }) => kind),
      ["collision"],
    );
  });

  const drops: [string, Record<string, string>][] = [
    ["an unknown field", { "traefik.http.routers.a.middleware": "x" }],
    ["an unknown option of a middleware", { "traefik.http.middlewares.m.forwardauth.loguserheader": "x" }],
    ["a list of servers with an index", { "traefik.http.services.s.loadbalancer.servers[0].url": "http://x" }],
    ["a root in upper case", { "Traefik.http.routers.a.service": "s" }],
    ["an empty part", { "traefik.http.routers..rule": "x" }],
    ["a number that is none", { "traefik.http.routers.a.priority": "high" }],
    ["a struct that stands alone", { "traefik.http.middlewares.m.headers": "x" }],
    ["a boolean that is none", { "traefik.http.services.s.loadbalancer.passhostheader": "yes" }],
    ["a mistake in the provider's own options", { "traefik.docker.networks": "x" }],
    ["traefik.enable=yes", { "traefik.enable": "yes" }],
  ];
  for (const [what, labels] of drops) {
    it(`drops the whole container for ${what}`, () => {
      const parsed = parseLabels({ ...PROTECTED, ...labels });
      assert.notEqual(parsed.dropped, undefined);
      assert.deepEqual(Object.fromEntries(parsed.routers), {});
      assert.ok(parsed.problems.some(({ kind }) => kind === "dropped"));
    });
  }

  for (const value of ["TRUE", "1", "t", "True"]) {
    it(`reads traefik.enable=${value} as true`, () => {
      assert.equal(parseLabels({ "traefik.enable": value }).enable, true);
    });
  }

  it("leaves enable open when no label says it", () => {
    assert.equal(parseLabels({ "traefik.http.routers.a.rule": "x" }).enable, undefined);
  });

  it("reports what has no effect, each kind once", () => {
    assert.deepEqual(problemKinds({ "traefik.http.routers.a.middlewares[0]": "x" }), ["indexed-list"]);
    assert.deepEqual(problemKinds({ "traefik.http.routers.a.entrypoints": "" }), ["empty-list"]);
    assert.deepEqual(problemKinds({ "traefik.http.routers.a.middlewares": "x@docker," }), ["list-with-gaps"]);
    assert.deepEqual(problemKinds({ "traefik.http.services.s.weighted.services[0].name": "x" }), ["no-effect"]);
    assert.deepEqual(problemKinds({ "traefik.http.routers.a.tls": "no" }), ["switched-off"]);
    assert.deepEqual(problemKinds({ "traefik.http.services.s.loadbalancer.server.port": "http" }), ["port"]);
    assert.deepEqual(problemKinds({ "traefik.http.router\u017f.b.rule": "x" }), ["foreign-characters"]);
    assert.deepEqual(problemKinds({ "traefik.http.routers.a.middlewares": "x@docker" }), []);
  });

  it("says how to write an indexed list", () => {
    const [problem] = parseLabels({ "traefik.http.routers.a.middlewares[0]": "authentik@docker" }).problems;
    assert.match(problem?.message ?? "", /Write 'traefik\.http\.routers\.a\.middlewares=authentik@docker'/);
  });

  it("sees TCP and UDP routers and the default certificate", () => {
    const parsed = parseLabels({
      "traefik.tcp.routers.db.rule": "HostSNI(`*`)",
      "traefik.tcp.services.db.loadbalancer.server.port": "5432",
      "traefik.udp.routers.dns.entrypoints": "dns",
      "traefik.tls.stores.default.defaultgeneratedcert.resolver": "cf",
    });
    assert.deepEqual(Object.fromEntries(parsed.streamRouters), {
      "tcp:db": { protocol: "tcp", rule: "HostSNI(`*`)", tls: false },
      "udp:dns": { protocol: "udp", entryPoints: ["dns"], tls: false },
    });
    assert.deepEqual(parsed.streamServices, ["tcp:db"]);
    assert.deepEqual(parsed.tlsStores, ["traefik.tls.stores.default.defaultgeneratedcert.resolver"]);
  });

  it("never throws, whatever the labels", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "traefik",
        "Traefik",
        "http",
        "tcp",
        "routers",
        "services",
        "a",
        "A",
        "rule",
        "tls",
        "middlewares",
        "enable",
        "docker",
        "[0]",
        "a[0]",
        "]",
        "",
        "loadbalancer",
        "server",
        "port",
        "domains[0]",
        "main",
      ),
      fc.string(),
    );
    const key = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => ["traefik", ...parts].join("."));
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(fc.string(), fc.constantFrom("true", "1", "80", ","))), (labels) => {
        parseLabels(labels);
      }),
      { numRuns: 500 },
    );
  });
});
