import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isInside, isShared } from "../../components/routing/addressRange";
import { beyondScope, openCondition } from "../../components/routing/exclusionScope";
import { mustParse } from "../../components/routing/rule";

describe("an exclusion's scope", () => {
  const scope = { paths: ["/api/", "/ping"], sources: ["192.168.1.0/24", "fd00::/8"] };

  it("is rendered as a condition that stays within it", () => {
    const condition = openCondition(scope) ?? "";
    assert.equal(
      condition,
      "(PathPrefix(`/api/`) || PathPrefix(`/ping`)) && (ClientIP(`192.168.1.0/24`) || ClientIP(`fd00::/8`))",
    );
    assert.equal(beyondScope(mustParse(`Host(\`a.example.com\`) && ${condition}`), scope), undefined);
    assert.equal(openCondition({}), undefined);
  });

  const sources = { sources: ["192.168.1.0/24"] };
  const rules: [string, boolean][] = [
    ["Host(`a`) && ClientIP(`192.168.1.0/24`)", true],
    ["Host(`a`) && ClientIP(`192.168.1.7`)", true],
    ["ClientIP(`192.168.1.0/25`) || ClientIP(`192.168.1.128/25`)", true],
    ["Host(`a`)", false],
    ["Host(`a`) && ClientIP(`192.168.0.0/16`)", false],
    ["Host(`a`) && (ClientIP(`192.168.1.0/24`) || Path(`/x`))", false],
    ["Host(`a`) && !ClientIP(`192.168.1.0/24`)", false],
  ];
  for (const [rule, within] of rules) {
    it(`${within ? "holds" : "does not hold"} ${rule}`, () => {
      assert.equal(beyondScope(mustParse(rule), sources) === undefined, within);
    });
  }

  it("says which other path is open", () => {
    assert.match(beyondScope(mustParse("Host(`a`) && PathPrefix(`/api`)"), { paths: ["/api/"] }) ?? "", /\/api/);
  });
});

describe("address ranges", () => {
  const cases: [string, string, boolean, boolean][] = [
    ["10.1.2.3", "10.0.0.0/8", true, true],
    ["10.0.0.0/8", "10.1.2.3", false, true],
    ["10.1.2.3/8", "10.0.0.0/8", true, true],
    ["11.0.0.0/8", "10.0.0.0/8", false, false],
    ["fd12:3456::1", "fd00::/8", true, true],
    ["::1", "::/127", true, true],
    ["::ffff:10.0.0.1", "::ffff:a00:0/104", true, true],
    ["10.0.0.1", "::/0", false, false],
    ["x", "10.0.0.0/8", false, true],
  ];
  for (const [inner, outer, inside, shared] of cases) {
    it(`${inner} and ${outer}`, () => {
      assert.deepEqual([isInside(inner, outer), isShared(inner, outer)], [inside, shared]);
    });
  }
});
