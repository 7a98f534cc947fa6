import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerView } from "../../components/routing";
import { exposure, isTraefik, known, readStaticConfiguration, resolve, UNKNOWN } from "../../components/routing";
import { container, FLAGS, GATE, GRAFANA, service, stack, without } from "./fleet";

function router(view: ContainerView, flags: readonly string[] = FLAGS) {
  const found = resolve(stack([view], { static: known(readStaticConfiguration(flags)) })).filter(
    ({ container: { view: of } }) => of === view,
  );
  return found.map(({ name, rule, priority, entryPoints, middlewares, gated, target }) => ({
    name,
    rule,
    priority,
    entryPoints,
    middlewares,
    gated,
    target,
  }));
}

describe("resolve", () => {
  it("completes references and counts the rule for the priority", () => {
    const view = container(
      "grafana",
      service("grafana", { "traefik.http.routers.grafana.middlewares": "authentik,gzip@file" }),
    );
    assert.deepEqual(router(view), [
      {
        name: "grafana",
        rule: "Host(`grafana.example.com`)",
        priority: 27,
        entryPoints: ["websecure"],
        middlewares: ["authentik@docker", "gzip@file"],
        gated: true,
        target: { kind: "own", service: "grafana" },
      },
    ]);
  });

  it("puts the middlewares of the entry point first", () => {
    const [found] = router(GRAFANA, [...FLAGS, "--entryPoints.websecure.http.middlewares=errors@file"]);
    assert.deepEqual(found?.middlewares, ["errors@file", "authentik@docker"]);
    assert.equal(found?.gated, false);
  });

  it("takes the login from the entry point too", () => {
    const open = container("open", without({ ...service("open"), "traefik.http.routers.open.middlewares": "x@file" }));
    const [found] = router(open, [...FLAGS, "--entryPoints.websecure.http.middlewares=authentik@docker"]);
    assert.equal(found?.gated, true);
  });

  it("attaches a router without entry points to all of them", () => {
    const view = container("all", {
      "traefik.enable": "true",
      "traefik.http.routers.all.rule": "Host(`all.example.com`)",
    });
    assert.deepEqual(router(view)[0]?.entryPoints, ["web", "websecure"]);
    assert.deepEqual(router(view, [...FLAGS, "--entryPoints.websecure.asDefault=true"])[0]?.entryPoints, ["websecure"]);
  });

  it("makes the default router of a container without one, unless there is no default rule", () => {
    const view = container("plain", { "traefik.enable": "true" });
    const flags = FLAGS.filter((flag) => !flag.includes("defaultrule"));
    assert.deepEqual(
      router(view, flags).map(({ name, rule, gated }) => ({ name, rule, gated })),
      [{ name: "", rule: "Host(`sso-plain`)", gated: false }],
    );
    assert.deepEqual(router(view), []);
  });

  it("publishes containers without labels only by default", () => {
    const view = container("quiet", {});
    assert.deepEqual(router(view), []);
    const flags = FLAGS.filter((flag) => !/defaultrule|exposedbydefault|constraints/.test(flag));
    assert.equal(router(view, flags).length, 1);
  });

  it("serves nothing of a container whose labels Traefik drops", () => {
    assert.deepEqual(router(container("typo", service("typo", { "traefik.http.routers.typo.midleware": "x" }))), []);
  });

  const targets: [string, Record<string, string>, unknown][] = [
    [
      "another container",
      { "traefik.http.routers.grafana.service": "jellyfin" },
      { kind: "elsewhere", reference: "jellyfin@docker" },
    ],
    [
      "Traefik itself",
      { "traefik.http.routers.grafana.service": "api@internal" },
      { kind: "internal", reference: "api@internal" },
    ],
    [
      "nothing, with two services and none named",
      { "traefik.http.routers.grafana.service": "", "traefik.http.services.b.loadbalancer.server.port": "1" },
      { kind: "none" },
    ],
  ];
  for (const [what, labels, target] of targets) {
    it(`tells that a router leads to ${what}`, () => {
      assert.deepEqual(router(container("grafana", service("grafana", labels)))[0]?.target, target);
    });
  }

  it("puts the largest priority first", () => {
    const priorities = resolve(stack()).map(({ priority }) => priority);
    assert.deepEqual(
      priorities,
      [...priorities].sort((a, b) => b - a),
    );
    assert.equal(resolve(stack())[0]?.name, "authentik-outpost");
  });
});

describe("exposure", () => {
  it("lists what is open, with the reason of those that are meant to be", () => {
    assert.deepEqual(
      exposure(stack()).map(({ container: { title }, routers, reason }) => ({ title, routers, reason })),
      [
        { title: "authentik-server", routers: ["authentik-outpost", "authentik"], reason: "part of the gate" },
        { title: "jellyfin", routers: ["jellyfin"], reason: "The TV app cannot open a browser" },
        { title: "paperless", routers: ["paperless-open"], reason: "The TV app cannot open a browser" },
      ],
    );
  });

  it("gives no reason for what nobody decided, and counts the unknown as open", () => {
    const open = container("grafana", service("grafana", { "traefik.http.routers.grafana.middlewares": "gzip@file" }));
    const tcp = container("tcp", { "traefik.enable": "true", "traefik.tcp.routers.db.rule": "HostSNI(`*`)" });
    const hidden = container("hidden", {}, { labels: UNKNOWN });
    const found = exposure(stack([open, tcp, hidden], { gate: GATE })).filter(({ reason }) => reason === undefined);
    assert.deepEqual(found.map(({ container: { title } }) => title).sort(), ["grafana", "hidden", "tcp"]);
  });
});

describe("readStaticConfiguration", () => {
  it("knows Traefik's defaults, which publish everything", () => {
    const standard = { exposedByDefault: true, defaultRule: "Host(`{{ normalize .Name }}`)", constraints: "" };
    assert.deepEqual(readStaticConfiguration([]).providers, { docker: standard, swarm: standard });
  });

  it("reads values apart from their flag, flags alone and any case", () => {
    const { flags } = readStaticConfiguration([
      "--Log.Level",
      "WARN",
      "--ping",
      "--providers.docker.endpoint=tcp://a:1=b",
    ]);
    assert.deepEqual(
      [...flags],
      [
        ["log.level", "WARN"],
        ["ping", "true"],
        ["providers.docker.endpoint", "tcp://a:1=b"],
      ],
    );
  });
});

describe("isTraefik", () => {
  const cases: [string | undefined, readonly string[], boolean][] = [
    ["traefik:v3.7.15", [], true],
    ["docker.io/library/traefik@sha256:abc", [], true],
    ["registry:5000/mirror/traefik:3", [], true],
    ["traefik/whoami:v1.11.0", [], false],
    ["own/proxy:1", ["--providers.docker=true"], true],
    [undefined, [], false],
  ];
  for (const [image, command, expected] of cases) {
    it(`says ${expected} for ${image} ${command.join(" ")}`, () => {
      assert.equal(isTraefik(image, command), expected);
    });
  }
});
