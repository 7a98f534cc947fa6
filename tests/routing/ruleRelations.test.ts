import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Rule } from "../../components/routing";
import {
  escapes,
  literalHosts,
  matches,
  mustParse,
  outpostRule,
  overlaps,
  RoutingError,
  v2Placeholder,
} from "../../components/routing";

describe("overlaps", () => {
  const cases: [string, string, "yes" | "no" | "perhaps"][] = [
    ["Host(`a.x`)", "Host(`b.x`)", "no"],
    ["Host(`a.x`)", "Host(`A.x.`)", "yes"],
    ["Host(`a.x`)", "HostRegexp(`^.+$`)", "yes"],
    ["Host(`a.x`)", "Host(`*.x`)", "yes"],
    ["Host(`a.b.x`)", "Host(`*.x`)", "no"],
    ["Host(`a.x`)", "!Host(`a.x`)", "no"],
    ["Host(`a.x`)", "!Host(`b.x`)", "yes"],
    ["Host(`a.x`)", "PathPrefix(`/`)", "yes"],
    ["Host(`a.x`) && PathPrefix(`/api`)", "Host(`a.x`) && !PathPrefix(`/api`)", "no"],
    ["PathPrefix(`/a`)", "Path(`/ab`)", "yes"],
    ["PathPrefix(`/a/`)", "Path(`/a`)", "no"],
    ["PathRegexp(`^/v[0-9]+$`)", "Path(`/v1x`)", "no"],
    ["Method(`GET`)", "Method(`POST`)", "no"],
    ["Method(`GET`)", "!Method(`POST`)", "yes"],
    ["Host(`a.x`) && ClientIP(`10.0.0.0/8`)", "Host(`a.x`)", "perhaps"],
    ["HostRegexp(`^[a-m]+\\.x$`)", "HostRegexp(`^[n-z]+\\.x$`)", "no"],
    ["HostRegexp(`^[a-n]+\\.x$`)", "HostRegexp(`^[n-z]+\\.x$`)", "yes"],
    ["HostRegexp(`\\bx\\b`)", "Host(`a.y`)", "perhaps"],
  ];
  for (const [a, b, expected] of cases) {
    it(`says ${expected} for ${a} and ${b}, both ways`, () => {
      assert.equal(overlaps(mustParse(a), mustParse(b)).answer, expected);
      assert.equal(overlaps(mustParse(b), mustParse(a)).answer, expected);
    });
  }

  it("gives an example that both rules match", () => {
    const a = mustParse("HostRegexp(`^[a-z]+\\.example\\.com$`) && PathPrefix(`/api/`)");
    const b = mustParse("PathRegexp(`x{3}$`)");
    const found = overlaps(a, b);
    assert.ok(found.answer === "yes");
    const request = { host: found.host ?? "", path: found.path ?? "" };
    assert.equal(matches(a, request), true);
    assert.equal(matches(b, request), true);
  });

  it("never says no where a request matches both", () => {
    const host = fc.constantFrom("a.x", "b.x", "a.b.x", "x");
    const path = fc.constantFrom("/", "/a", "/ab", "/b/c");
    const matcher = fc.oneof(
      host.map((name) => `Host(\`${name}\`)`),
      fc.constantFrom("Host(`*.x`)", "HostRegexp(`^[ab]\\.`)", "HostRegexp(`x`)", "PathRegexp(`b`)", "Method(`GET`)"),
      path.map((name) => `PathPrefix(\`${name}\`)`),
      path.map((name) => `Path(\`${name}\`)`),
    );
    const rule: fc.Arbitrary<string> = fc.letrec<{ rule: string }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3 },
        matcher,
        fc.tuple(tie("rule"), fc.constantFrom("&&", "||"), tie("rule")).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie("rule").map((inner) => `!(${inner})`),
      ),
    })).rule;
    fc.assert(
      fc.property(rule, rule, host, path, fc.constantFrom("GET", "POST"), (a, b, name, where, method) => {
        const request = { host: name, path: where, method };
        const both = [a, b].every((text) => matches(mustParse(text), request) === true);
        if (both) assert.notEqual(overlaps(mustParse(a), mustParse(b)).answer, "no");
      }),
      { numRuns: 500 },
    );
  });
});

describe("escapes", () => {
  const domain = "HostRegexp(`^([a-z0-9-]+\\.)*example\\.com\\.?$`)";
  it("says no where the outer rule covers the inner one", () => {
    assert.equal(escapes(mustParse("HostRegexp(`^[a-z]+\\.example\\.com$`)"), mustParse(domain)).answer, "no");
    assert.equal(
      escapes(mustParse("Host(`a.example.com`) && PathPrefix(`/api/v1`)"), mustParse("PathPrefix(`/api/`)")).answer,
      "no",
    );
  });

  it("names a host beyond the outer rule", () => {
    const found = escapes(mustParse("HostRegexp(`[a-z]+.example.com`)"), mustParse(domain));
    assert.equal(found.answer, "yes");
    assert.ok(found.answer === "yes" && matches(mustParse(domain), { host: found.host ?? "" }) === false);
  });
});

describe("literalHosts", () => {
  const cases: [string, readonly string[] | undefined][] = [
    ["Host(`A.x`)", ["a.x"]],
    ["Host(`a.x`) || Host(`b.x`)", ["a.x", "b.x"]],
    ["(Host(`a.x`) || Host(`b.x`)) && PathPrefix(`/`)", ["a.x", "b.x"]],
    ["Host(`a.x`) || PathPrefix(`/`)", undefined],
    ["Host(`*.x`)", undefined],
    ["!Host(`a.x`)", undefined],
    ["PathPrefix(`/`)", undefined],
  ];
  for (const [text, expected] of cases) {
    it(`is ${JSON.stringify(expected)} for ${text}`, () => {
      assert.deepEqual(literalHosts(mustParse(text)), expected);
    });
  }
});

describe("outpostRule", () => {
  const rule: Rule = mustParse(outpostRule(["example.com", "example.org"]));
  const path = "/outpost.goauthentik.io/callback";
  for (const host of ["example.com", "a.example.com", "a.b.example.com", "a.example.com.", "x.example.org"]) {
    it(`claims the outpost's path of ${host}`, () => {
      assert.equal(matches(rule, { host, path }), true);
      assert.equal(matches(rule, { host, path: "/other" }), false);
    });
  }
  for (const host of ["notexample.com", "a.example.com.evil.net", "aexamplexcom", "example.net"]) {
    it(`leaves ${host} alone`, () => {
      assert.equal(matches(rule, { host, path }), false);
    });
  }

  for (const domains of [[], ["Example.com"], ["*.example.com"], ["example.com:443"], ["example"], ["a`b.com"]]) {
    it(`refuses ${JSON.stringify(domains)}`, () => {
      assert.throws(() => outpostRule(domains), RoutingError);
    });
  }
});

describe("v2Placeholder", () => {
  it("finds the placeholder of hosts and paths, with and without an expression", () => {
    for (const text of [
      "HostRegexp(`{subdomain:[a-z0-9-]+}.example.com`)",
      "Host(`{name}.example.com`)",
      "PathPrefix(`/{id:[0-9]+}`)",
    ]) {
      assert.notEqual(v2Placeholder(mustParse(text)), undefined);
    }
  });

  it("takes a repetition for what it is", () => {
    assert.equal(v2Placeholder(mustParse("HostRegexp(`^[a-z]{2,5}\\.example\\.com$`)")), undefined);
    assert.equal(v2Placeholder(mustParse("HeaderRegexp(`X-A`, `{name:x}`)")), undefined);
  });
});
