import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { RoutedRequest, Truth } from "../../components/routing";
import { matches, mustParse, parseRule } from "../../components/routing";

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
