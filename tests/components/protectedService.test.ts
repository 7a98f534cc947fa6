import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "authentik-sso";
import { GATE_FACTS as GATE } from "../support/gateFacts";
import { labelsOf, only, recordResources, settled } from "./recordedResources";

const recorded = recordResources();

const CONTAINER = "docker:index/container:Container";

test("one line puts a service behind the login, on HTTPS only, on the gate's network", async () => {
  const { ProtectedService } = await import("authentik-sso");
  new ProtectedService("grafana", { gate: GATE, port: 3000, container: { image: "grafana/grafana:12.1.0" } });
  await settled();
  const grafana = only(recorded, CONTAINER, "grafana");
  assert.deepEqual(labelsOf(grafana), {
    "sso.access": "domain",
    "sso.gate": "sso",
    "traefik.docker.network": "sso-apps",
    "traefik.enable": "true",
    "traefik.http.routers.grafana.entrypoints": "websecure",
    "traefik.http.routers.grafana.middlewares": "authentik@docker,drop-jwt@docker",
    "traefik.http.routers.grafana.rule": "Host(`grafana.example.com`)",
    "traefik.http.routers.grafana.service": "grafana",
    "traefik.http.routers.grafana.tls": "true",
    "traefik.http.services.grafana.loadbalancer.server.port": "3000",
  });
  assert.equal(grafana.inputs.name, "sso-grafana");
  assert.deepEqual(grafana.inputs.networksAdvanced, [{ name: "sso-apps" }]);
});

test("labels come sorted, so that a second up changes nothing", async () => {
  const { ProtectedService } = await import("authentik-sso");
  const container = { image: "wiki:1", labels: [{ label: "a.first", value: "1" }] };
  new ProtectedService("wiki", { gate: GATE, port: 80, container });
  await settled();
  const labels = only(recorded, CONTAINER, "wiki").inputs.labels as { label: string }[];
  const keys = labels.map(({ label }) => label);
  assert.deepEqual(keys, [...keys].sort());
  assert.ok(keys.includes("a.first"));
});

test("an exclusion takes the login away, strips identity headers and carries its reason", async () => {
  const { ProtectedService, excluded } = await import("authentik-sso");
  const access = excluded({ reason: "TV apps log in themselves", owner: "me", until: "2027-06-30" });
  new ProtectedService("jellyfin", { gate: GATE, port: 8096, access, container: { image: "jellyfin:10" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "jellyfin"));
  assert.equal(labels["traefik.http.routers.jellyfin.middlewares"], "strip-identity@docker");
  assert.equal(labels["sso.access"], "excluded");
  assert.equal(labels["sso.reason"], "TV apps log in themselves");
  assert.equal(labels["sso.until"], "2027-06-30");
});

test("an exclusion of paths opens those and keeps the login in front of the rest", async () => {
  const { ProtectedService, excluded } = await import("authentik-sso");
  const access = excluded({ reason: "webhooks of the forge", paths: ["/api/webhook/", "/healthz"] });
  new ProtectedService("ci", { gate: GATE, port: 80, access, container: { image: "ci:1" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "ci"));
  assert.equal(labels["traefik.http.routers.ci.middlewares"], "authentik@docker,drop-jwt@docker");
  assert.equal(labels["traefik.http.routers.ci-open.middlewares"], "strip-identity@docker");
  assert.equal(
    labels["traefik.http.routers.ci-open.rule"],
    "Host(`ci.example.com`) && (PathPrefix(`/api/webhook/`) || PathPrefix(`/healthz`))",
  );
});

test("an exclusion for some clients opens the host to those and keeps the login in front of the others", async () => {
  const { ProtectedService, excluded } = await import("authentik-sso");
  const access = excluded({ reason: "the TV at home has no browser", sources: ["192.168.1.0/24", "fd00::/8"] });
  new ProtectedService("tv", { gate: GATE, port: 80, access, container: { image: "tv:1" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "tv"));
  assert.equal(labels["traefik.http.routers.tv.middlewares"], "authentik@docker,drop-jwt@docker");
  assert.equal(labels["traefik.http.routers.tv-open.middlewares"], "strip-identity@docker");
  assert.equal(
    labels["traefik.http.routers.tv-open.rule"],
    "Host(`tv.example.com`) && (ClientIP(`192.168.1.0/24`) || ClientIP(`fd00::/8`))",
  );
  assert.equal(labels["sso.sources"], "192.168.1.0/24,fd00::/8");
});

test("a preset opens the paths that are known of an app, and those that are added", async () => {
  const { OPEN_PATHS, ProtectedService, excluded } = await import("authentik-sso");
  const access = excluded({ preset: "sonarr", reason: "the phone app comes with the API key", paths: ["/calendar/"] });
  new ProtectedService("sonarr", { gate: GATE, port: 8989, access, container: { image: "sonarr:4" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "sonarr"));
  assert.equal(labels["sso.paths"], "/api/,/feed/,/ping,/calendar/");
  assert.match(labels["traefik.http.routers.sonarr-open.rule"] ?? "", /PathPrefix\(`\/feed\/`\)/);
  for (const [app, { paths, why, source }] of Object.entries(OPEN_PATHS)) {
    assert.ok(paths.length > 0 && why !== "" && source !== "", `${app} says what is open, why, and where that is from`);
    assert.ok(!paths.includes("/"), `${app} opens less than everything`);
  }
});

test("ports past the login are named on the container, with their reason", async () => {
  const { ProtectedService, domain } = await import("authentik-sso");
  const access = domain({ ports: ["2222/tcp"], reason: "git over SSH has keys of its own" });
  new ProtectedService("forge", { gate: GATE, port: 80, access, container: { image: "forge:1" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "forge"));
  assert.deepEqual([labels["sso.ports"], labels["sso.reason"]], ["2222/tcp", "git over SSH has keys of its own"]);
});

test("a reason that is missing does not compile", async () => {
  const { application, domain, excluded } = await import("authentik-sso");
  // @ts-expect-error an exclusion has a reason
  excluded({ paths: ["/api/"] });
  // @ts-expect-error so have ports past the login
  domain({ ports: ["53/udp"] });
  // @ts-expect-error whatever the mode
  application({ groups: ["admins"], ports: ["22"] });
});

test("without a container the labels and the network are given out to attach", async () => {
  const { ProtectedService } = await import("authentik-sso");
  const before = recorded.filter(({ type }) => type === CONTAINER).length;
  const service = new ProtectedService("own", { gate: GATE, port: 80 });
  await settled();
  assert.equal(recorded.filter(({ type }) => type === CONTAINER).length, before);
  const labels = await new Promise<{ label: string; value: string }[]>((resolve) => service.labels.apply(resolve));
  assert.ok(labels.some(({ label, value }) => label === "sso.access" && value === "domain"));
});

test("a gate of another stack gives the same labels", async () => {
  const { ProtectedService } = await import("authentik-sso");
  new ProtectedService("remote", { gate: pulumi.output(GATE), port: 80, container: { image: "r:1" } });
  await settled();
  const labels = labelsOf(only(recorded, CONTAINER, "remote"));
  assert.equal(labels["traefik.http.routers.remote.middlewares"], "authentik@docker,drop-jwt@docker");
});

const refusals: [string, () => Promise<unknown>, RegExp][] = [
  ["an exclusion without a reason", () => make({ mode: "excluded", reason: "" }), /there is no reason: write why/],
  ["an exclusion whose reason is none", () => make({ mode: "excluded", reason: " TODO " }), /is a placeholder/],
  ["a mode that does not exist", () => make({ mode: "open" }), /allowed are domain, application, oidc, excluded/],
  [
    "groups that domain mode would not enforce",
    () => make({ mode: "domain", groups: ["admins"] }),
    /service 'bad': 'groups' has no effect with 'mode: domain'; allowed there: reason, ports\./,
  ],
  [
    "a field that does not exist",
    () => make({ mode: "application", group: ["admins"] } as unknown as AccessArgs),
    /service 'bad': access has 'group', allowed are mode, reason, groups,/,
  ],
  ["an application without groups", () => make({ mode: "application" }), /without groups/],
  [
    "a group that is named twice",
    () => make({ mode: "application", groups: ["admins", "ops", "admins"] }),
    /group 'admins' is named twice/,
  ],
  ["a date that is none", () => make({ mode: "excluded", reason: "TV apps", until: "soon" }), /YYYY-MM-DD/],
  ["ports without a reason", () => make({ mode: "domain", ports: ["53/udp"] }), /published past the login/],
  ["a preset of nothing", () => make({ mode: "excluded", reason: "TV apps", preset: "x" }), /'x', allowed presets are/],
  [
    "a preset behind the login",
    () => make({ mode: "domain", preset: "sonarr" }),
    /no login through authentik is known of 'sonarr', allowed presets are actual,/,
  ],
  [
    "an app whose login is not known",
    () => make({ mode: "oidc", preset: "sonarr" }),
    /Make a ProviderOauth2 of your own/,
  ],
  ["oidc with neither preset nor client", () => make({ mode: "oidc" }), /needs one of/],
  ["oidc with both", () => make({ mode: "oidc", preset: "grafana", client: "x" }), /needs one of/],
  ["groups of one's own client", () => make({ mode: "oidc", client: "x", groups: ["ops"] }), /bind your own client/],
  [
    "a preset without the gate's contract",
    () => make({ mode: "oidc", preset: "grafana" }),
    /needs the gate's contract/,
  ],
  [
    "addresses that are everybody's",
    () => make({ mode: "excluded", reason: "TV apps", sources: ["0.0.0.0/0"] }),
    /is everybody/,
  ],
  [
    "a path that could end the rule",
    () => make({ mode: "excluded", reason: "TV apps", paths: ["/a`) || Host(`"] }),
    /path prefix/,
  ],
];

async function make(access: AccessArgs) {
  const { ProtectedService } = await import("authentik-sso");
  return new ProtectedService("bad", { gate: GATE, port: 80, access });
}

for (const [what, attempt, message] of refusals) {
  test(`${what} is refused before anything is created`, async () => {
    const before = recorded.length;
    await assert.rejects(attempt, message);
    assert.equal(
      recorded.filter(({ type }) => type === CONTAINER).length,
      recorded.slice(0, before).filter(({ type }) => type === CONTAINER).length,
    );
  });
}

test("a container's own label that contradicts the decision is refused, whatever its case", async () => {
  const { mergeLabels } = await import("../../components/service/mergeLabels");
  const own = [{ label: "traefik.HTTP.routers.x.middlewares", value: "none@docker" }];
  assert.throws(
    () => mergeLabels("x", { "traefik.http.routers.x.middlewares": "authentik@docker" }, own),
    /set by its access decision already/,
  );
});
