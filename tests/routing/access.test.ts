import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { AccessDecision } from "../../components/routing";
import { parseAccess, RoutingError, reasonProblem, renderAccess } from "../../components/routing";

describe("parseAccess", () => {
  const decisions: [Record<string, string>, AccessDecision][] = [
    [{ "sso.access": "domain" }, { mode: "domain" }],
    [{ "sso.access": "gate", "sso.outpost-router": "do not delete" }, { mode: "gate" }],
    [
      { "sso.access": "application", "sso.groups": "admins, ops" },
      { mode: "application", groups: ["admins", "ops"] },
    ],
    [
      { "sso.access": "oidc", "sso.preset": "grafana" },
      { mode: "oidc", preset: "grafana" },
    ],
    [
      { "sso.access": "oidc", "sso.preset": "grafana", "sso.groups": "admins,ops" },
      { mode: "oidc", preset: "grafana", groups: ["admins", "ops"] },
    ],
    [
      {
        "sso.access": "excluded",
        "sso.reason": "TV apps",
        "sso.owner": "me",
        "sso.until": "2027-02-28",
        "sso.paths": "/a,/b/",
        "sso.sources": "192.168.0.0/16, fd00::/8",
      },
      {
        mode: "excluded",
        reason: "TV apps",
        owner: "me",
        until: "2027-02-28",
        paths: ["/a", "/b/"],
        sources: ["192.168.0.0/16", "fd00::/8"],
      },
    ],
    [
      { "sso.access": "domain", "sso.ports": "53/udp,2222", "sso.reason": "DNS and git have no login page" },
      { mode: "domain", reason: "DNS and git have no login page", ports: ["53/udp", "2222"] },
    ],
  ];
  for (const [labels, decision] of decisions) {
    it(`reads ${decision.mode}`, () => {
      assert.deepEqual(parseAccess({ ...labels, "traefik.enable": "true", maintainer: "x" }), { decision, errors: [] });
    });
  }

  const mistakes: [string, Record<string, string>, RegExp][] = [
    ["no decision", {}, /no label 'sso\.access'; allowed are domain/],
    ["an unknown mode", { "sso.access": "none" }, /'none'; allowed are/],
    ["a key in upper case", { "sso.access": "domain", "SSO.reason": "x" }, /write 'sso\.reason'/],
    ["a field that is none", { "sso.access": "domain", "sso.grups": "x" }, /'sso\.grups' has no effect/],
    [
      "groups in domain mode",
      { "sso.access": "domain", "sso.groups": "admins" },
      /'sso\.groups' has no effect with 'sso\.access=domain'/,
    ],
    ["application without groups", { "sso.access": "application" }, /sso\.groups=admins/],
    [
      "application with a group named twice",
      { "sso.access": "application", "sso.groups": "admins,ops,admins" },
      /group 'admins' is named twice/,
    ],
    ["an empty group", { "sso.access": "application", "sso.groups": "a,,b" }, /groups/],
    ["oidc with neither preset nor client", { "sso.access": "oidc" }, /sso\.preset/],
    [
      "an empty group with oidc",
      { "sso.access": "oidc", "sso.preset": "a", "sso.groups": "b,," },
      /empty group: write who may log in/,
    ],
    [
      "groups of one's own client",
      { "sso.access": "oidc", "sso.client": "a", "sso.groups": "b" },
      /no effect with 'sso.client': bind/,
    ],
    ["oidc with both", { "sso.access": "oidc", "sso.preset": "a", "sso.client": "b" }, /sso\.preset/],
    ["an exclusion without a reason", { "sso.access": "excluded" }, /there is no reason/],
    [
      "a day that does not exist",
      { "sso.access": "excluded", "sso.reason": "TV apps", "sso.until": "2027-02-30" },
      /YYYY-MM-DD/,
    ],
    ["a path without a slash", { "sso.access": "excluded", "sso.reason": "TV apps", "sso.paths": "api" }, /'api'/],
    [
      "a path that would end the rule",
      { "sso.access": "excluded", "sso.reason": "TV apps", "sso.paths": "/a`)" },
      /open path/,
    ],
    ["ports without a reason", { "sso.access": "domain", "sso.ports": "53/udp" }, /there is no reason.*sso\.reason/],
    [
      "a port that is none",
      { "sso.access": "domain", "sso.ports": "dns", "sso.reason": "DNS server" },
      /'dns'.*53\/udp/,
    ],
    [
      "a port beyond all ports",
      { "sso.access": "domain", "sso.ports": "70000", "sso.reason": "DNS server" },
      /'70000'/,
    ],
    ["no port at all", { "sso.access": "domain", "sso.ports": "", "sso.reason": "DNS server" }, /open port is ''/],
    ["ports of the gate", { "sso.access": "gate", "sso.ports": "80" }, /'sso\.ports' has no effect/],
    ["sources of what is behind the login", { "sso.access": "domain", "sso.sources": "10.0.0.0/8" }, /no effect/],
    ...["10.0.0.0/33", "10.0.0", "example.com", "::1%eth0", ""].map(
      (source): [string, Record<string, string>, RegExp] => [
        `'${source}' for addresses`,
        { "sso.access": "excluded", "sso.reason": "TV apps", "sso.sources": source },
        /address range such as/,
      ],
    ),
    ...["0.0.0.0/0", "::/0"].map((source): [string, Record<string, string>, RegExp] => [
      `everybody as ${source}`,
      { "sso.access": "excluded", "sso.reason": "TV apps", "sso.sources": source },
      /is everybody/,
    ]),
    [
      "a path that is the whole host",
      { "sso.access": "excluded", "sso.reason": "TV apps", "sso.paths": "/" },
      /whole host/,
    ],
  ];
  for (const [what, labels, message] of mistakes) {
    it(`refuses ${what}`, () => {
      const { decision, errors } = parseAccess(labels);
      assert.equal(decision, undefined);
      assert.match(errors.join(" "), message);
    });
  }
});

describe("reasonProblem", () => {
  for (const reason of [
    "",
    "  ",
    "todo",
    "TODO",
    "tbd",
    "-",
    "...",
    "n/a",
    "N/A",
    "xxx",
    "none",
    "test",
    "x",
    "123 456",
    undefined,
  ]) {
    it(`does not take ${JSON.stringify(reason)} for a reason`, () => {
      assert.notEqual(reasonProblem(reason), undefined);
    });
  }
  for (const reason of [
    "The TV app cannot open a browser",
    "public status page",
    "Öffentlich",
    "todo list is public by design",
  ]) {
    it(`takes ${JSON.stringify(reason)}`, () => {
      assert.equal(reasonProblem(reason), undefined);
    });
  }
});

describe("renderAccess", () => {
  it("is undone by parseAccess", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 3 });
    const decision: fc.Arbitrary<AccessDecision> = fc.oneof(
      fc.constantFrom<AccessDecision>({ mode: "domain" }, { mode: "gate" }),
      words.map((groups) => ({ mode: "application" as const, groups })),
      fc.tuple(word, words).map(([preset, groups]) => ({ mode: "oidc" as const, preset, groups })),
      fc.tuple(word, words).map(([owner, paths]) => ({
        mode: "excluded" as const,
        reason: "The app has its own login",
        owner,
        until: "2027-06-30",
        paths: paths.map((path) => `/${path}/`),
        sources: ["192.168.1.0/24", "fd00::/8"],
        ports: ["53/udp"],
      })),
      words.map((groups) => ({ mode: "application" as const, groups, reason: "Runs commands", ports: ["22"] })),
    );
    fc.assert(
      fc.property(decision, (given) => {
        assert.deepEqual(parseAccess(renderAccess(given)), { decision: given, errors: [] });
      }),
    );
  });

  it("refuses what could not be read back", () => {
    assert.throws(() => renderAccess({ mode: "excluded", reason: "tbd" }), RoutingError);
    assert.throws(() => renderAccess({ mode: "application", groups: ["a,b"] }), RoutingError);
  });
});
