import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileGoRegexp } from "../../testbed/authentik/outpost/allowlist";
import { readCookie } from "../../testbed/authentik/outpost/cookies";
import { parseDuration } from "../../testbed/authentik/outpost/duration";
import { queryValue } from "../../testbed/authentik/outpost/goText";
import { goUrlText, parseGoUrl } from "../../testbed/authentik/outpost/goUrl";
import { newSessionId, ProxySessions } from "../../testbed/authentik/outpost/sessions";
import { MemoryStore } from "../../testbed/authentik/store";

describe("durations", () => {
  for (const [text, seconds] of [
    ["hours=24;minutes=5", 86_700],
    ["seconds=0", 0],
    ["days=1; weeks=1;", 691_200],
    ["minutes=1.5", 90],
  ] as const) {
    test(`"${text}" is ${seconds} seconds`, () => assert.equal(parseDuration(text), seconds));
  }
  for (const text of ["24h", "hours", "years=1", "hours=x"]) {
    test(`"${text}" is refused with the units that it takes`, () =>
      assert.throws(() => parseDuration(text), /hours=24;minutes=5.*weeks/));
  }
});

describe("URLs as Go reads them", () => {
  const kept = [
    "https://a.example.com/x%2Fy?q=%zz#f",
    "https://a.example.com",
    "https:///p",
    "https://user:pass@a.example.com:8443/",
    "//host/path",
    "/only/path",
    "javascript:alert(1)",
    "https://a.example.com/?",
    "https://[::1]:9000/",
  ];
  for (const text of kept) {
    test(`${text} stays as it is`, () => {
      const url = parseGoUrl(text);
      assert.ok(url);
      assert.equal(goUrlText(url), text);
    });
  }
  const refused = [
    "://a",
    "ht tp://a/",
    "https://a b/",
    "https://a/%zz",
    "https://a%41/",
    "https://a:port/",
    "https://a/\n",
    "https://a|b/",
    "a:b/c:d".slice(1),
  ];
  for (const text of refused)
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(parseGoUrl(text), undefined));
  test("what a path cannot hold is coded", () => {
    const url = parseGoUrl('https://a/é "x"');
    assert.ok(url);
    assert.equal(goUrlText(url), "https://a/%C3%A9%20%22x%22");
    assert.equal(url.path, '/é "x"');
  });
});

describe("lines of skip_path_regex", () => {
  for (const [line, text, opens] of [
    ["^/api/", "/api/x", true],
    ["^/api/", "/x/api/", false],
    ["(?i)^/API", "/api", true],
    ["", "/anything", true],
    ["\\A/x", "/x", true],
    ["(?P<name>/x)", "/x", true],
    ["/health$", "/private/health", true],
    ["/x\r", "/x", false],
  ] as const) {
    test(`${JSON.stringify(line)} ${opens ? "opens" : "does not open"} ${text}`, () =>
      assert.equal(compileGoRegexp(line)?.test(text) ?? false, opens));
  }
  for (const line of ["[bad", "(?=x)", "(?!x)", "(?<=x)y", "(a)\\1", "[[:alpha:]]"]) {
    test(`${line} opens nothing, as Go refuses it or JavaScript reads it otherwise`, () =>
      assert.equal(compileGoRegexp(line), undefined));
  }
});

test("the first cookie of a name counts, uncoded and without quotes", () => {
  assert.equal(readCookie('a=1; b="x%20y"; b=2', "b"), "x%20y");
  assert.equal(readCookie("ab=1", "b"), undefined);
  assert.equal(readCookie("b=", "b"), "");
  assert.equal(readCookie("b=x=y", "b"), "x=y");
});

test("a broken pair of a query is left out, the rest counts", () => {
  assert.equal(queryValue("a=%zz&a=2", "a"), "2");
  assert.equal(queryValue("a=1;b=2&a=3", "a"), "3");
  assert.equal(queryValue("a=x+y%2Bz", "a"), "x y+z");
});

test("session ids are 52 characters of base32 and never the same", () => {
  const ids = new Set(Array.from({ length: 100 }, newSessionId));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, /^[A-Z2-7]{52}$/);
});

test("sessions of visitors who never came back are dropped once an hour", async () => {
  const store = new MemoryStore();
  let now = Date.parse("2026-11-23T12:00:00Z");
  const sessions = new ProxySessions(store, () => new Date(now));
  await sessions.save(1, "short", 60);
  await sessions.save(1, "long", 86_400);
  now += 3_600_001;
  await sessions.save(1, "new", 60);
  const left = (await store.list("proxy_session")).map((row) => row.id);
  assert.deepEqual(left, ["long", "new"]);
});
