import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callbackHost, callbackHosts, domainOf, protectedDomains } from "../../components/routing/gateDomains";

const GATE = { domains: ["example.com", "example.org"], authHost: "login.example.com" };

describe("the domains of one gate", () => {
  test("stand beside each other, the login's first", () => {
    assert.deepEqual(protectedDomains("example.com", ["example.org", "lab.example.net"]), [
      "example.com",
      "example.org",
      "lab.example.net",
    ]);
    assert.deepEqual(protectedDomains("example.com", ["notexample.com"]), ["example.com", "notexample.com"]);
  });
  for (const [first, further, says] of [
    ["example.com", ["lab.example.com"], /'lab\.example\.com' lies in 'example\.com', whose login covers it already/],
    ["lab.example.com", ["example.com"], /'lab\.example\.com' lies in 'example\.com'/],
    ["example.com", ["example.com"], /'example\.com' is named twice/],
    ["example.com", ["*.example.org"], /'\*\.example\.org' is no domain name/],
    ["example.com", ["Example.org"], /'Example\.org' is no domain name/],
    ["example.com", [""], /'' is no domain name/],
  ] as const) {
    test(`${first} and ${further.join()} are refused`, () => {
      assert.throws(() => protectedDomains(first, further), says);
    });
  }
  test("each has a host of its own for logins to come back to; the first one's is the login", () => {
    assert.equal(callbackHost(GATE, "example.com"), "login.example.com");
    assert.equal(callbackHost(GATE, "example.org"), "auth.example.org");
    assert.deepEqual(callbackHosts(GATE), ["login.example.com", "auth.example.org"]);
  });
  test("a host lies in one of them or in none", () => {
    assert.equal(domainOf(GATE.domains, "a.b.example.org"), "example.org");
    assert.equal(domainOf(GATE.domains, "example.com"), "example.com");
    assert.equal(domainOf(GATE.domains, "evilexample.com"), undefined);
  });
});
