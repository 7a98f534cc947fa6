import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mergeStackFiles } from "../../cli/stack/configMerge";

describe("merging the stack's configuration", () => {
  it("keeps a key that only `pulumi config set` knows", () => {
    const { file } = mergeStackFiles({ committed: { config: { "p:a": 1 } }, working: { config: { "p:b": 2 } } });
    assert.deepEqual(file.config, { "p:b": 2, "p:a": 1 });
  });

  it("lets the committed value win and says so", () => {
    const { file, warnings } = mergeStackFiles({
      committed: { config: { "p:a": "committed" } },
      working: { config: { "p:a": "local" } },
      committedBefore: mergeStackFiles({ committed: { config: { "p:a": "committed" } } }).committed,
    });
    assert.deepEqual(file.config, { "p:a": "committed" });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /"p:a"/);
    assert.doesNotMatch(warnings[0] ?? "", /local$|"local"/, "a value may be a secret and is not repeated");
  });

  it("is silent when only the committed file has changed since the last time", () => {
    const { file, warnings } = mergeStackFiles({
      committed: { config: { "p:a": "new" } },
      working: { config: { "p:a": "old" } },
      committedBefore: mergeStackFiles({ committed: { config: { "p:a": "old" } } }).committed,
    });
    assert.deepEqual(file.config, { "p:a": "new" });
    assert.deepEqual(warnings, []);
  });

  it("is silent when the working copy says the same as the committed file", () => {
    const { warnings } = mergeStackFiles({ committed: { config: { a: [1] } }, working: { config: { a: [1] } } });
    assert.deepEqual(warnings, []);
  });

  it("drops a key that was taken out of the committed file", () => {
    const { file } = mergeStackFiles({
      committed: { config: { "p:a": 1 } },
      working: { config: { "p:a": 1, "p:gone": 2, "p:mine": 3 } },
      committedBefore: mergeStackFiles({ committed: { config: { "p:a": 1, "p:gone": 2 } } }).committed,
    });
    assert.deepEqual(file.config, { "p:mine": 3, "p:a": 1 });
  });

  it("keeps the encryption salt of the working copy", () => {
    const { file } = mergeStackFiles({
      committed: { encryptionsalt: "v1:committed" },
      working: { encryptionsalt: "v1:working" },
    });
    assert.equal(file.encryptionsalt, "v1:working");
  });

  it("keeps encrypted values that were set locally", () => {
    const secret = { secure: "v1:abc" };
    const { file } = mergeStackFiles({ committed: {}, working: { config: { "p:token": secret } } });
    assert.deepEqual(file.config, { "p:token": secret });
  });

  it("lays images over, and lets a reference that the user committed win", () => {
    const { file, overlayKeys } = mergeStackFiles({
      committed: { config: { "p:images": { traefik: "mine/traefik:1" } } },
      overlay: { "p:images": { traefik: "built/traefik", redis: "built/redis" } },
    });
    assert.deepEqual(file.config, { "p:images": { traefik: "mine/traefik:1", redis: "built/redis" } });
    assert.deepEqual(overlayKeys, ["p:images"]);
  });

  it("takes the images of the last time away when they are pulled now", () => {
    const { file } = mergeStackFiles({
      committed: { config: { "p:a": 1 } },
      working: { config: { "p:a": 1, "p:images": { redis: "built/redis" } } },
      overlayBefore: ["p:images"],
    });
    assert.deepEqual(file.config, { "p:a": 1 });
  });

  it("follows the images of this machine when they are built anew", () => {
    const { file } = mergeStackFiles({
      committed: {},
      working: { config: { "p:images": { redis: "built/redis:1" } } },
      overlay: { "p:images": { redis: "built/redis:2" } },
      overlayBefore: ["p:images"],
    });
    assert.deepEqual(file.config, { "p:images": { redis: "built/redis:2" } });
  });
});
