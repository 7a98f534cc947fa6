/** Invariants about several containers at once: whose host, whose service, whose middleware it is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerView, StackView } from "../../components/routing";
import { check, known, OUTPOST_PATH_PREFIX, outpostRule, readStaticConfiguration } from "../../components/routing";
import type { Labels } from "./fleet";
import { container, excludedService, FLAGS, GATE, server, service, stack } from "./fleet";
import { grafana, jellyfin, MIDDLEWARES, OUTPOST, RULE } from "./variations";

function broken(view: StackView): string[] {
  const violations = check(view).filter(({ advisory }) => !advisory);
  return [...new Set(violations.map(({ invariant }) => invariant))].sort();
}

const intruder = (rule: string, labels: Labels = {}): ContainerView =>
  container("intruder", { ...excludedService("intruder"), "traefik.http.routers.intruder.rule": rule, ...labels });

describe("replicas", () => {
  const labels = service("wiki");
  const replica = (title: string, change: Labels = {}) => container(title, { ...labels, ...change });

  it("of a protected service may share its routers and its service", () => {
    assert.deepEqual(broken(stack([replica("wiki-1"), replica("wiki-2")])), []);
  });

  it("may not differ in a router: Traefik drops both, and serves the one that is left", () => {
    const change = { "traefik.http.routers.wiki.rule": "Host(`wiki.example.com`) && PathPrefix(`/`)" };
    assert.deepEqual(broken(stack([replica("wiki-1"), replica("wiki-2", change)])), ["service-owner"]);
  });

  it("that are open are no replicas but one pool that any of them opens", () => {
    const open = excludedService("tv");
    assert.deepEqual(broken(stack([container("tv-1", open), container("tv-2", open)])), ["service-owner"]);
  });

  it("with an open path are not taken for rivals", () => {
    const path = {
      "sso.access": "excluded",
      "sso.reason": "The app's sync cannot open a browser",
      "sso.paths": "/api/",
      "traefik.http.routers.wiki-open.rule": "Host(`wiki.example.com`) && PathPrefix(`/api/`)",
      "traefik.http.routers.wiki-open.entrypoints": "websecure",
      "traefik.http.routers.wiki-open.middlewares": "strip-identity@docker",
      "traefik.http.routers.wiki-open.service": "wiki",
      "traefik.http.routers.wiki-open.tls": "true",
    };
    assert.deepEqual(broken(stack([replica("wiki-1", path), replica("wiki-2", path)])), ["service-owner"]);
    assert.ok(!broken(stack([replica("wiki-1", path), replica("wiki-2", path)])).includes("host-owner"));
  });
});

describe("a protected host", () => {
  const taken: [string, string, string | undefined][] = [
    ["a longer rule", "Host(`grafana.example.com`) && PathPrefix(`/`)", undefined],
    ["an expression", "HostRegexp(`^graf.*\\.example\\.com$`)", undefined],
    ["a path of every host", "PathPrefix(`/metrics`)", undefined],
    ["a name with a dot at its end", "HostRegexp(`^grafana\\.example\\.com\\.$`)", undefined],
    ["its literal name", "Host(`grafana.example.com`)", "HostRegexp(`^(grafana|metrics)\\.example\\.com$`)"],
  ];
  for (const [what, rule, own] of taken) {
    it(`is not taken by ${what}`, () => {
      const view = stack([intruder(rule), ...(own === undefined ? [] : [grafana({ [RULE]: own })])]);
      assert.ok(broken(view).includes("host-owner"), rule);
    });
  }

  it("of a wildcard may lose single hosts to services of their own", () => {
    const view = stack([grafana({ [RULE]: "HostRegexp(`^[a-z0-9-]+\\.example\\.com$`)" })]);
    assert.ok(!broken(view).includes("host-owner"));
  });

  it("is not in the way of other paths and methods", () => {
    const view = stack([
      grafana({ [RULE]: "Host(`grafana.example.com`) && PathPrefix(`/app`)" }),
      intruder("HostRegexp(`^grafana\\.example\\.com$`) && PathPrefix(`/other`)"),
    ]);
    assert.ok(!broken(view).includes("host-owner"));
  });
});

describe("the chain of middlewares", () => {
  const KEY = "traefik.http.middlewares.m";
  const after: [string, Labels, boolean][] = [
    ["a forwarded host", { [`${KEY}.headers.customrequestheaders.X-Forwarded-Host`]: "a" }, true],
    ["an alias of an identity header", { [`${KEY}.headers.customrequestheaders.X_authentik_username`]: "a" }, true],
    ["the user of another login", { [`${KEY}.basicauth.headerfield`]: "X-authentik-username" }, true],
    ["a plugin", { [`${KEY}.plugin.p.a`]: "b" }, true],
    ["the user of another login in a header of its own", { [`${KEY}.basicauth.headerfield`]: "X-User" }, false],
    ["compression", { [`${KEY}.compress`]: "true" }, false],
  ];
  for (const [what, labels, bad] of after) {
    it(`${bad ? "does not allow" : "allows"} ${what} after the login`, () => {
      const view = stack([grafana({ [MIDDLEWARES]: "authentik,m", ...labels })]);
      assert.deepEqual(broken(view), bad ? ["chain-order"] : []);
    });
  }

  it("cannot be read where another provider defines a middleware of it", () => {
    assert.deepEqual(broken(stack([grafana({ [MIDDLEWARES]: "authentik,secure@file" })])), ["chain-order"]);
  });

  it("makes no identity up where nobody has logged in", () => {
    const labels = { [`${KEY}.headers.customrequestheaders.X-authentik-username`]: "admin" };
    const view = stack([jellyfin({ "traefik.http.routers.jellyfin.middlewares": "strip-identity,m", ...labels })]);
    assert.deepEqual(broken(view), ["chain-order"]);
  });

  it("begins with the login on the entry point too", () => {
    const flags = [...FLAGS, "--entrypoints.websecure.http.middlewares=pages@docker"];
    assert.ok(broken(stack([], { static: known(readStaticConfiguration(flags)) })).includes("chain-order"));
  });
});

describe("a router", () => {
  it("speaks TLS on the gate's entry point, by itself or by the entry point", () => {
    const flags = FLAGS.filter((flag) => !flag.includes("http.tls"));
    const view = stack([grafana({ "traefik.http.routers.grafana.tls": "false" })], {
      static: known(readStaticConfiguration(flags)),
    });
    assert.deepEqual(broken(view), ["gate-entry-point", "static-configuration"]);
  });

  it("reaches no service of Traefik's own by its name", () => {
    const labels = {
      "traefik.http.routers.q@internal.rule": "Host(`q.example.com`)",
      "traefik.http.routers.q@internal.entrypoints": "websecure",
      "traefik.http.routers.q@internal.middlewares": "strip-identity@docker",
      "traefik.http.routers.q@internal.tls": "true",
      "traefik.http.routers.q@internal.service": "api",
    };
    assert.ok(broken(stack([jellyfin(labels)])).includes("service-reach"));
  });

  it("of Swarm may name its own service with Swarm's provider only", () => {
    const flags = [...FLAGS.map((flag) => flag.replace("providers.docker", "providers.swarm"))];
    const reach = (reference: string) => {
      const labels = service("wiki", { "traefik.http.routers.wiki.service": reference });
      const view = stack([container("wiki", labels, { provider: "swarm" })], {
        static: known(readStaticConfiguration(flags)),
      });
      return broken(view).includes("service-reach");
    };
    assert.equal(reach("wiki@swarm"), false);
    assert.equal(reach("wiki@docker"), true);
  });
});

describe("the outpost router", () => {
  const gate = { ...GATE, domains: ["example.com", "example.org"] };
  const other = container("other", service("other", { "traefik.http.routers.other.rule": "Host(`a.example.org`)" }));

  it("is for every domain of the gate", () => {
    const whole = server({ [`${OUTPOST}.rule`]: outpostRule(gate.domains) });
    assert.deepEqual(broken(stack([whole, other], { gate })), []);
    assert.ok(broken(stack([other], { gate })).includes("outpost-router"), "it is for the first domain only");
  });

  it("answers names with a dot at their end", () => {
    const rule = `HostRegexp(\`^([a-z0-9-]+\\.)*example\\.com$\`) && PathPrefix(\`${OUTPOST_PATH_PREFIX}\`)`;
    assert.deepEqual(broken(stack([server({ [`${OUTPOST}.rule`]: rule })])), ["outpost-router"]);
  });

  it("asks for no middleware that nobody defines", () => {
    assert.deepEqual(broken(stack([server({ [`${OUTPOST}.middlewares`]: "gone@docker" })])), ["outpost-router"]);
  });
});
