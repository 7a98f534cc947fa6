import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateClaims } from "../../testbed/authentik/oauth/expression";
import type { UserRow } from "../../testbed/authentik/rows";

const alice = { email: "alice@example.com", name: "Alice", username: "alice" } as UserRow;

test("an own scope mapping may return constants, texts and three fields of the user", () => {
  assert.deepEqual(evaluateClaims('return {"email": request.user.email, "email_verified": True}', alice), {
    email: "alice@example.com",
    email_verified: true,
  });
  assert.deepEqual(evaluateClaims('\nreturn {\n  "role": "admin",\n  "nobody": None,\n}\n', alice), {
    role: "admin",
    nobody: null,
  });
});

test("every other Python gives no claims instead of wrong ones", () => {
  for (const expression of [
    "",
    "return True",
    'return {"groups": [g.name for g in request.user.ak_groups.all()]}',
    'return {"verified": not False}',
    'return {"x": request.user.password}',
    'x = 1\nreturn {"x": x}',
    'return {"x": constructor}',
  ]) {
    assert.equal(evaluateClaims(expression, alice), undefined, expression);
  }
});
