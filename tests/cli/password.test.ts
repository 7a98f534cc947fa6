import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { findPassword } from "../../cli/commands/password";
import { readOutputs } from "../../cli/live/outputs";

const secret = (value: unknown) => ({ value, secret: true });
const OUTPUTS: OutputMap = {
  sso: { value: { authUrl: "https://auth.sso.localhost" }, secret: false },
  services: { value: [], secret: false },
  adminUser: { value: "akadmin", secret: false },
  adminPassword: secret("of-the-administrator"),
  initialPasswords: secret({ carol: "of-carol", alice: "of-alice" }),
};

describe("a first password", () => {
  it("is the administrator's without a name, and a user's with one", () => {
    assert.deepEqual(findPassword(OUTPUTS, "dev"), { user: "akadmin", password: "of-the-administrator" });
    assert.deepEqual(findPassword(OUTPUTS, "dev", "akadmin"), { user: "akadmin", password: "of-the-administrator" });
    assert.deepEqual(findPassword(OUTPUTS, "dev", "alice"), { user: "alice", password: "of-alice" });
  });

  it("of anybody else is refused by naming whose are there, and no password", () => {
    for (const user of ["dora", "toString", "__proto__", ""]) {
      assert.throws(
        () => findPassword(OUTPUTS, "dev", user),
        (error: Error) => {
          assert.match(error.message, /no first password of "[^"]*"[\s\S]*akadmin, alice, carol/);
          assert.doesNotMatch(error.message, /of-(alice|carol|the-admin)/);
          return true;
        },
        user,
      );
    }
  });

  it("is not there before the stack is", () => {
    assert.throws(() => findPassword({}, "dev", "alice"), /no administrator yet[\s\S]*npm run up/);
  });

  it("leaves only its owner's name in what commands print", () => {
    const read = readOutputs(OUTPUTS);
    assert.deepEqual(read.people, ["alice", "carol"]);
    assert.ok(!JSON.stringify(read).includes("of-"));
    assert.deepEqual(readOutputs({ ...OUTPUTS, initialPasswords: secret(undefined) }).people, []);
  });
});
