import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerView, StackView } from "../../components/routing";
import { exposure, known, readStaticConfiguration, UNKNOWN } from "../../components/routing";
import type { Labels } from "./fleet";
import { container, excludedService, FLAGS, GATE, REMOVED, service, stack, traefik } from "./fleet";
import { grafana, jellyfin, wiki } from "./variations";

/** Titles of containers that are open although nobody decided it. */
function undecided(view: StackView): string[] {
  return exposure(view).flatMap(({ container: { title }, reason }) => (reason === undefined ? [title] : []));
}

/** A container with one open router, and whatever else. */
function open(labels: Labels, more: Partial<ContainerView> = {}): ContainerView {
  return container("open", { ...excludedService("open"), ...labels }, more);
}

const service2 = "traefik.http.routers.open.service";
const url = (target: string): Labels => ({
  [service2]: REMOVED,
  "traefik.http.services.open.loadbalancer.server.port": REMOVED,
  "traefik.http.services.open.loadbalancer.server.url": target,
});

function without(view: ContainerView): ContainerView {
  if (!view.labels.known) return view;
  return { ...view, labels: known(view.labels.value.filter(({ value }) => !value.known || value.value !== REMOVED)) };
}

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
    const forgotten = grafana({ "traefik.http.routers.grafana.middlewares": "gzip@file" });
    const tcp = container("tcp", { "traefik.enable": "true", "traefik.tcp.routers.db.rule": "HostSNI(`*`)" });
    const hidden = container("hidden", {}, { labels: UNKNOWN });
    assert.deepEqual(undecided(stack([forgotten, tcp, hidden])).sort(), ["grafana", "hidden", "tcp"]);
  });

  const targets: [string, ContainerView[], string[]][] = [
    ["a reference to another container's service", [open({ [service2]: "grafana" })], ["grafana"]],
    ["the same with its provider", [open({ [service2]: "grafana@docker" })], ["grafana"]],
    [
      "a service of the same name, which Traefik joins",
      [open({ "traefik.http.services.grafana.loadbalancer.server.port": "1", [service2]: "grafana" })],
      ["grafana"],
    ],
    [
      "the service that Traefik names after a container",
      [
        open({ [service2]: "sso-plain-app" }),
        container("plain", { "traefik.enable": "true" }, { name: known("sso_plain.app") }),
      ],
      ["plain"],
    ],
    ["a URL with a container's name", [without(open(url("http://SSO-Grafana:3000")))], ["grafana"]],
    ["a URL with its name and network", [without(open(url("http://sso-grafana.sso-apps.:3000")))], ["grafana"]],
    [
      "a URL with its address",
      [without(open(url("http://172.20.0.9:3000"))), grafana({}, { addresses: ["172.20.0.9"] })],
      ["grafana"],
    ],
    [
      "the pages of an errors middleware before the login",
      [
        grafana({
          "traefik.http.routers.grafana.middlewares": "pages,authentik",
          "traefik.http.middlewares.pages.errors.status": "401",
          "traefik.http.middlewares.pages.errors.service": "proxmox",
        }),
        container("proxmox", service("proxmox")),
      ],
      ["grafana", "proxmox"],
    ],
    ["the network of another container", [open({}, { networkMode: known("container:sso-grafana") })], ["grafana"]],
    [
      "a TCP router with another container's service",
      [
        open({ "traefik.tcp.routers.t.rule": "HostSNI(`*`)", "traefik.tcp.routers.t.service": "db@docker" }),
        grafana({ "traefik.tcp.services.db.loadbalancer.server.port": "3000" }),
      ],
      ["grafana"],
    ],
  ];
  for (const [what, views, expected] of targets) {
    it(`finds the container behind ${what}`, () => {
      assert.deepEqual(undecided(stack(views)).sort(), expected);
    });
  }

  it("finds the container that a forwardAuth asks: its refusals go to the client", () => {
    const view = open({
      "traefik.http.routers.open.middlewares": "strip-identity,ask",
      "traefik.http.middlewares.ask.forwardauth.address": "http://sso-grafana:3000/secret",
    });
    assert.deepEqual(undecided(stack([view])), ["grafana"]);
  });

  it("takes a URL that nothing known has for every container without a known address", () => {
    const view = stack([without(open(url("http://192.0.2.77:3000"))), grafana({}, { addresses: ["172.20.0.9"] })]);
    const titles = undecided(view);
    assert.ok(titles.includes("postgres"), "its address is not known");
    assert.ok(!titles.includes("grafana"), "its address is another");
  });

  it("takes a name without a dot for any container: it may be another name of it", () => {
    const view = stack([without(open(url("http://dashboards:3000"))), grafana({}, { addresses: ["172.20.0.9"] })]);
    assert.ok(undecided(view).includes("grafana"));
  });

  it("leaves out what Traefik never serves", () => {
    const gone: [string, Labels][] = [
      ["an unknown entry point", { "traefik.http.routers.grafana.entrypoints": "nowhere" }],
      ["an unknown matcher", { "traefik.http.routers.grafana.rule": "Hots(`grafana.example.com`)" }],
      [
        "two services and none named",
        {
          "traefik.http.routers.grafana.service": "",
          "traefik.http.services.b.loadbalancer.server.port": "1",
        },
      ],
      ["a mistyped field", { "traefik.http.routers.grafana.midleware": "x" }],
      ["a container of another gate", { "sso.gate": "other" }],
      [
        "plain HTTP, which is sent on to HTTPS",
        { "traefik.http.routers.grafana.entrypoints": "web", "traefik.http.routers.grafana.tls": "false" },
      ],
    ];
    for (const [what, labels] of gone) {
      const view = stack([grafana({ "traefik.http.routers.grafana.middlewares": "", ...labels })]);
      assert.ok(!undecided(view).includes("grafana"), what);
    }
  });

  it("keeps what only this model cannot read", () => {
    for (const labels of [
      {
        "traefik.http.routers.grafana.rule": "Host(`a.example.com`, `b.example.com`)",
        "traefik.http.routers.grafana.rulesyntax": "v2",
      },
      { "traefik.http.routers.grafana.rule": "Host(`grafana.example.com`) && PathRegexp(`\\p{Greek}`)" },
      {
        "traefik.http.routers.grafana.rule": "PathPrefix(`/`)",
        "traefik.http.routers.grafana.entrypoints": "web",
        "traefik.http.routers.grafana.tls": "false",
      },
    ]) {
      const view = stack([grafana({ "traefik.http.routers.grafana.middlewares": "", ...labels })]);
      assert.ok(undecided(view).includes("grafana"), JSON.stringify(labels));
    }
  });
});

describe("the reason of an exposure", () => {
  const reasonOf = (view: StackView, title: string) =>
    exposure(view).find(({ container }) => container.title === title)?.reason;

  it("ends with the exclusion", () => {
    assert.equal(reasonOf(stack([jellyfin({ "sso.until": "2026-01-01" })]), "jellyfin"), undefined);
  });

  it("does not cover more than the paths of the exclusion", () => {
    assert.equal(reasonOf(stack([jellyfin({ "sso.paths": "/api/" })]), "jellyfin"), undefined);
  });

  it("does not cover the router of another container", () => {
    const view = stack([open({ [service2]: "paperless" })]);
    assert.equal(reasonOf(view, "paperless"), undefined);
  });

  it("is the service's own login where authentik has a client for its host", () => {
    const redirectUris = [known({ mode: "strict", url: "https://wiki.example.com/callback" })];
    const client = { id: "urn:wiki", title: "wiki", redirectUris, bound: true };
    assert.match(reasonOf(stack([wiki()], { oidcClients: [client] }), "wiki") ?? "", /itself/);
    assert.equal(reasonOf(stack([wiki()]), "wiki"), undefined);
  });
});

describe("the login's definition", () => {
  const second = (labels: Labels) => container("second", { "traefik.enable": "true", ...labels });
  const KEY = "traefik.http.middlewares.authentik";
  const wrong: [string, ContainerView][] = [
    [
      "another address",
      traefik({ [`${KEY}.forwardauth.address`]: "http://evil:1/outpost.goauthentik.io/auth/traefik" }),
    ],
    ["a second definition with another address", second({ [`${KEY}.forwardauth.address`]: "http://evil:1/" })],
    ["a second definition of another type", second({ [`${KEY}.headers.framedeny`]: "true" })],
  ];
  for (const [what, view] of wrong) {
    it(`opens every router that asks for it with ${what}`, () => {
      assert.ok(undecided(stack([view])).includes("grafana"));
    });
  }

  it("is suspicious where the gate is another stack's", () => {
    const view = second({ [`${KEY}.forwardauth.address`]: GATE.authAddress });
    const gate = { ...GATE, here: false };
    const containers = stack([view]).containers.filter(({ title }) => title !== "traefik");
    assert.ok(undecided({ ...stack([], { gate }), containers }).includes("grafana"));
    assert.ok(
      !undecided({ ...stack([], { gate }), containers: containers.filter((one) => one !== view) }).includes("grafana"),
    );
  });

  const chains: [string, Labels, boolean][] = [
    ["a chain that begins with the login", { "traefik.http.middlewares.c.chain.middlewares": "authentik,gzip" }, true],
    ["a chain with something before it", { "traefik.http.middlewares.c.chain.middlewares": "gzip,authentik" }, false],
    [
      "a chain of chains",
      {
        "traefik.http.middlewares.c.chain.middlewares": "d",
        "traefik.http.middlewares.d.chain.middlewares": "authentik",
      },
      true,
    ],
    ["a chain that runs itself", { "traefik.http.middlewares.c.chain.middlewares": "c" }, false],
  ];
  for (const [what, labels, gated] of chains) {
    it(`is ${gated ? "" : "not "}first in ${what}`, () => {
      const view = stack([grafana({ "traefik.http.routers.grafana.middlewares": "c", ...labels })]);
      assert.equal(undecided(view).includes("grafana"), !gated);
    });
  }

  it("does not count where clients choose what authentik judges", () => {
    const flags = [...FLAGS, "--entrypoints.websecure.forwardedheaders.insecure=true"];
    assert.ok(undecided(stack([], { static: known(readStaticConfiguration(flags)) })).includes("grafana"));
  });
});
