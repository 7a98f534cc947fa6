/** Levels, configuration and failures on the pack's own server. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { requestsFor } from "../../bench/policies/requests";
import { policies } from "../../policies/pack";
import type { ResourceArgs, ResourcePolicy, StackArgs, StackPolicy } from "../../policies/policy";
import { servedPack } from "../../policies/served";
import { analyze, analyzeStack } from "../../policies/server/analyze";
import { analyzerInfo } from "../../policies/server/info";
import type { Resource } from "./harness";
import { urnOf } from "./harness";
import { analyzed, configured } from "./serverRoad";
import { GRAFANA } from "./soundStack";

const FIRST: Resource = { type: "a:b:C", name: "first", props: { text: "a" } };
const SECOND: Resource = {
  type: "a:b:C",
  name: "second",
  props: {},
  propertyDependencies: { from: ["first", "elsewhere"] },
};

function resourcePolicy(validate: (args: ResourceArgs) => void, more: Partial<ResourcePolicy> = {}): ResourcePolicy {
  return {
    name: "one",
    description: "One",
    severity: "high",
    validateResource: (args, report) => {
      validate(args);
      report("said", args.urn);
    },
    ...more,
  };
}

function stackPolicy(name: string, validate: (args: StackArgs) => void): StackPolicy {
  return {
    name,
    description: name,
    enforcementLevel: "advisory",
    validateStack: (args) => {
      validate(args);
    },
  };
}

function request(resource: Resource) {
  const [found] = requestsFor([analyzed(resource, resource.props)]).resources;
  assert.ok(found);
  return found;
}

function stackRequest(...resources: Resource[]) {
  const urns = new Map(resources.map((resource) => [resource.name, urnOf(resource)]));
  return requestsFor(resources.map((resource) => analyzed(resource, resource.props, urns))).stack;
}

describe("the server", () => {
  it("words a violation as the policy SDK does, and says its level and severity", () => {
    const pack = servedPack([resourcePolicy(() => {})]);
    const [diagnostic] = analyze(pack, new Map(), request(FIRST)).getDiagnosticsList();
    assert.deepEqual(diagnostic?.toObject(), {
      policyname: "one",
      policypackname: "authentik-sso",
      policypackversion: pack.version,
      description: "One",
      message: "One\nsaid",
      enforcementlevel: EnforcementLevel.MANDATORY,
      urn: urnOf(FIRST),
      severity: 3,
    });
  });

  it("takes the configured level, else the policy's own, else the pack's", () => {
    const level = (policy: ResourcePolicy, configuration = new Map()) =>
      analyze(servedPack([policy]), configuration, request(FIRST))
        .getDiagnosticsList()[0]
        ?.getEnforcementlevel();
    const own = resourcePolicy(() => {}, { enforcementLevel: "advisory" });
    const pack = servedPack([own]);
    assert.equal(level(resourcePolicy(() => {})), EnforcementLevel.MANDATORY);
    assert.equal(level(own), EnforcementLevel.ADVISORY);
    const mandatory = configured(pack, {}, { one: "mandatory" }) as Map<string, never>;
    assert.equal(level(own, mandatory), EnforcementLevel.MANDATORY);
    const remediate = configured(pack, {}, { one: "remediate" }) as Map<string, never>;
    assert.equal(level(own, remediate), EnforcementLevel.MANDATORY);
  });

  it("does not run a policy that is disabled", () => {
    const fail = () => assert.fail("it was run");
    const pack = servedPack([resourcePolicy(fail), stackPolicy("all", fail)]);
    const off = configured(pack, {}, { one: "disabled", all: "disabled" });
    assert.deepEqual(analyze(pack, off, request(FIRST)).getDiagnosticsList(), []);
    assert.deepEqual(analyzeStack(pack, off, stackRequest(FIRST)).getDiagnosticsList(), []);
  });

  it("gives each policy its configuration, and an empty one where there is none", () => {
    const seen: object[] = [];
    const pack = servedPack([resourcePolicy(({ getConfig }) => seen.push(getConfig()))]);
    analyze(pack, new Map(), request(FIRST));
    analyze(pack, configured(pack, { "published-port": "advisory" }), request(FIRST));
    assert.deepEqual(seen, [{}, { "published-port": "advisory" }]);
  });

  it("decodes a stack once for all of its policies, and finds what a property was made from", () => {
    const seen: StackArgs["resources"][] = [];
    const pack = servedPack([
      stackPolicy("a", ({ resources }) => seen.push(resources)),
      stackPolicy("b", ({ resources }) => seen.push(resources)),
    ]);
    analyzeStack(pack, new Map(), stackRequest(SECOND, FIRST));
    const [resources, again] = seen;
    assert.equal(resources, again);
    const [second, first] = resources ?? [];
    assert.deepEqual(second?.propertyDependencies, { from: [first] }, "what is not in the stack is left out");
    assert.equal(first?.props.text, "a");
  });

  it("fails the call when a policy fails: what was not judged must not pass", () => {
    const fail = () => {
      throw new Error("broken rule");
    };
    const pack = servedPack([resourcePolicy(fail), stackPolicy("all", fail)]);
    assert.throws(() => analyze(pack, new Map(), request(FIRST)), /policy 'one'.*\n.*broken rule/);
    assert.throws(() => analyzeStack(pack, new Map(), stackRequest(FIRST)), /policy 'all'.*\n.*broken rule/);
    const without = request(GRAFANA);
    without.clearProperties();
    assert.throws(() => analyze(servedPack(), new Map(), without), /no properties/);
  });

  it("describes the pack exactly as the policy SDK would", () => {
    const { makeAnalyzerInfo } = require("@pulumi/policy/protoutil") as {
      makeAnalyzerInfo(name: string, version: string, level: string, args: object): { toObject(): object };
    };
    const pack = servedPack(policies());
    const bySdk = makeAnalyzerInfo(pack.name, pack.version, pack.enforcementLevel, pack);
    assert.deepEqual(analyzerInfo(pack).toObject(), bySdk.toObject());
  });
});
