import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { traefikAddress } from "../../cli/live/address";
import { type Answer, judge, questionsFor } from "../../cli/live/expectations";
import { checkLive, describeFaults } from "../../cli/live/liveCheck";
import { readOutputs, type ServiceOutput } from "../../cli/live/outputs";
import type { OpenProbe } from "../../cli/live/probe";
import { CONTAINER } from "../../cli/stack/deployment";

const AUTH = "https://auth.sso.localhost";
const LOGIN: Answer = { status: 302, location: `${AUTH}/application/o/authorize/?client_id=x` };

function service(name: string, access: string, more: Partial<ServiceOutput> = {}): ServiceOutput {
  return { name, url: `https://${name}.sso.localhost`, access, ...more };
}

describe("what each decision must answer", () => {
  it("asks a protected service for the login and its host for the outpost's ping", () => {
    assert.deepEqual(questionsFor([service("grafana", "domain")]), [
      { service: "grafana", url: "https://grafana.sso.localhost/", expect: "login" },
      { service: "grafana", url: "https://grafana.sso.localhost/outpost.goauthentik.io/ping", expect: "ping" },
    ]);
  });

  it("asks excluded and oidc services for the app", () => {
    const expected = questionsFor([service("jellyfin", "excluded"), service("immich", "oidc")]);
    assert.deepEqual(
      expected.filter((one) => one.expect === "app").map((one) => one.service),
      ["jellyfin", "immich"],
    );
    assert.equal(expected.filter((one) => one.expect === "ping").length, 2);
  });

  it("holds an exclusion by paths to exactly those paths", () => {
    assert.deepEqual(questionsFor([service("app", "excluded", { paths: ["/share"] })]).slice(0, 2), [
      { service: "app", url: "https://app.sso.localhost/share", expect: "app" },
      { service: "app", url: "https://app.sso.localhost/", expect: "login" },
    ]);
  });

  it("treats a decision it does not know as protected", () => {
    assert.equal(questionsFor([service("new", "something")])[0]?.expect, "login");
  });

  it("asks a shared host for the ping once", () => {
    const shared = { url: "https://one.sso.localhost" };
    const all = questionsFor([service("a", "domain", shared), service("b", "domain", shared)]);
    assert.equal(all.filter((one) => one.expect === "ping").length, 1);
  });
});

describe("judging an answer", () => {
  it("accepts only a redirect to the login host's authorize endpoint as a login", () => {
    assert.equal(judge("login", LOGIN, AUTH), undefined);
    for (const answer of [
      { status: 200 },
      { status: 401 },
      { status: 302, location: "https://auth.sso.localhost.evil.example/application/o/authorize/" },
      { status: 302, location: "https://grafana.sso.localhost/login" },
      { status: 302, location: "/application/o/authorize/" },
      { status: 302, location: `${AUTH}/if/user/` },
      { status: 301, location: `${AUTH}/application/o/authorize/` },
    ]) {
      assert.match(judge("login", answer, AUTH) ?? "", /expected a redirect to the login/, JSON.stringify(answer));
    }
  });

  it("does not repeat a query in its text: it holds states and nonces", () => {
    assert.doesNotMatch(judge("app", LOGIN, AUTH) ?? "", /client_id/);
  });

  it("accepts any answer of the app but a login and a failure", () => {
    assert.equal(judge("app", { status: 200 }, AUTH), undefined);
    assert.equal(judge("app", { status: 401 }, AUTH), undefined);
    assert.equal(judge("app", { status: 302, location: "https://jellyfin.sso.localhost/web/" }, AUTH), undefined);
    assert.match(judge("app", LOGIN, AUTH) ?? "", /without a login/);
    assert.match(judge("app", { status: 502 }, AUTH) ?? "", /got 502/);
  });

  it("accepts 204 alone as the outpost's ping", () => {
    assert.equal(judge("ping", { status: 204 }, AUTH), undefined);
    assert.match(judge("ping", { status: 200 }, AUTH) ?? "", /outpost's 204/);
  });
});

describe("the live check", () => {
  const outputs = readOutputs({
    sso: { value: { authUrl: AUTH }, secret: false },
    services: { value: [service("grafana", "domain"), service("jellyfin", "excluded")], secret: false },
  });

  function probeOf(answer: (url: string, tries: number) => Answer): OpenProbe & { readonly asked: string[] } {
    const asked: string[] = [];
    return {
      asked,
      ask: async (url) => {
        asked.push(url);
        return answer(url, asked.filter((one) => one === url).length);
      },
      close: async () => undefined,
    };
  }

  const right = (url: string): Answer =>
    url.endsWith("/ping") ? { status: 204 } : url.includes("grafana") ? LOGIN : { status: 200 };
  const options = { outputs, report: () => undefined, signal: new AbortController().signal };

  it("passes when all answer as decided, asking each once", async () => {
    const probe = probeOf(right);
    const checked = await checkLive({ ...options, probe });
    assert.deepEqual(describeFaults(checked), []);
    assert.equal(probe.asked.length, 4);
  });

  it("asks again what was wrong, and only that", async () => {
    const probe = probeOf((url, tries) => (url.includes("jellyfin") && tries === 1 ? { status: 404 } : right(url)));
    const once = probeOf((url, tries) =>
      url.endsWith("jellyfin.sso.localhost/") && tries === 1 ? { status: 503 } : right(url),
    );
    assert.deepEqual(describeFaults(await checkLive({ ...options, probe: once })), []);
    assert.equal(once.asked.length, 5);
    assert.equal((await checkLive({ ...options, probe, patienceMs: 0 })).filter((one) => !one.passed).length, 1);
  });

  it("names the service, the URL and what came instead", async () => {
    const probe = probeOf((url) => (url.includes("grafana") && !url.endsWith("/ping") ? { status: 200 } : right(url)));
    const faults = describeFaults(await checkLive({ ...options, probe, patienceMs: 0 }));
    assert.deepEqual(faults, ["grafana: https://grafana.sso.localhost/: expected a redirect to the login, got 200"]);
  });

  it("refuses a stack without the outputs it needs", () => {
    assert.throws(() => readOutputs({}), /no outputs `sso`[\s\S]*What to do/);
  });
});

describe("where Traefik is", () => {
  const at = (ip: string) => ({
    version: 3,
    deployment: {
      resources: [
        { urn: "u", type: CONTAINER, id: "c", outputs: { name: "t", ports: [{ internal: 443, external: 443, ip }] } },
      ],
    },
  });

  it("is the address it is bound to", () => {
    assert.equal(traefikAddress(at("127.0.0.2"), "unix:///var/run/docker.sock"), "127.0.0.2");
  });

  it("is loopback, or the engine's machine, when it is bound to all", () => {
    assert.equal(traefikAddress(at("0.0.0.0"), "unix:///var/run/docker.sock"), "127.0.0.1");
    assert.equal(traefikAddress(at("0.0.0.0"), "ssh://me@192.0.2.7"), "192.0.2.7");
    assert.equal(traefikAddress(at("0.0.0.0"), "ssh://me@nas"), undefined, "DNS knows the way to the services");
  });

  it("is for DNS to say when the stack publishes no HTTPS port", () => {
    assert.equal(traefikAddress({ version: 3, deployment: {} }, "unix:///x"), undefined);
  });
});
