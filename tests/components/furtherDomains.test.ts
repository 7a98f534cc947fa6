import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { SsoContract, SsoGate } from "authentik-sso";
import { outpostRule } from "../../components/routing";
import { readyAuthentik } from "./readyAuthentik";
import type { RecordedResource } from "./recordedResources";
import { labelsOf, only, recordResources, settled } from "./recordedResources";

const CONTAINER = "docker:index/container:Container";
let recorded: RecordedResource[];
let gate: SsoGate;

before(async () => {
  const url = await readyAuthentik();
  recorded = recordResources();
  const { ProtectedService, SsoGate } = await import("authentik-sso");
  gate = new SsoGate("sso", {
    domain: "example.com",
    authentikApiUrl: url,
    groups: [{ name: "guests" }],
    furtherDomains: [{ domain: "example.org", group: "guests", zoneId: "zone-org" }, { domain: "example.net" }],
    dns: { zoneId: "zone-com", target: "203.0.113.7", wildcard: false },
  });
  for (const [name, host] of [
    ["wiki", "wiki.example.org"],
    ["blog", "blog.example.net"],
    ["grafana", undefined],
  ] as const) {
    new ProtectedService(name, {
      gate: gate.facts,
      port: 80,
      container: { image: "traefik/whoami:v1.11.0" },
      ...(host && { host }),
    });
  }
  await settled();
});

describe("a gate of several domains", () => {
  const inputs = (type: string, name: string) => only(recorded, `authentik:index/${type}`, name).inputs;

  test("has a provider for each, whose cookie and callback are that domain's", () => {
    for (const [name, domain] of [
      ["sso-forward-auth", "example.com"],
      ["sso-forward-auth-example.org", "example.org"],
      ["sso-forward-auth-example.net", "example.net"],
    ] as const) {
      const provider = inputs("providerProxy:ProviderProxy", `${name}-domain`);
      assert.equal(provider.mode, "forward_domain");
      assert.equal(provider.cookieDomain, `.${domain}`);
      assert.equal(provider.externalHost, `https://auth.${domain}`);
      assert.equal(provider.authenticationFlow, "uuid-of-sso-forward-auth-login-flow", "one login for all of them");
      const application = inputs("application:Application", `${name}-application`);
      assert.equal(application.slug, `sso-${domain.replace(".", "-")}`);
      inputs("outpostProviderAttachment:OutpostProviderAttachment", `${name}-attachment`);
    }
  });

  test("lets each domain's group into that domain, and tells which in the contract", async () => {
    const { furtherGroups } = await new Promise<SsoContract>((resolve) => gate.contract.apply(resolve));
    assert.deepEqual(furtherGroups, { "example.org": "guests", "example.net": "sso-users" });
    const group = (name: string) => inputs("policyBinding:PolicyBinding", `${name}-binding`).group;
    const gates = group("sso-forward-auth");
    assert.ok(gates);
    assert.equal(group("sso-forward-auth-example.net"), gates, "the gate's group where none is named");
    assert.notEqual(group("sso-forward-auth-example.org"), gates);
    const policy = inputs("policyExpression:PolicyExpression", "sso-forward-auth-example.org-access");
    assert.match(String(policy.expression), /name="guests"/);
  });

  test("has one outpost router for all of them, and a certificate each", () => {
    const labels = labelsOf(only(recorded, CONTAINER, "sso-authentik-server"));
    assert.equal(
      labels["traefik.http.routers.authentik-outpost.rule"],
      outpostRule(["example.com", "example.org", "example.net"]),
    );
    // Secret as a whole, since keys are among them.
    const { value: uploads } = only(recorded, CONTAINER, "sso-traefik").inputs.uploads as {
      value: { file: string; content: string }[];
    };
    const tls = uploads.find(({ file }) => file.endsWith("tls.yml"))?.content ?? "";
    for (const file of ["certificate.pem", "certificate-2.pem", "certificate-3.pem"]) {
      assert.ok(
        uploads.some((upload) => upload.file === `/etc/traefik/${file}`),
        file,
      );
      assert.match(tls, new RegExp(`certFile: /etc/traefik/${file}\n {6}keyFile: /etc/traefik/key`));
    }
    assert.match(tls, /defaultCertificate:\n {8}certFile: \/etc\/traefik\/certificate\.pem\n/);
  });

  test("writes records into each domain's own zone, and none where a domain has no zone", () => {
    const records = recorded.filter(({ type }) => type === "cloudflare:index/dnsRecord:DnsRecord");
    assert.deepEqual(records.map((record) => [record.inputs.zoneId, record.inputs.name]).sort(), [
      ["zone-com", "auth.example.com"],
      ["zone-com", "grafana.example.com"],
      ["zone-org", "auth.example.org"],
      ["zone-org", "wiki.example.org"],
    ]);
  });
});

describe("domains that cannot be", () => {
  const refuse = async (args: object, says: RegExp) => {
    const { SsoGate } = await import("authentik-sso");
    assert.throws(() => new SsoGate("x", { domain: "example.com", ...args }), says);
  };
  test("one inside the other", () =>
    refuse({ furtherDomains: [{ domain: "lab.example.com" }] }, /gate: 'lab\.example\.com' lies in 'example\.com'/));
  test("several with a standalone outpost", () =>
    refuse(
      { outpost: "standalone", furtherDomains: [{ domain: "example.org" }] },
      /furtherDomains needs outpost 'embedded'/,
    ));
  test("a login outside of its domain", () =>
    refuse({ authHost: "auth.example.org" }, /authHost is 'auth\.example\.org', outside of 'example\.com'/));
  test("a zone without records to make", () =>
    refuse({ furtherDomains: [{ domain: "example.org", zoneId: "zone" }] }, /zoneId.*Give 'dns' as well/));
});
