import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { SsoGate } from "authentik-sso";
import { requireOneRelease } from "../../components/outpost/oneRelease";
import { outpostRule } from "../../components/routing";
import type { RecordedResource } from "./recordedResources";
import { labelsOf, only, recordResources, settled } from "./recordedResources";

const CONTAINER = "docker:index/container:Container";
const KEY = "key-of-the-outpost-of-this-test";
let recorded: RecordedResource[];
let gate: SsoGate;
const asked: string[] = [];

before(async () => {
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const body = request.url?.includes("/root/config/")
      ? { error_reporting: {}, capabilities: [] }
      : { pk: 1, key: KEY, results: [{ pk: "1", status: "successful", enabled: true }] };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  recorded = recordResources();
  const { SsoGate } = await import("authentik-sso");
  gate = new SsoGate("sso", {
    domain: "example.com",
    outpost: "standalone",
    authentikApiUrl: `http://127.0.0.1:${port}`,
  });
  await settled();
  server.closeAllConnections();
  server.close();
});

describe("a gate with a standalone outpost", () => {
  test("has one outpost of its own, with the domain's provider as its whole list and no Docker socket", () => {
    const { inputs } = only(recorded, "authentik:index/outpost:Outpost", "sso-forward-auth-outpost-list");
    const provider = recorded.findIndex(({ type }) => type === "authentik:index/providerProxy:ProviderProxy");
    assert.ok(provider >= 0);
    assert.equal((inputs.protocolProviders as number[]).length, 1);
    assert.equal(inputs.serviceConnection, undefined);
    assert.equal(
      (JSON.parse(String(inputs.config)) as { authentik_host: string }).authentik_host,
      "https://auth.example.com",
    );
    for (const kind of ["outpostProviderAttachment:OutpostProviderAttachment", "blueprint:Blueprint"]) {
      assert.deepEqual(
        recorded.filter(({ type }) => type === `authentik:index/${kind}`),
        [],
        kind,
      );
    }
  });

  test("is one container on the gate's network, hardened, with a health check and no port", () => {
    const { inputs } = only(recorded, CONTAINER, "sso-forward-auth-outpost-container");
    assert.equal(inputs.name, "sso-outpost");
    assert.equal(inputs.image, "ghcr.io/goauthentik/proxy:2026.5.7");
    assert.deepEqual(inputs.networksAdvanced, [{ name: "sso-gate" }]);
    assert.deepEqual((inputs.capabilities as { drops: string[] }).drops, ["ALL"]);
    assert.deepEqual((inputs.healthcheck as { tests: string[] }).tests, ["CMD", "/proxy", "healthcheck"]);
    assert.equal(inputs.ports, undefined);
    assert.doesNotMatch(JSON.stringify(inputs), /docker\.sock/);
  });

  test("its token is asked for by its name, and is in its own environment and nowhere else", () => {
    assert.ok(asked.some((call) => /^GET \/api\/v3\/core\/tokens\/ak-outpost-\d+-api\/view_key\/$/.test(call)));
    const holding = recorded.filter(({ inputs }) => JSON.stringify(inputs).includes(KEY));
    assert.deepEqual(
      holding.map(({ name }) => name),
      ["sso-forward-auth-outpost-container"],
    );
    const { inputs } = holding[0] as RecordedResource;
    assert.doesNotMatch(JSON.stringify(inputs.labels), new RegExp(KEY));
    // A secret on the wire to the engine: Pulumi's mark, and the value.
    const envs = inputs.envs as { "4dabf18193072939515e22adb298388d"?: string; value: string[] };
    assert.ok(envs["4dabf18193072939515e22adb298388d"], "the environment is a secret");
    assert.ok(envs.value.includes(`AUTHENTIK_TOKEN=${KEY}`));
    assert.ok(envs.value.includes("AUTHENTIK_HOST=http://sso-authentik-server:9000"));
    assert.ok(envs.value.includes("AUTHENTIK_HOST_BROWSER=https://auth.example.com"));
  });

  test("answers check, start and callback alone: middleware and outpost router lead to it, the login host to the server", () => {
    const address = "traefik.http.middlewares.authentik.forwardauth.address";
    assert.equal(
      labelsOf(only(recorded, CONTAINER, "sso-traefik"))[address],
      "http://sso-outpost:9000/outpost.goauthentik.io/auth/traefik",
    );
    const outpost = labelsOf(only(recorded, CONTAINER, "sso-forward-auth-outpost-container"));
    assert.equal(outpost["traefik.http.routers.authentik-outpost.rule"], outpostRule(["example.com"]));
    assert.equal(outpost["traefik.http.routers.authentik-outpost.service"], "sso-outpost");
    assert.equal(outpost["traefik.http.services.sso-outpost.loadbalancer.server.port"], "9000");
    assert.equal(outpost["traefik.docker.network"], "sso-gate");
    assert.match(outpost["sso.outpost-router"] ?? "", /DO NOT DELETE/);
    const server = labelsOf(only(recorded, CONTAINER, "sso-authentik-server"));
    assert.equal(server["traefik.http.routers.authentik.rule"], "Host(`auth.example.com`)");
    assert.deepEqual(
      Object.keys(server).filter((key) => key.includes("authentik-outpost")),
      [],
    );
  });

  test("tells other stacks in its contract, which is still no secret", async () => {
    assert.equal(gate.facts.outpost, "standalone");
    assert.equal(gate.facts.serverName, "sso-outpost");
    assert.equal(await pulumi.isSecret(gate.contract), false);
  });

  test("refuses application() on a service, with what to do", async () => {
    const { ProtectedService, application } = await import("authentik-sso");
    const access = application({ groups: ["admins"] });
    assert.throws(
      () => new ProtectedService("portainer", { gate: gate.facts, port: 9000, access, contract: gate.contract }),
      /service 'portainer': application\(\) does not work with a standalone outpost.*Use domain\(\), or set outpost: "embedded"/,
    );
  });
});

test("an outpost that does not exist is refused", async () => {
  const { SsoGate } = await import("authentik-sso");
  assert.throws(
    () => new SsoGate("x", { domain: "example.com", outpost: "managed" }),
    /allowed are embedded and standalone/,
  );
});

test("an outpost of another release than the server is refused before anything is made", async () => {
  const { SsoGate } = await import("authentik-sso");
  const before = recorded.length;
  const make = (images: object) => () => new SsoGate("x", { domain: "example.com", outpost: "standalone", images });
  const newer = { authentik: "ghcr.io/goauthentik/server:2026.8.2" };
  assert.throws(
    make(newer),
    /images\.authentik is of release 2026\.8\.2 and images\.proxy of 2026\.5\.7.*Set images\.proxy to release 2026\.8\.2 as well/,
  );
  assert.throws(make({ proxy: "ghcr.io/goauthentik/proxy:2026.5.6" }), /images\.proxy of 2026\.5\.6/);
  await settled();
  const made = recorded.slice(before).map(({ type }) => type);
  assert.deepEqual(
    made.filter((type) => !type.startsWith("authentik-sso:")),
    [],
  );
  assert.doesNotThrow(() => requireOneRelease({ outpost: "standalone", images: { ...newer, proxy: "p:2026.8.2" } }));
  assert.doesNotThrow(() => requireOneRelease({ images: newer }), "the embedded outpost is the server itself");
});
