import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FLAGS, REMOVED, SERVER_LABELS, service, without } from "../routing/fleet";
import type { Resource } from "./harness";
import {
  analyze,
  analyzeStack,
  GATE_COMPONENT,
  ids,
  labelList,
  SERVICE,
  UNKNOWN_LIST,
  UNKNOWN_TEXT,
  urnOf,
} from "./harness";
import { changed, container, FACTS, GRAFANA, JELLYFIN, judged, mandatory, SERVER, STACK, TRAEFIK } from "./soundStack";

describe("the policy pack", () => {
  it("passes a sound stack", async () => {
    for (const resource of STACK) assert.deepEqual(await analyze(resource), []);
    const found = await analyzeStack(STACK);
    assert.deepEqual(mandatory(found), []);
    assert.deepEqual(ids(found), ["cookie-boundary"], "what is left is advice");
  });

  it("stops an open container before it is created, naming resource, router and the line to write", async () => {
    const open = container(
      "grafana",
      without(service("grafana", { "traefik.http.routers.grafana.middlewares": REMOVED })),
    );
    const found = await analyze(open);
    assert.deepEqual(ids(found), ["service-decision"]);
    assert.equal(found[0]?.policy, "sso-resources");
    assert.equal(found[0]?.urn, urnOf(open));
    assert.match(
      found[0]?.message ?? "",
      /router 'grafana' of container 'grafana' \(sso-grafana\).*traefik\.http\.routers\.grafana\.middlewares=authentik@docker/s,
    );
  });

  it("judges the labels of a Swarm service and of its tasks", async () => {
    const open = labelList({
      "traefik.enable": "true",
      "traefik.http.routers.a.rule": "Host(`a.example.com`)",
      "traefik.http.routers.a.entrypoints": "websecure",
    });
    const onService: Resource = {
      type: SERVICE,
      name: "a",
      props: { name: "a", labels: open, taskSpec: { containerSpec: { image: "x" } } },
    };
    const onTasks: Resource = {
      type: SERVICE,
      name: "a",
      props: { name: "a", taskSpec: { containerSpec: { image: "x", labels: open } } },
    };
    for (const resource of [onService, onTasks]) {
      const found = await analyze(resource);
      assert.deepEqual(ids(found), ["service-decision"]);
      assert.equal(found[0]?.policy, "sso-resources");
    }
  });

  it("sees ports that Swarm publishes", async () => {
    const props = {
      name: "a",
      labels: labelList(service("a")),
      endpointSpec: { ports: [{ targetPort: 3000, publishedPort: 3000 }] },
      taskSpec: { containerSpec: { image: "x" } },
    };
    assert.deepEqual(ids(await analyze({ type: SERVICE, name: "a", props })), ["published-port"]);
  });

  it("lets only containers inside SsoGate be a part of the gate", async () => {
    const impostor = container("evil", SERVER_LABELS);
    assert.ok(ids(await analyze(impostor)).includes("service-decision"));
    assert.deepEqual(await analyze(SERVER), []);
  });

  it("lets only an ExternalService lead to a URL", async () => {
    const labels = without(
      service("nas", {
        "traefik.http.services.nas.loadbalancer.server.port": REMOVED,
        "traefik.http.services.nas.loadbalancer.server.url": "https://192.0.2.1",
      }),
    );
    assert.deepEqual(ids(await analyze(container("nas", labels))), ["service-reach"]);
    assert.deepEqual(await analyze(container("nas", labels, {}, ["authentik-sso:index:ExternalService"])), []);
  });

  it("sees ports, network mode and mounts of a container", async () => {
    const doors = { ports: [{ internal: 3000, external: 3000 }], networkMode: "host" };
    assert.deepEqual(ids(await analyze(container("grafana", service("grafana"), doors))), [
      "network-mode",
      "published-port",
    ]);
    const socket = {
      ...TRAEFIK.props,
      volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }],
    };
    assert.deepEqual(ids(await analyze({ ...TRAEFIK, props: socket })), ["docker-socket"]);
  });

  it("passes over every other type", async () => {
    assert.deepEqual(
      await analyze({
        type: "docker:index/network:Network",
        name: "apps",
        props: { labels: labelList({ "traefik.enable": "true" }) },
      }),
      [],
    );
  });
});

describe("unknown values", () => {
  const base = labelList(service("grafana"));
  const rule = base.findIndex(({ label }) => label.endsWith(".rule"));
  const replaced = (change: Partial<{ label: string; value: string }>) =>
    base.map((label, index) => (index === rule ? { ...label, ...change } : label));
  const cases: [string, unknown][] = [
    ["an unknown list of labels", UNKNOWN_LIST],
    ["an unknown label", base.map((label, index) => (index === rule ? UNKNOWN_TEXT : label))],
    ["an unknown key", replaced({ label: UNKNOWN_TEXT })],
    ["an unknown value", replaced({ value: UNKNOWN_TEXT })],
  ];
  for (const [what, labels] of cases) {
    it(`reports ${what} as a violation of its own and never leaves the policy`, async () => {
      const found = await analyze({ ...GRAFANA, props: { ...GRAFANA.props, labels } });
      assert.deepEqual(ids(found), ["label-known"]);
      assert.match(found[0]?.message ?? "", /Write /);
    });
  }

  it("accepts an unknown value of a label that decides nothing", async () => {
    const labels = [...base, { label: "org.opencontainers.image.version", value: UNKNOWN_TEXT }];
    assert.deepEqual(await analyze({ ...GRAFANA, props: { ...GRAFANA.props, labels } }), []);
  });

  it("accepts unknown image, name and environment, which decide nothing here", async () => {
    const props = {
      ...GRAFANA.props,
      image: UNKNOWN_TEXT,
      name: UNKNOWN_TEXT,
      envs: UNKNOWN_LIST,
      networksAdvanced: UNKNOWN_LIST,
    };
    assert.deepEqual(await analyze({ ...GRAFANA, props }), []);
  });

  it("takes an unknown port of a protected service for an open one", async () => {
    for (const ports of [UNKNOWN_LIST, [UNKNOWN_TEXT], [{ internal: 3000, ip: UNKNOWN_TEXT }]]) {
      assert.deepEqual(ids(await analyze({ ...GRAFANA, props: { ...GRAFANA.props, ports } })), ["published-port"]);
    }
  });

  it("does not take the outpost router on trust while its rule is unknown", async () => {
    const labels = labelList(SERVER_LABELS).map((label) =>
      label.label.endsWith("outpost.rule") ? { ...label, value: UNKNOWN_TEXT } : label,
    );
    const found = await analyzeStack(changed({ ...SERVER, props: { ...SERVER.props, labels } }));
    assert.deepEqual(ids(mandatory(found)), ["outpost-router"]);
  });

  it("assumes Traefik's own defaults while its command line is unknown", async () => {
    const found = await analyzeStack(changed({ ...TRAEFIK, props: { ...TRAEFIK.props, command: UNKNOWN_LIST } }));
    assert.deepEqual(ids(mandatory(found)), ["static-configuration"]);
  });
});

describe("the stack policy", () => {
  it("tells the story of the outpost router when it is gone, and the lines to write", async () => {
    const labels = Object.fromEntries(
      Object.entries(SERVER_LABELS).filter(([key]) => !key.includes("authentik-outpost")),
    );
    const found = mandatory(await analyzeStack(changed(container("authentik-server", labels, {}, [GATE_COMPONENT]))));
    assert.deepEqual(ids(found), ["outpost-router"]);
    assert.equal(found[0]?.urn, urnOf(container("authentik-server", {}, {}, [GATE_COMPONENT])));
    assert.match(found[0]?.message ?? "", /mismatched session ID.*authentik-outpost\.priority=1000000000/s);
  });

  it("takes the gate from another stack's contract", async () => {
    const services = [GRAFANA, JELLYFIN];
    assert.deepEqual(ids(await judged(services)), ["gate-known"]);
    const contract = { ...FACTS, version: 1, traefik: { version: "3.7.15", staticConfiguration: [...FLAGS] } };
    assert.deepEqual(await judged(services, { contract }), []);
    const second = container(
      "grafana",
      service("grafana", { "traefik.http.middlewares.authentik.forwardauth.address": "http://x/" }),
    );
    assert.deepEqual(ids(await judged([second, JELLYFIN], { contract })), ["middleware-definition"]);
    const outside = container(
      "grafana",
      service("grafana", { "traefik.http.routers.grafana.rule": "Host(`grafana.example.org`)" }),
    );
    assert.deepEqual(ids(await judged([outside, JELLYFIN], { contract })), ["host-boundary"]);
  });

  it("has nothing to say about a stack without Traefik", async () => {
    assert.deepEqual(
      await analyzeStack([
        container("redis", {}),
        { type: "random:index/randomPassword:RandomPassword", name: "p", props: { length: 8 } },
      ]),
      [],
    );
  });

  it("counts 'oidc' only with a client that is bound and leads back to the service", async () => {
    const labels = service("wiki", {
      "traefik.http.routers.wiki.middlewares": "strip-identity@docker",
      "sso.access": "oidc",
      "sso.client": "wiki",
    });
    const wiki = container("wiki", labels);
    const provider = (url: string, matching_mode = "strict"): Resource => ({
      type: "authentik:index/providerOauth2:ProviderOauth2",
      name: "p",
      props: { allowedRedirectUris: [{ matching_mode, url }] },
    });
    const application: Resource = {
      type: "authentik:index/application:Application",
      name: "a",
      props: {},
      propertyDependencies: { protocolProvider: ["p"] },
    };
    const binding: Resource = {
      type: "authentik:index/policyBinding:PolicyBinding",
      name: "b",
      props: {},
      propertyDependencies: { target: ["a"] },
    };
    const good = provider("https://wiki.example.com/callback");
    assert.deepEqual(await judged(changed(wiki, good, application, binding)), []);
    for (const [what, resources, broken] of [
      ["no client", [], ["oidc-client"]],
      ["no binding", [good, application], ["application-binding", "oidc-client"]],
      ["another host", [provider("https://evil.example.com/"), application, binding], ["oidc-client"]],
      ["an expression", [provider("https://wiki.example.com/.*", "regex"), application, binding], ["oidc-client"]],
    ] as const) {
      assert.deepEqual(ids(await judged(changed(wiki, ...resources))), broken, what);
    }
  });
});
