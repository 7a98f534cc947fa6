/** What the pack reads of ports, mounts and networks, of authentik's objects, DNS records and the gate's mode. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { excludedService, FLAGS, SERVER_LABELS, service, TRAEFIK_LABELS } from "../routing/fleet";
import type { Resource } from "./harness";
import {
  analyze,
  analyzeStack,
  CONTAINER,
  GATE_COMPONENT,
  ids,
  labelList,
  UNKNOWN_LIST,
  UNKNOWN_TEXT,
} from "./harness";

const NETWORK = "docker:index/network:Network";
const PROXY = "authentik:index/providerProxy:ProviderProxy";
const OIDC = "authentik:index/providerOauth2:ProviderOauth2";
const APPLICATION = "authentik:index/application:Application";
const BINDING = "authentik:index/policyBinding:PolicyBinding";

function container(name: string, props: Record<string, unknown>, more: Partial<Resource> = {}): Resource {
  return {
    type: CONTAINER,
    name,
    props: { name: `sso-${name}`, image: `registry.example/${name}:1`, ...props },
    ...more,
  };
}

const IN_GATE = { components: [GATE_COMPONENT] };
const FACTS = { domain: "example.com", prefix: "sso", network: "sso-apps", dnsTarget: "203.0.113.7" };

function gate(facts: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Resource {
  return { type: GATE_COMPONENT, name: "sso", props: { facts: { ...FACTS, ...facts }, ...more } };
}

const APPS: Resource = { type: NETWORK, name: "apps", props: { name: "sso-apps", id: "a".repeat(64) } };
const OWN: Resource = { type: NETWORK, name: "own", props: { name: "own" } };
const TRAEFIK = container(
  "traefik",
  { image: "traefik:v3.7.15", command: [...FLAGS], labels: labelList(TRAEFIK_LABELS) },
  IN_GATE,
);
const SERVER = container(
  "authentik-server",
  { image: "ghcr.io/goauthentik/server:2026.5.7", labels: labelList(SERVER_LABELS) },
  IN_GATE,
);
const GRAFANA = container("grafana", {
  labels: labelList(service("grafana")),
  networksAdvanced: [{ name: "sso-apps" }],
});
const PARTS = [TRAEFIK, SERVER, APPS, OWN];

/** Ids of what stops the update, of the stack policy. */
async function stopped(resources: readonly Resource[], config: object = {}): Promise<string[]> {
  const found = await analyzeStack([...PARTS, ...resources], config);
  return ids(found.filter(({ policy }) => policy === "sso-stack"));
}

describe("ports and mounts", () => {
  it("are judged of a container without a single label", async () => {
    assert.deepEqual(ids(await analyze(container("db", { ports: [{ internal: 5432 }] }))), ["published-port"]);
    assert.deepEqual(ids(await analyze(container("db", { networkMode: "host" }))), ["network-mode"]);
    assert.deepEqual(await analyze(container("db", { ports: [{ internal: 5432, ip: "127.0.0.1" }] })), []);
  });

  it("are unknown where Docker publishes whatever the image exposes", async () => {
    for (const publishAllPorts of [true, UNKNOWN_TEXT])
      assert.deepEqual(ids(await analyze(container("db", { publishAllPorts }))), ["published-port"]);
  });

  it("count as listed with their protocol only", async () => {
    const dns = (ports: string) =>
      container("dns", {
        labels: labelList(service("dns", { "sso.ports": ports, "sso.reason": "DNS has no login" })),
        ports: [{ internal: 53, protocol: "udp" }],
      });
    assert.deepEqual(await analyze(dns("53/udp")), []);
    assert.deepEqual(ids(await analyze(dns("53"))), ["exclusion-current", "published-port"]);
  });

  it("take what another container mounts for the socket, and a volume by any name for none", async () => {
    const labels = labelList(service("tool"));
    const tool = (volumes: unknown) => container("tool", { labels, volumes });
    assert.deepEqual(ids(await analyze(tool([{ fromContainer: "x" }]))), ["docker-socket"]);
    assert.deepEqual(ids(await analyze(tool([{ hostPath: UNKNOWN_TEXT, containerPath: "/x" }]))), ["docker-socket"]);
    assert.deepEqual(await analyze(tool([{ volumeName: UNKNOWN_TEXT, containerPath: "/data" }])), []);
    // Docker binds what stands as a volume and begins with a slash.
    assert.deepEqual(ids(await analyze(tool([{ volumeName: "/var/run/docker.sock" }]))), ["docker-socket"]);
  });

  it("of the gate's volumes are judged however they are written", async () => {
    const judged = (props: Record<string, unknown>) => stopped([gate(), container("tool", props)]);
    const own = { volumeName: "tool-data", containerPath: "/x" };
    assert.deepEqual(await judged({ volumes: [own, { containerPath: "/y" }] }), []);
    assert.deepEqual(await judged({ volumes: [{ hostPath: "/", containerPath: "/host", readOnly: true }] }), []);
    for (const volume of [
      { volumeName: "sso-break-glass", containerPath: "/x" },
      { volumeName: UNKNOWN_TEXT, containerPath: "/y" },
      { hostPath: "/", containerPath: "/host", readOnly: UNKNOWN_TEXT },
      { fromContainer: "sso-traefik" },
    ])
      assert.deepEqual(await judged({ volumes: [own, volume] }), ["gate-files"]);
    const mount = { type: "volume", source: "sso-break-glass", target: "/x" };
    assert.deepEqual(await judged({ mounts: [mount] }), ["gate-files"]);
    assert.deepEqual(await judged({ mounts: [{ ...mount, source: UNKNOWN_TEXT }] }), ["gate-files"]);
    assert.deepEqual(await judged({ mounts: [{ ...mount, type: UNKNOWN_TEXT, source: UNKNOWN_TEXT }] }), [
      "gate-files",
    ]);
  });
});

describe("mounts that the Docker provider leaves open at a preview", () => {
  const previewed = (volume: Record<string, unknown>): Resource => ({
    ...container("tool", { volumes: [volume] }),
    stackProps: {
      name: "sso-tool",
      volumes: [{ ...volume, fromContainer: UNKNOWN_TEXT, hostPath: UNKNOWN_TEXT, readOnly: UNKNOWN_TEXT }],
    },
  });

  it("are those that the container was declared with", async () => {
    const stacked = (volume: Record<string, unknown>) => stopped([gate(), previewed(volume)]);
    assert.deepEqual(await stacked({ volumeName: "tool-data", containerPath: "/x" }), []);
    assert.deepEqual(await stacked({ volumeName: "sso-break-glass", containerPath: "/x" }), ["gate-files"]);
    assert.deepEqual(await stacked({ fromContainer: "sso-traefik" }), ["gate-files"]);
  });
});

describe("networks", () => {
  const joins = (name: unknown, from: readonly string[]) =>
    container("db", { networksAdvanced: [{ name }] }, { propertyDependencies: { networksAdvanced: from } });

  it("that are unknown are those that the container depends on", async () => {
    assert.deepEqual(await stopped([gate(), joins(UNKNOWN_TEXT, ["own"])]), []);
    assert.deepEqual(await stopped([gate(), joins(UNKNOWN_TEXT, ["apps"])]), ["undecided-container"]);
    assert.deepEqual(await stopped([gate(), joins(UNKNOWN_TEXT, [])]), ["database-network", "undecided-container"]);
  });

  it("are known by their id in a state", async () => {
    assert.deepEqual(await stopped([gate(), joins("a".repeat(64), [])]), ["undecided-container"]);
    assert.deepEqual(await stopped([gate(), joins("b".repeat(64), [])]), ["database-network", "undecided-container"]);
  });

  it("as a whole unknown count as every network", async () => {
    const db = container("db", { networksAdvanced: UNKNOWN_LIST });
    assert.deepEqual(await stopped([gate(), db]), ["database-network", "undecided-container"]);
  });
});

describe("objects in authentik", () => {
  const proxy = (props: Record<string, unknown>): Resource => ({ type: PROXY, name: "p", props });
  const SINGLE = { mode: "forward_single", externalHost: "https://wiki.example.com" };
  const attached: Resource = {
    type: "authentik:index/outpostProviderAttachment:OutpostProviderAttachment",
    name: "attachment",
    props: {},
    propertyDependencies: { protocolProvider: ["p"] },
  };

  it("stop a provider before it is created", async () => {
    assert.deepEqual(await analyze(proxy(SINGLE)), []);
    for (const change of [
      { mode: "proxy" },
      { mode: undefined },
      { mode: UNKNOWN_TEXT },
      { externalHost: UNKNOWN_TEXT },
    ]) {
      const [found] = await analyze(proxy({ ...SINGLE, ...change }));
      assert.equal(found?.policy, "sso-resources");
      assert.match(found?.message ?? "", /\[provider-settings\]$/);
    }
  });

  it("stop a client that could lead to a stranger", async () => {
    const client = (allowedRedirectUris: unknown): Resource => ({
      type: OIDC,
      name: "c",
      props: { allowedRedirectUris },
    });
    assert.deepEqual(
      await analyze(client([{ matching_mode: "strict", url: "https://wiki.example.com/callback" }])),
      [],
    );
    for (const uris of [[], undefined, UNKNOWN_LIST, [{ url: "https://wiki.example.com/" }]]) {
      const [found] = await analyze(client(uris));
      assert.equal(found?.policy, "sso-resources");
      assert.match(found?.message ?? "", /\[redirect-uri\]$/);
    }
  });

  it("compare a domain's provider with the gate in the stack, and say nothing twice", async () => {
    const domain = { mode: "forward_domain", externalHost: "https://auth.example.com", cookieDomain: ".example.com" };
    assert.deepEqual(await stopped([gate(), proxy(domain), attached]), []);
    const other = { ...domain, cookieDomain: ".example.org" };
    assert.deepEqual(await stopped([gate(), proxy(other), attached]), ["provider-settings"]);
    assert.deepEqual(await stopped([gate(), proxy({ ...domain, cookieDomain: "example.com" }), attached]), []);
  });

  it("are judged by what they were declared with while authentik does not run", async () => {
    const domain = { mode: "forward_domain", externalHost: "https://auth.example.com", cookieDomain: ".example.com" };
    const declared = proxy(domain);
    assert.deepEqual(await stopped([gate(), { ...declared, stackProps: {} }, attached]), []);
    const other = proxy({ ...domain, cookieDomain: ".example.org" });
    assert.deepEqual(await stopped([gate(), { ...other, stackProps: {} }, attached]), ["provider-settings"]);
  });

  it("are attached and bound by dependencies", async () => {
    assert.deepEqual(await stopped([gate(), proxy(SINGLE)]), ["outpost-provider"]);
    const outpost: Resource = {
      type: "authentik:index/outpost:Outpost",
      name: "outpost",
      props: {},
      propertyDependencies: { protocolProviders: ["p"] },
    };
    assert.deepEqual(await stopped([gate(), proxy(SINGLE), outpost]), []);
    const application: Resource = { type: APPLICATION, name: "a", props: {} };
    const binding = (props: Record<string, unknown>): Resource => ({
      type: BINDING,
      name: "b",
      props,
      propertyDependencies: { target: ["a"] },
    });
    assert.deepEqual(await stopped([gate(), application, binding({})]), []);
    for (const props of [{ enabled: false }, { negate: true }, { enabled: UNKNOWN_TEXT }])
      assert.deepEqual(await stopped([gate(), application, binding(props)]), ["application-binding"]);
  });
});

describe("DNS records", () => {
  const record = (props: Record<string, unknown>, name = "grafana"): Resource => ({
    type: "cloudflare:index/dnsRecord:DnsRecord",
    name,
    props: { name: "grafana.example.com", type: "A", content: "203.0.113.7", ...props },
  });

  it("of a protected host lead to the gate", async () => {
    assert.deepEqual(await stopped([gate(), GRAFANA, record({})]), []);
    assert.deepEqual(await stopped([gate(), GRAFANA, record({ name: "grafana", content: "198.51.100.1" })]), [
      "dns-record",
    ]);
    assert.deepEqual(await stopped([gate(), GRAFANA, record({ content: UNKNOWN_TEXT })]), ["dns-record"]);
    assert.deepEqual(await stopped([gate(), GRAFANA, record({ type: "TXT", content: "v=spf1" })]), []);
  });

  it("that show the gate's address are worth a word", async () => {
    const found = await analyzeStack([...PARTS, gate(), GRAFANA, record({ proxied: true }, "auth"), record({})]);
    assert.deepEqual(
      found.filter(({ message }) => message.endsWith("[dns-record]")).map(({ policy }) => policy),
      ["sso-advisories"],
    );
  });
});

describe("strict mode", () => {
  const JELLYFIN = container("jellyfin", { labels: labelList(excludedService("jellyfin")) });

  it("asks for each exclusion in the pack's own configuration, by the name of the service or the container", async () => {
    const strict = gate({ mode: "strict" });
    assert.deepEqual(await stopped([strict, JELLYFIN]), ["exclusion-approved"]);
    for (const name of ["jellyfin", "sso-jellyfin"])
      assert.deepEqual(await stopped([strict, JELLYFIN], { approvedExclusions: [name] }), []);
    assert.deepEqual(await stopped([gate(), JELLYFIN]), [], "opt-in: the reason suffices");
  });

  it("is assumed where the mode cannot be read", async () => {
    for (const mode of [UNKNOWN_TEXT, "Strict", "off"])
      assert.deepEqual(await stopped([gate({ mode }), JELLYFIN]), ["exclusion-approved"]);
  });
});

describe("a Traefik that the host runs already", () => {
  const adopted = (version: unknown) => [
    gate({}, { traefik: { version, staticConfiguration: [...FLAGS] } }),
    SERVER,
    GRAFANA,
  ];
  it("is judged by the version that the gate states", async () => {
    const judged = async (version: unknown) =>
      ids(await analyzeStack(adopted(version))).filter((id) => id === "version-floor");
    assert.deepEqual(await judged("3.7.15"), []);
    for (const version of ["3.6.0", "", "latest", UNKNOWN_TEXT])
      assert.deepEqual(await judged(version), ["version-floor"]);
  });
});
