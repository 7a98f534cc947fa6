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
      {
        "sso.access": "excluded",
        "sso.reason": "TV apps",
        "sso.owner": "me",
        "sso.until": "2027-02-28",
        "sso.paths": "/a,/b/",
      },
      { mode: "excluded", reason: "TV apps", owner: "me", until: "2027-02-28", paths: ["/a", "/b/"] },
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
    ["an empty group", { "sso.access": "application", "sso.groups": "a,,b" }, /groups/],
    ["oidc with neither preset nor client", { "sso.access": "oidc" }, /sso\.preset/],
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
      word.map((preset) => ({ mode: "oidc" as const, preset })),
      fc.tuple(word, words).map(([owner, paths]) => ({
        mode: "excluded" as const,
        reason: "The app has its own login",
        owner,
        until: "2027-06-30",
        paths: paths.map((path) => `/${path}/`),
      })),
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
