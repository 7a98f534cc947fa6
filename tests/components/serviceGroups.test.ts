import assert from "node:assert/strict";
import { test } from "node:test";
import { groupIdOf } from "../../components/service/serviceGroups";

const MADE = { "sso-users": "1", admins: "2" };
const nobody = async () => undefined;

test("a group of the gate is known without asking", async () => {
  const never = () => Promise.reject(new Error("must not be asked"));
  assert.equal(await groupIdOf("admins", MADE, never), "2");
});

test("any other is looked up in authentik", async () => {
  assert.equal(await groupIdOf("family", MADE, async (name) => `id of ${name}`), "id of family");
});

for (const name of ["family", "constructor", "toString"]) {
  test(`'${name}' that is not there is named, with those that are`, async () => {
    const says = new RegExp(`^Error: authentik has no group '${name}'\\. Create it .*: admins, sso-users\\.$`);
    await assert.rejects(groupIdOf(name, MADE, nobody), says);
  });
}

test("why a lookup failed is told in one line", async () => {
  const failing = () => Promise.reject(new Error("No matching groups found\n  at somewhere"));
  await assert.rejects(
    groupIdOf("family", {}, failing),
    /no group 'family' that could be looked up \(No matching groups found\)\. .*: none\.$/,
  );
});
