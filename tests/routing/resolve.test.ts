import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerView } from "../../components/routing";
import { known, readStaticConfiguration, resolve } from "../../components/routing";
import { container, FLAGS, GRAFANA, service, stack, without } from "./fleet";

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

  it("makes the default router beside TCP routers too, as soon as labels say anything of HTTP", () => {
    const flags = FLAGS.filter((flag) => !flag.includes("defaultrule"));
    const tcp = { "traefik.enable": "true", "traefik.tcp.routers.t.rule": "HostSNI(`*`)" };
    assert.equal(router(container("tcp", tcp), flags).length, 0);
    assert.equal(router(container("both", { ...tcp, "traefik.http.middlewares.m.compress": "true" }), flags).length, 1);
  });

  it("names the default router after compose's service and project", () => {
    const labels = {
      "traefik.enable": "true",
      "com.docker.compose.project": "my_home",
      "com.docker.compose.service": "wiki",
    };
    const flags = FLAGS.filter((flag) => !flag.includes("defaultrule"));
    assert.equal(router(container("wiki", labels), flags)[0]?.rule, "Host(`wiki-my-home`)");
  });

  it("takes a default rule of one's own for any host", () => {
    const flags = [...FLAGS, "--providers.docker.defaultrule=Host(`{{ .Name }}.example.com`)"];
    assert.equal(router(container("plain", { "traefik.enable": "true" }), flags)[0]?.rule, "PathPrefix(`/`)");
  });

  it("completes references after the provider that reads the labels", () => {
    const labels = service("grafana", { "traefik.http.routers.grafana.middlewares": "authentik" });
    const view = container("grafana", labels, { provider: "swarm" });
    const flags = [...FLAGS, "--providers.swarm.constraints="];
    assert.deepEqual(router(view, flags)[0]?.middlewares, ["authentik@swarm"]);
    assert.equal(router(view, flags)[0]?.gated, false);
    const named = container("grafana", service("grafana"), { provider: "swarm" });
    assert.equal(router(named, flags)[0]?.gated, true);
    assert.deepEqual(router(named, flags)[0]?.target, { kind: "own", service: "grafana" });
  });

  it("completes references after what a router's name has behind an '@'", () => {
    const view = container("trick", {
      "traefik.enable": "true",
      "traefik.http.routers.q@internal.rule": "Host(`trick.example.com`)",
      "traefik.http.routers.q@internal.service": "api",
    });
    assert.deepEqual(router(view)[0]?.target, { kind: "internal", reference: "api@internal" });
  });

  it("reads each provider's own flags", () => {
    const quiet = container("quiet", {}, { provider: "swarm" });
    assert.equal(router(quiet).length, 1, "Swarm's provider publishes by default");
    assert.equal(router(quiet, [...FLAGS, "--providers.swarm.exposedbydefault=false"]).length, 0);
  });

  it("serves an entry point without the login as open, even if another one has it", () => {
    const view = container("both", {
      "traefik.enable": "true",
      "traefik.http.routers.both.rule": "Host(`both.example.com`)",
      "traefik.http.routers.both.entrypoints": "websecure,lan",
    });
    const flags = [...FLAGS, "--entrypoints.lan.address=:8443", "--entrypoints.websecure.http.middlewares=authentik"];
    assert.equal(router(view, flags)[0]?.gated, false);
    assert.equal(router(view, [...flags, "--entrypoints.lan.http.middlewares=authentik@docker"])[0]?.gated, true);
  });
});
