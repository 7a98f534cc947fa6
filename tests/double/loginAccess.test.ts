import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { brandOf } from "../../testbed/authentik/login/defaultFlow";
import { nextUrl } from "../../testbed/authentik/login/nextUrl";
import { type PolicyResult, passesBindings } from "../../testbed/authentik/oauth/access";
import { mergedAttributes } from "../../testbed/authentik/oauth/attributes";
import { allowsRedirect } from "../../testbed/authentik/oauth/redirectUris";
import type { BrandRow, GroupRow, PolicyBindingRow, UserRow } from "../../testbed/authentik/rows";

const GROUPS = [
  group("parent"),
  group("child", ["parent"]),
  group("other"),
  group("loop-a", ["loop-b"]),
  group("loop-b", ["loop-a"]),
];
const USER = { pk: 7, groups: ["child", "loop-a"], attributes: {} } as unknown as UserRow;

function group(pk: string, parents: string[] = [], attributes = {}): GroupRow {
  return { pk, num_pk: 1, name: pk, is_superuser: false, parents, roles: [], attributes };
}

function binding(change: Partial<PolicyBindingRow>): PolicyBindingRow {
  const rest = { negate: false, enabled: true, order: 0, timeout: 30, failure_result: false };
  return { pk: "b", target: "app", policy: null, group: null, user: null, ...rest, ...change };
}

function passes(
  bindings: PolicyBindingRow[],
  mode: "all" | "any" = "any",
  policies: { [pk: string]: PolicyResult } = {},
): boolean {
  return passesBindings({ pk: "app", policy_engine_mode: mode }, bindings, USER, GROUPS, (pk) => policies[pk]);
}

describe("access by bindings", () => {
  const inside = binding({ group: "child" });
  const outside = binding({ group: "other" });
  const cases: [title: string, allowed: boolean, bindings: PolicyBindingRow[], mode?: "all" | "any"][] = [
    ["no binding lets everybody in", true, []],
    ["bindings of another target do not count", true, [binding({ target: "else", group: "other" })]],
    ["a disabled binding does not count", true, [binding({ group: "other", enabled: false })]],
    ["a member passes", true, [inside]],
    ["a stranger does not", false, [outside]],
    ["a member of a child counts for the parent", true, [binding({ group: "parent" })]],
    ["groups that are each other's parents end", true, [binding({ group: "loop-b" })]],
    ["a user's own binding", true, [binding({ user: 7 })]],
    ["another user's binding", false, [binding({ user: 8 })]],
    ["negate turns a group round", false, [binding({ group: "child", negate: true })]],
    ["negate lets a stranger in", true, [binding({ group: "other", negate: true })]],
    ["any needs one", true, [outside, inside], "any"],
    ["all needs every one", false, [outside, inside], "all"],
    ["all passes where every one does", true, [binding({ group: "parent" }), inside], "all"],
    ["a policy that cannot be evaluated opens nothing", false, [binding({ policy: "python" })]],
    ["not even negated", false, [binding({ policy: "python", negate: true })]],
  ];
  for (const [title, allowed, bindings, mode] of cases)
    test(title, () => assert.equal(passes(bindings, mode), allowed));

  test("a constant policy counts, also negated", () => {
    assert.equal(passes([binding({ policy: "yes" })], "any", { yes: true }), true);
    assert.equal(passes([binding({ policy: "yes", negate: true })], "any", { yes: true }), false);
    assert.equal(passes([binding({ policy: "no", negate: true })], "any", { no: false }), true);
  });
});

test("attributes of groups are merged by name, the user's own on top", () => {
  const groups = [
    group("b", [], { a: 1, deep: { x: 1 }, list: [1] }),
    group("a", ["b"], { a: 0, deep: { y: 2 }, list: [0] }),
  ];
  const user = { ...USER, groups: ["a"], attributes: { deep: { x: 9 } } };
  assert.deepEqual(mergedAttributes(user, groups), { a: 1, deep: { x: 9, y: 2 }, list: [0, 1] });
});

test("a regular expression must match the whole redirect URI", () => {
  const allowed = [{ matching_mode: "regex" as const, url: "https://a\\.example\\.com/.*" }];
  assert.equal(allowsRedirect(allowed, "https://a.example.com/x"), true);
  assert.equal(allowsRedirect(allowed, "https://evil.example/?https://a.example.com/x"), false);
  assert.equal(allowsRedirect([{ matching_mode: "regex", url: "(" }], "("), false);
  assert.equal(
    allowsRedirect([{ matching_mode: "strict", url: "https://a/", redirect_uri_type: "logout" }], "https://a/"),
    false,
  );
});

test("the brand of a host is the longest matching domain, else the default", () => {
  const brands = ["example.com", "auth.example.com", "authentik-default"].map(
    (domain) => ({ domain, default: domain === "authentik-default" }) as BrandRow,
  );
  assert.equal(brandOf(brands, "auth.example.com")?.domain, "auth.example.com");
  assert.equal(brandOf(brands, "Other.Example.com")?.domain, "example.com");
  assert.equal(brandOf(brands, "example.org")?.domain, "authentik-default");
});

test("a flow leads to paths of its own host only", () => {
  assert.equal(nextUrl(null), "/");
  assert.equal(nextUrl("/if/user/?x=//y"), "/if/user/?x=//y");
  for (const next of ["//evil", "/\\evil", "https://evil", "evil", "\t//evil"])
    assert.equal(nextUrl(next), undefined, next);
});
