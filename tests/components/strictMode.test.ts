import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { GateFacts } from "authentik-sso";
import { parseAccess, parseLabels } from "../../components/routing";
import type { Label } from "../../components/service/undecidedLabels";
import { undecidedLabels } from "../../components/service/undecidedLabels";
import { recordResources } from "./recordedResources";

recordResources();

const FACTS = {
  prefix: "sso",
  entryPoint: "websecure",
  middleware: "authentik@docker",
  jwtMiddleware: "",
} as GateFacts;
const ROUTER = "traefik.http.routers.wiki";

function labels(pairs: Readonly<Record<string, string>>): Label[] {
  return Object.entries(pairs).map(([label, value]) => ({ label, value }));
}

const RAW = { "traefik.enable": "true", [`${ROUTER}.rule`]: "Host(`wiki.example.com`)" };

describe("a container that nobody decided about", () => {
  const planned = (pairs: Readonly<Record<string, string>>) => {
    const found = undecidedLabels(labels(pairs), FACTS);
    return found && Object.fromEntries(found.map(({ label, value }) => [label, value]));
  };

  test("gets the login, an entry point, TLS and the decision", () => {
    assert.deepEqual(planned(RAW), {
      ...RAW,
      [`${ROUTER}.middlewares`]: "authentik@docker",
      [`${ROUTER}.entrypoints`]: "websecure",
      [`${ROUTER}.tls`]: "true",
      "sso.access": "domain",
      "sso.gate": "sso",
    });
  });

  test("keeps its own middlewares behind the login, and says the login once", () => {
    const after = planned({ ...RAW, [`${ROUTER}.middlewares`]: "compress,authentik" });
    assert.equal(after?.[`${ROUTER}.middlewares`], "authentik@docker,compress");
  });

  test("keeps entry points, TLS and rules as they are", () => {
    const own = { [`${ROUTER}.entrypoints`]: "other", [`${ROUTER}.tls.certresolver`]: "cf" };
    const after = planned({ ...RAW, ...own });
    assert.equal(after?.[`${ROUTER}.entrypoints`], "other");
    assert.equal(after?.[`${ROUTER}.tls`], undefined);
  });

  test("gets it on each router, however the keys are spelled", () => {
    const after = planned({
      ...RAW,
      "traefik.http.Routers.API.Middlewares": "a",
      "traefik.http.routers.api.rule": "Path(`/`)",
    });
    assert.ok(after);
    const { routers, problems } = parseLabels(after);
    assert.deepEqual(problems, []);
    assert.equal(routers.size, 2);
    for (const router of routers.values()) assert.equal(router.middlewares?.[0], "authentik@docker");
    assert.equal(parseAccess(after).decision?.mode, "domain");
  });

  const alone: [string, Record<string, string>][] = [
    ["Traefik does not publish it", { ...RAW, "traefik.enable": "false" }],
    ["it says nothing to Traefik", { maintainer: "x" }],
    ["it has no router", { "traefik.enable": "true" }],
    ["it carries a decision", { ...RAW, "sso.access": "excluded", "sso.reason": "TV apps" }],
    ["it carries half of one", { ...RAW, "sso.reason": "TV apps" }],
    ["Traefik would drop it", { ...RAW, [`${ROUTER}.nonsense`]: "x" }],
    ["two keys are one to Traefik", { ...RAW, [`${ROUTER}.RULE`]: "Host(`a`)" }],
  ];
  for (const [why, pairs] of alone) test(`is left alone when ${why}`, () => assert.equal(planned(pairs), undefined));

  test("is left alone when a label is given twice", () => {
    assert.equal(undecidedLabels([...labels(RAW), ...labels(RAW)], FACTS), undefined);
  });
});

describe("the transform", () => {
  const transform = async (type: string, props: Record<string, unknown>) => {
    const { protectUndecided } = await import("authentik-sso");
    return protectUndecided(FACTS)({ custom: true, type, name: "wiki", props, opts: {} });
  };
  const CONTAINER = "docker:index/container:Container";

  test("changes the labels and nothing else", async () => {
    const result = await transform(CONTAINER, { image: "wiki:1", labels: labels(RAW) });
    assert.equal(result?.props.image, "wiki:1");
    assert.ok((result?.props.labels as Label[] | undefined)?.some(({ value }) => value === "authentik@docker"));
  });

  test("leaves unknown labels and everything but containers to the policy pack", async () => {
    const unknown = [...labels(RAW), { label: "a", value: pulumi.output("x") }];
    assert.equal(await transform(CONTAINER, { labels: unknown }), undefined);
    assert.equal(await transform(CONTAINER, { labels: pulumi.output(labels(RAW)) }), undefined);
    assert.equal(await transform(CONTAINER, {}), undefined);
    assert.equal(await transform("docker:index/service:Service", { labels: labels(RAW) }), undefined);
  });
});
