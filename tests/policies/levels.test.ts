import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { INVARIANTS } from "../../components/routing";
import { policies } from "../../policies/pack";
import { excludedService, service } from "../routing/fleet";
import { analyze, analyzeStack, ids, urnOf } from "./harness";
import { changed, container, mandatory } from "./soundStack";

describe("levels", () => {
  const expiring = container("jellyfin", excludedService("jellyfin", { "sso.until": "2026-12-01" }));
  const open = container("grafana", service("grafana"), { ports: [{ internal: 3000, external: 3000 }] });

  it("report an exclusion that is about to end without stopping anything", async () => {
    assert.deepEqual(await analyze(expiring), []);
    const found = (await analyzeStack(changed(expiring))).filter(({ message }) => /jellyfin' .*ends on/.test(message));
    assert.deepEqual(
      found.map(({ policy, urn }) => [policy, urn]),
      [["sso-advisories", urnOf(expiring)]],
    );
  });

  it("lower or disable one invariant, written in one place", async () => {
    for (const level of ["advisory", "disabled"])
      assert.deepEqual(await analyze(open, { "published-port": level }), []);
    const advised = await analyzeStack(changed(open), { "published-port": "advisory" });
    assert.deepEqual(mandatory(advised), []);
    assert.ok(ids(advised).includes("published-port"));
    assert.ok(!ids(await analyzeStack(changed(open), { "published-port": "disabled" })).includes("published-port"));
    const late = container(
      "grafana",
      service("grafana", { "traefik.http.routers.grafana.rule": "Host(`a.example.org`)" }),
    );
    const outside = await analyzeStack(changed(late), { "host-boundary": "advisory" });
    assert.deepEqual(mandatory(outside), []);
    assert.ok(ids(outside).includes("host-boundary"));
  });

  it("are offered for every invariant, in the one policy that checks it", () => {
    const offered = policies().flatMap(({ configSchema }) => Object.keys(configSchema?.properties ?? {}));
    assert.deepEqual(
      offered.filter((id) => id !== "contract" && id !== "approvedExclusions").sort(),
      INVARIANTS.map(({ id }) => id).sort(),
    );
  });
});

describe("metadata", () => {
  for (const policy of policies()) {
    it(`of ${policy.name} is whole`, () => {
      assert.equal(policy.enforcementLevel, policy.name === "sso-advisories" ? "advisory" : "mandatory");
      assert.match(policy.severity ?? "", /critical|high/);
      assert.equal(policy.url, `docs/policies.md#${policy.name}`);
      assert.match(policy.framework?.name ?? "", /ISO/);
      assert.ok((policy.remediationSteps ?? "").length > 50);
      assert.ok((policy.tags ?? []).includes("sso"));
      assert.ok(!("remediateResource" in policy), "a silent correction would hide that the program is wrong");
    });
  }
});
