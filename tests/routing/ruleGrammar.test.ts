/** Corners of Go's grammar that Traefik 3.7.15 was seen to take, and to refuse. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { matches, parseRule, restrict } from "../../components/routing";

describe("parseRule", () => {
  const taken = [
    "Host(`a.example.com`...)",
    "Host(`a.example.com`...,)",
    "Host(`a.example.com`,)",
    'Host("\\x61.example.com")',
    'Host("\\141.example.com")',
    "Host(`a.example.com`) && /* two\nlines */ PathPrefix(`/`)",
    "Host(`a.example.com`) // the rest is a comment",
  ];
  for (const rule of taken) {
    it(`takes ${JSON.stringify(rule)}`, () => {
      const parsed = parseRule(rule);
      assert.ok(parsed.ok, rule);
      assert.equal(matches(parsed.rule, { host: "a.example.com", path: "/" }), true);
      assert.equal(matches(parsed.rule, { host: "b.example.com", path: "/" }), false);
    });
  }

  it("joins the bytes of escapes to one text", () => {
    const parsed = parseRule('PathPrefix("/\\xc3\\xa9")');
    assert.ok(parsed.ok);
    assert.equal(matches(parsed.rule, { path: "/é" }), true);
  });

  const refused: [string, boolean][] = [
    ["Hots(`a.example.com`)", true],
    ["Host(`a.example.com`, `b.example.com`)", true],
    ["Path(`a`)", true],
    ["Host(``)", true],
    ["Host(`a.example.com`) /* two\nlines */ && PathPrefix(`/`)", false],
    ["Host(`a.example.com`", false],
    ["HostRegexp(`[`)", false],
  ];
  for (const [rule, sure] of refused) {
    it(`refuses ${JSON.stringify(rule)}, ${sure ? "as Traefik surely does" : "which Traefik may take"}`, () => {
      const parsed = parseRule(rule);
      assert.ok(!parsed.ok);
      assert.equal(parsed.refused, sure);
    });
  }
});

describe("restrict", () => {
  const at = (rule: string, host: string) => {
    const parsed = parseRule(rule);
    assert.ok(parsed.ok);
    return restrict(parsed.rule, host);
  };

  it("leaves what the host does not decide", () => {
    const path = { kind: "matcher", name: "PathPrefix", args: ["/x"] };
    assert.deepEqual(at("Host(`a.example.com`) && PathPrefix(`/x`)", "a.example.com"), path);
    assert.deepEqual(at("Host(`b.example.com`) || PathPrefix(`/x`)", "a.example.com"), path);
    assert.deepEqual(at("!(Host(`b.example.com`) || PathPrefix(`/x`))", "a.example.com"), { kind: "not", rule: path });
  });

  it("answers where the host decides alone", () => {
    assert.equal(at("Host(`a.example.com`) && PathPrefix(`/x`)", "b.example.com"), false);
    assert.equal(at("HostRegexp(`^a`) || PathPrefix(`/x`)", "a.example.com"), true);
    assert.equal(at("!Host(`a.example.com`)", "b.example.com"), true);
  });
});
