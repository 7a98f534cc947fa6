import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { SsoContract, SsoGate } from "authentik-sso";
import { readyAuthentik } from "./readyAuthentik";
import type { RecordedResource } from "./recordedResources";
import { labelsOf, only, recordResources, settled } from "./recordedResources";

const CONTAINER = "docker:index/container:Container";
let recorded: RecordedResource[];
let gate: SsoGate;

before(async () => {
  // The program waits for authentik before it configures the provider; a unit test has none to wait for.
  const url = await readyAuthentik();
  recorded = recordResources();
  const { SsoGate } = await import("authentik-sso");
  gate = new SsoGate("sso", {
    domain: "example.com",
    authentikApiUrl: url,
    dashboardHost: "traefik.example.com",
    dns: { zoneId: "zone", target: "203.0.113.7" },
  });
  await settled();
});

test("the gate is one domain-level provider, bound to a group, attached to the embedded outpost", () => {
  const provider = only(recorded, "authentik:index/providerProxy:ProviderProxy", "sso-forward-auth-domain");
  assert.equal(provider.inputs.mode, "forward_domain");
  assert.equal(provider.inputs.cookieDomain, ".example.com");
  assert.equal(provider.inputs.externalHost, "https://auth.example.com");
  assert.equal(provider.inputs.accessTokenValidity, "hours=24");
  const binding = only(recorded, "authentik:index/policyBinding:PolicyBinding", "sso-forward-auth-binding");
  assert.equal(binding.inputs.target, "uuid-of-sso-forward-auth-application");
  assert.ok(binding.inputs.group);
  only(recorded, "authentik:index/outpostProviderAttachment:OutpostProviderAttachment", "sso-forward-auth-attachment");
  const outposts = recorded.filter(({ type }) => type === "authentik:index/outpost:Outpost");
  assert.deepEqual(outposts, [], "the embedded outpost is shared and never managed as a resource");
});

test("the embedded outpost is told its public host by a blueprint on its managed name", () => {
  const blueprint = only(recorded, "authentik:index/blueprint:Blueprint", "sso-forward-auth-outpost-host");
  const content = JSON.parse(String(blueprint.inputs.content)) as { entries: Record<string, unknown>[] };
  assert.deepEqual(content.entries[0]?.identifiers, { managed: "goauthentik.io/outposts/embedded" });
  assert.deepEqual(
    (content.entries[0] as { attrs: { config: { authentik_host: string } } }).attrs.config.authentik_host,
    "https://auth.example.com",
  );
});

test("authentik has no Docker socket, no root and an API on loopback only", () => {
  for (const name of ["sso-authentik-server", "sso-authentik-worker"]) {
    const { inputs } = only(recorded, CONTAINER, name);
    assert.doesNotMatch(JSON.stringify(inputs), /docker\.sock/);
    assert.notEqual(inputs.user, "root");
    assert.deepEqual((inputs.capabilities as { drops: string[] }).drops, ["ALL"]);
  }
  const server = only(recorded, CONTAINER, "sso-authentik-server");
  assert.deepEqual(server.inputs.ports, [{ external: 9000, internal: 9000, ip: "127.0.0.1" }]);
});

test("the database's network is internal and Traefik is not on it", () => {
  const network = only(recorded, "docker:index/network:Network", "sso-authentik-database");
  assert.equal(network.inputs.internal, true);
  const traefik = only(recorded, CONTAINER, "sso-traefik");
  const names = (traefik.inputs.networksAdvanced as { name: string }[]).map(({ name }) => name);
  assert.deepEqual(names.sort(), ["sso-apps", "sso-gate", "sso-ratelimit", "sso-socket"]);
});

test("on the services' network the login's host leads to Traefik, and no other name does", async () => {
  const { Traefik } = await import("../../components/traefik/traefik");
  const aliases = (name: string) => {
    const networks = only(recorded, CONTAINER, name).inputs.networksAdvanced as { name: string; aliases?: string[] }[];
    return networks.flatMap((network) => (network.aliases ?? []).map((alias) => [network.name, alias]));
  };
  assert.deepEqual(aliases("sso-traefik"), [["sso-apps", "auth.example.com"]]);
  const args = { domains: ["example.com"], labels: {}, appsNetwork: "apps", appsNetworkName: "apps" };
  new Traefik("elsewhere", { ...args, authHost: "auth.example.com", httpsPort: 8443 });
  new Traefik("nameless", args);
  await settled();
  assert.deepEqual([...aliases("elsewhere"), ...aliases("nameless")], [], "inside, it listens on 443 alone");
});

test("the contract is no secret, so that other stacks can read it, and no password stands in a label", async () => {
  assert.equal(await pulumi.isSecret(gate.contract), false);
  for (const { inputs } of recorded) assert.doesNotMatch(JSON.stringify(inputs.labels ?? ""), /secret-sso/);
});

test("the contract carries the gate's own flows, its groups and the key to sign with", async () => {
  const { flows, groups, signingKeyId } = await new Promise<SsoContract>((resolve) => gate.contract.apply(resolve));
  assert.equal(flows.authentication, "uuid-of-sso-forward-auth-login-flow");
  assert.equal(flows.invalidation, "uuid-of-sso-forward-auth-login-logout");
  assert.equal(flows.recovery, undefined, "no mail server, no recovery");
  assert.ok(groups["sso-users"] && signingKeyId);
  const provider = only(recorded, "authentik:index/providerProxy:ProviderProxy", "sso-forward-auth-domain");
  assert.equal(provider.inputs.authenticationFlow, flows.authentication);
  assert.equal(provider.inputs.invalidationFlow, flows.invalidation);
  assert.equal(gate.passwordRecovery, "administrator");
});

test("the server is told its URL only by a release that knows the setting", () => {
  const { inputs } = only(recorded, CONTAINER, "sso-authentik-server");
  assert.doesNotMatch(JSON.stringify(inputs.envs), /BASE_URL/, "2026.5 has no such setting");
});

test("the middleware is defined once, on Traefik's container, with every identity header", () => {
  const defining = recorded.filter(
    ({ type, inputs }) => type === CONTAINER && JSON.stringify(inputs.labels ?? "").includes("forwardauth.address"),
  );
  assert.deepEqual(
    defining.map(({ name }) => name),
    ["sso-traefik"],
  );
  const labels = labelsOf(only(recorded, CONTAINER, "sso-traefik"));
  assert.equal(
    labels["traefik.http.middlewares.authentik.forwardauth.address"],
    "http://sso-authentik-server:9000/outpost.goauthentik.io/auth/traefik",
  );
  assert.match(
    labels["traefik.http.middlewares.authentik.forwardauth.authresponseheaders"] ?? "",
    /X-authentik-username/,
  );
});

test("the outpost router says on the container that it must not be deleted", () => {
  const labels = labelsOf(only(recorded, CONTAINER, "sso-authentik-server"));
  assert.match(labels["sso.outpost-router"] ?? "", /DO NOT DELETE/);
  assert.equal(labels["traefik.http.routers.authentik-outpost.priority"], "1000000000");
  assert.equal(
    labels["traefik.http.routers.authentik-outpost.rule"],
    "HostRegexp(`^([a-z0-9-]+\\.)*example\\.com\\.?$`) && PathPrefix(`/outpost.goauthentik.io/`)",
  );
});

test("one wildcard record and one for the login cover the domain", () => {
  const records = recorded.filter(({ type }) => type === "cloudflare:index/dnsRecord:DnsRecord");
  assert.deepEqual(records.map(({ inputs }) => [inputs.name, inputs.type, inputs.content]).sort(), [
    ["*.example.com", "A", "203.0.113.7"],
    ["auth.example.com", "A", "203.0.113.7"],
  ]);
});

test("a service of its own asks authentik again within the hour", async () => {
  const { applicationValidity } = await new Promise<SsoContract>((resolve) => gate.contract.apply(resolve));
  assert.equal(applicationValidity, "minutes=60");
  const { SsoGate } = await import("authentik-sso");
  for (const applicationMinutes of [0, 61, 1.5]) {
    assert.throws(
      () => new SsoGate("y", { domain: "example.com", login: { applicationMinutes } }),
      /applicationMinutes is .*, allowed is a whole number from 1 to 60/,
    );
  }
});

test("a mode that does not exist is refused", async () => {
  const { SsoGate } = await import("authentik-sso");
  assert.throws(() => new SsoGate("x", { domain: "example.com", mode: "Strict" }), /allowed are opt-in and strict/);
});
