import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { RoutedRequest, Rule, Truth } from "../../components/routing";
import {
  escapes,
  literalHosts,
  matches,
  mustParse,
  outpostRule,
  overlaps,
  parseRule,
  RoutingError,
  v2Placeholder,
} from "../../components/routing";

describe("parseRule", () => {
  const valid = [
    "Host(`a.example.com`)",
    'Host("a.example.com")',
    "host(`a`) && HOST(`b`) && Host(`c`)",
    "hostregexp(`^a$`) || HOSTREGEXP(`^a$`) || Hostregexp(`^a$`) || HostRegexp(`^a$`)",
    "!Host(`a`) && !(Path(`/b`) || PathPrefix(`/c`))",
    "!!Host(`a`)",
    "((Host(`a`)))",
    "Host(\n`a`,\n) &&\n Path(`/b`)\n",
    "Host(`a`) // a comment",
    "Method(`get`) && Header(`X-A`, `b`) && HeaderRegexp(`X-A`, `^b`)",
    "Query(`a`) && Query(`a`, `b`) && QueryRegexp(`a`, `b+`) && QueryRegexp(`a`)",
    "ClientIP(`10.0.0.0/8`) || ClientIP(`::1`) || ClientIP(`192.0.2.1`)",
    "PathRegexp(`^/(api|v[0-9]+)/`)",
    "HostRegexp(`{subdomain:[a-z0-9-]+}.example.com`)",
    'Host("\\u0061.example.com")',
  ];
  for (const text of valid) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const parsed = parseRule(text);
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
    });
  }

  // Each of these makes Traefik 3.7 disable the router.
  const invalid = [
    "",
    " ",
    "Host",
    "Host()",
    "Host(``)",
    "Host(`a`, `b`)",
    "Host('a')",
    "Host(a)",
    "Host(`a`) Path(`/b`)",
    "Host(`a`)\n&& Path(`/b`)",
    "Host(`a`) & Path(`/b`)",
    "Host(`a`) and Path(`/b`)",
    "Host(`a`",
    "(Host(`a`)",
    "Host(`a`))",
    "Hots(`a`)",
    "hOST(`a`)",
    "HostHeader(`a`)",
    "Headers(`a`, `b`)",
    "HostSNI(`a`)",
    "Path(`a`)",
    "PathPrefix(`a`)",
    "Header(`a`)",
    "ClientIP(`10.0.0.0/33`)",
    "ClientIP(`nowhere`)",
    "HostRegexp(`^[a-z\\.bad`)",
    "HostRegexp(`(?=a)`)",
    "HostRegexp(`(a)\\1`)",
    "HostRegexp(`a**`)",
    "HostRegexp(`a{2000}`)",
    "HostRegexp(`münchen`)",
    "Host(`münchen`)",
    "Host(`a`) ||",
    "|| Host(`a`)",
    "true",
    "Host(`a`) == Host(`b`)",
  ];
  for (const text of invalid) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseRule(text).ok, false);
    });
  }

  it("binds && closer than ||, and ! closest", () => {
    const rule = mustParse("Host(`a`) || !Host(`b`) && Host(`c`)");
    assert.equal(rule.kind, "or");
    assert.equal(rule.kind === "or" && rule.right.kind, "and");
  });

  it("knows the matchers of TCP, and only those, for a TCP rule", () => {
    assert.ok(parseRule("HostSNI(`*`) && ALPN(`h2`)", "tcp").ok);
    assert.equal(parseRule("Host(`a`)", "tcp").ok, false);
  });

  it("never throws, whatever the text", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "Host",
        "Path",
        "(",
        ")",
        "`",
        '"',
        "&&",
        "||",
        "!",
        "\n",
        "\\",
        "a",
        "[",
        "{2}",
        "*",
        "HostRegexp(`",
        "`)",
        "(?i)",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        parseRule(pieces.join(""));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("matches", () => {
  const cases: [string, RoutedRequest, Truth][] = [
    ["Host(`A.Example.com`)", { host: "a.example.com" }, true],
    ["Host(`a.example.com`)", { host: "a.example.com." }, true],
    ["Host(`a.example.com.`)", { host: "a.example.com" }, true],
    ["Host(`*.example.com`)", { host: "a.example.com" }, true],
    ["Host(`*.example.com`)", { host: "example.com" }, false],
    ["Host(`*.example.com`)", { host: "a.b.example.com" }, false],
    ["Host(`*`)", { host: "anything" }, true],
    ["HostRegexp(`[a-z0-9-]+.unanch.com`)", { host: "evilxunanchxcom.attacker.net" }, true],
    ["HostRegexp(`^[a-z0-9-]+\\.anch\\.com$`)", { host: "x.anch.com" }, true],
    ["HostRegexp(`^[a-z0-9-]+\\.anch\\.com$`)", { host: "x.anch.com." }, false],
    ["HostRegexp(`{subdomain:[a-z0-9-]+}.example.com`)", { host: "a.example.com" }, false],
    ["HostRegexp(`(?i)^A\\.example\\.com$`)", { host: "a.example.com" }, true],
    ["HostRegexp(`^\\p{Greek}$`)", { host: "a" }, "unknown"],
    ["PathPrefix(`/outpost.goauthentik.io/`)", { path: "/outpost.goauthentik.io" }, false],
    ["PathPrefix(`/api`)", { path: "/apian" }, true],
    ["Path(`/api`)", { path: "/api/" }, false],
    ["PathRegexp(`^/v[0-9]{1,2}/`)", { path: "/v12/x" }, true],
    ["PathRegexp(`^/v[0-9]{1,2}/`)", { path: "/v123/x" }, false],
    ["Method(`get`)", { method: "GET" }, true],
    ["Header(`x-a`, `b`)", { headers: { "X-A": ["c", "b"] } }, true],
    ["Header(`x-a`, `b`)", { headers: {} }, false],
    ["Header(`x-a`, `b`)", {}, "unknown"],
    ["HeaderRegexp(`x-a`, `^b`)", { headers: { "X-A": ["cb"] } }, false],
    ["Query(`a`)", { query: { a: [""] } }, true],
    ["Query(`a`)", { query: { a: ["x"] } }, false],
    ["QueryRegexp(`a`, `^x`)", { query: { a: ["xy"] } }, true],
    ["ClientIP(`10.0.0.0/8`)", { clientIp: "10.1.2.3" }, true],
    ["ClientIP(`10.0.0.0/8`)", { clientIp: "11.1.2.3" }, false],
    ["!Host(`a`)", { host: "b" }, true],
    ["Host(`a`) && ClientIP(`10.0.0.0/8`)", { host: "b" }, false],
    ["Host(`a`) && ClientIP(`10.0.0.0/8`)", { host: "a" }, "unknown"],
    ["Host(`a`) || ClientIP(`10.0.0.0/8`)", { host: "a" }, true],
    ["!(Host(`a`) && ClientIP(`10.0.0.0/8`))", { host: "a" }, "unknown"],
  ];
  for (const [text, request, expected] of cases) {
    it(`answers ${String(expected)} for ${text} and ${JSON.stringify(request)}`, () => {
      assert.equal(matches(mustParse(text), request), expected);
    });
  }

  it("stays linear on an expression that makes others exponential", () => {
    const started = performance.now();
    assert.equal(matches(mustParse("HostRegexp(`^(a+)+$`)"), { host: `${"a".repeat(200)}b` }), false);
    assert.ok(performance.now() - started < 2000);
  });

  it("finds what JavaScript finds, for expressions that mean the same in both", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\.", "(a|b)", "(ab|c)", "\\d", "[a-c-]", "c");
    const quantified = fc
      .tuple(atom, fc.constantFrom("", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "*?"))
      .map((parts) => parts.join(""));
    const expression = fc
      .tuple(
        fc.constantFrom("", "^"),
        fc.array(quantified, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("", "$", "|a$"),
      )
      .map(([start, middle, end]) => start + middle.join("") + end);
    const text = fc
      .array(fc.constantFrom("a", "b", "c", ".", "1", "-"), { maxLength: 7 })
      .map((letters) => letters.join(""));
    fc.assert(
      fc.property(expression, text, (source, host) => {
        assert.equal(matches(mustParse(`HostRegexp(\`${source}\`)`), { host }), new RegExp(source).test(host));
      }),
      { numRuns: 2000 },
    );
  });
});

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
