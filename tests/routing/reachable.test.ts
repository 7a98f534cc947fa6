import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RoutingRequest, StackView } from "../../components/routing";
import { known, reachable, readStaticConfiguration, UNKNOWN } from "../../components/routing";
import { container, excludedService, FLAGS, REMOVED, service, stack } from "./fleet";
import { grafana, jellyfin } from "./variations";

function titles(view: StackView, request: Partial<RoutingRequest>): string[] {
  const whole = { host: "jellyfin.example.com", path: "/", entryPoint: "websecure", tls: true, ...request };
  return reachable(view, whole).map(({ title }) => title);
}

/** Jellyfin with another rule. */
const ruled = (rule: string) => stack([jellyfin({ "traefik.http.routers.jellyfin.rule": rule })]);

describe("reachable", () => {
  it("finds who answers without the login, and nobody where the login is asked", () => {
    assert.deepEqual(titles(stack(), {}), ["jellyfin"]);
    assert.deepEqual(titles(stack(), { host: "grafana.example.com" }), []);
    assert.deepEqual(titles(stack(), { host: "nobody.example.com" }), []);
  });

  it("reads the host as Traefik does: any case, no port, a dot at its end", () => {
    for (const host of ["JELLYFIN.example.com", "jellyfin.example.com:8443", "jellyfin.example.com."]) {
      assert.deepEqual(titles(stack(), { host }), ["jellyfin"], host);
    }
  });

  it("tells entry points and TLS apart", () => {
    assert.deepEqual(titles(stack(), { entryPoint: "web", tls: false }), []);
    assert.deepEqual(titles(stack(), { tls: false }), []);
    const unknown = stack([], { static: UNKNOWN });
    assert.deepEqual(titles(unknown, { entryPoint: "any" }), ["jellyfin"]);
  });

  it("opens the paths of an exclusion and no others", () => {
    const host = "paperless.example.com";
    assert.deepEqual(titles(stack(), { host, path: "/api/documents" }), ["paperless"]);
    assert.deepEqual(titles(stack(), { host, path: "/documents" }), []);
  });

  const forms: [string, string][] = [
    ["dots", "/x/../api/1"],
    ["encoded letters", "/%61pi/1"],
    ["several slashes", "//api/1"],
    ["encoded dots", "/x/%2e%2e/api/1"],
    ["a query", "/api/1?a=b"],
  ];
  for (const [what, path] of forms) {
    it(`sees through ${what} in a path`, () => {
      assert.deepEqual(titles(stack(), { host: "paperless.example.com", path }), ["paperless"]);
    });
  }

  it("counts a condition that is not given as met", () => {
    const view = ruled("Host(`jellyfin.example.com`) && ClientIP(`10.0.0.0/8`) && Method(`POST`)");
    assert.deepEqual(titles(view, {}), ["jellyfin"]);
    assert.deepEqual(titles(view, { method: "GET" }), []);
    assert.deepEqual(titles(view, { clientIp: "192.0.2.1" }), []);
    assert.deepEqual(titles(view, { method: "POST", clientIp: "10.1.2.3" }), ["jellyfin"]);
  });

  it("reads queries and headers", () => {
    const view = ruled("Host(`jellyfin.example.com`) && Query(`token`, `1`) && Header(`X-App`, `tv`)");
    assert.deepEqual(titles(view, { path: "/?token=1", headers: { "x-app": ["tv"] } }), ["jellyfin"]);
    assert.deepEqual(titles(view, { path: "/?token=2" }), []);
    assert.deepEqual(titles(view, { path: "/?token=1", headers: {} }), []);
  });

  it("counts a broad router on every host, whatever its priority: it answers when the others are gone", () => {
    assert.deepEqual(titles(ruled("PathPrefix(`/`)"), { host: "grafana.example.com" }), ["jellyfin"]);
  });

  it("counts a broad router on plain HTTP too: a request without a host is not sent on", () => {
    const view = stack([
      jellyfin({
        "traefik.http.routers.jellyfin.rule": "Host(`*`)",
        "traefik.http.routers.jellyfin.entrypoints": "web",
        "traefik.http.routers.jellyfin.tls": "false",
      }),
    ]);
    assert.deepEqual(titles(view, { host: "", entryPoint: "web", tls: false }), ["jellyfin"]);
    const prefix = stack([
      jellyfin({
        "traefik.http.routers.jellyfin.rule": "PathPrefix(`/`)",
        "traefik.http.routers.jellyfin.entrypoints": "web",
        "traefik.http.routers.jellyfin.tls": "false",
      }),
    ]);
    assert.deepEqual(titles(prefix, { host: "", entryPoint: "web", tls: false }), ["jellyfin"]);
  });

  it("follows TCP routers by the name of the TLS handshake", () => {
    const stream = (rule: string, tls: string) =>
      stack([
        container("db", {
          ...service("db"),
          "traefik.tcp.routers.t.rule": rule,
          "traefik.tcp.routers.t.entrypoints": "websecure",
          ...(tls && { "traefik.tcp.routers.t.tls": tls }),
        }),
      ]);
    assert.deepEqual(titles(stream("HostSNI(`x.example.com`)", "true"), { host: "x.example.com" }), ["db"]);
    assert.deepEqual(titles(stream("HostSNI(`x.example.com`)", "true"), { sni: "x.example.com" }), ["jellyfin", "db"]);
    assert.deepEqual(titles(stream("HostSNI(`x.example.com`)", "true"), {}), ["jellyfin"]);
    assert.deepEqual(
      titles(stream("HostSNI(`x.example.com`)", ""), { sni: "x.example.com" }),
      ["jellyfin"],
      "disabled",
    );
    assert.deepEqual(titles(stream("HostSNI(`*`)", ""), { tls: false }), ["db"]);
    assert.deepEqual(titles(stream("!HostSNI(`x.example.com`)", ""), { tls: false }), ["db"]);
  });

  it("leaves a container out on the constraint of its provider", () => {
    const flags = (constraint: string) => [...FLAGS, `--providers.docker.constraints=${constraint}`];
    const view = (constraint: string) =>
      stack([container("tv", excludedService("tv", { "sso.gate": REMOVED, public: "yes" }))].map(removed), {
        static: known(readStaticConfiguration(flags(constraint))),
      });
    const cases: [string, boolean][] = [
      ["Label(`public`,`yes`)", true],
      ["Label(`public`,`no`)", false],
      ["!Label(`public`,`no`) && (LabelRegex(`public`, `^y`) || Label(`a`,`b`))", true],
      ["LabelRegex(`public`, `^n`)", false],
      ["Label(`sso.gate`,``)", true],
      ["Label(`public`", true],
      ["Lable(`public`,`no`)", true],
    ];
    for (const [constraint, expected] of cases) {
      assert.equal(titles(view(constraint), { host: "tv.example.com" }).includes("tv"), expected, constraint);
    }
  });

  it("reads routers of a container with a label given twice as open", () => {
    const labels = service("grafana");
    const twice = [
      ...Object.entries(labels),
      ["traefik.http.routers.grafana.middlewares", "authentik@docker"],
      ["traefik.http.routers.grafana.middlewares", "gzip@docker"],
    ];
    const view = grafana(
      {},
      { labels: known(twice.map(([key = "", value = ""]) => ({ key: known(key), value: known(value) }))) },
    );
    assert.deepEqual(titles(stack([view]), { host: "grafana.example.com" }), ["grafana"]);
  });
});

function removed(view: ReturnType<typeof container>) {
  assert.ok(view.labels.known);
  return { ...view, labels: known(view.labels.value.filter(({ value }) => !value.known || value.value !== REMOVED)) };
}
