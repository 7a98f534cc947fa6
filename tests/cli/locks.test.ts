import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openCheckout } from "../../cli/checkout";
import { judgeLock, machineFacts, readLocks } from "../../cli/recovery/locks";
import { releaseLocks } from "../../cli/recovery/recover";

const here = { hostname: "here", isPulumi: (pid: number) => pid === 7 };
const lock = (pid: number, host = "here") => ({ path: "x", ageMs: 60_000, holder: { pid, hostname: host } });

describe("judging a lock", () => {
  it("is stale when its process is dead", () => assert.equal(judgeLock(lock(8), here), "stale"));
  it("is held while its process lives", () => assert.equal(judgeLock(lock(7), here), "held"));
  it("is another machine's when the host differs", () => assert.equal(judgeLock(lock(8, "there"), here), "foreign"));
  it("is stale when it is damaged and old", () => {
    assert.equal(judgeLock({ path: "x", ageMs: 60_000, holder: undefined }, here), "stale");
  });
  it("is held while it may still be in writing", () => {
    assert.equal(judgeLock({ path: "x", ageMs: 100, holder: undefined }, here), "held");
  });
  it("is stale when its process id went to a program that is not pulumi", () => {
    // This test's own process lives, and its command line does not name pulumi.
    const facts = machineFacts(() => true);
    assert.equal(facts.isPulumi(1), false);
  });
});

describe("releasing locks", () => {
  const root = mkdtempSync(join(tmpdir(), "authentik-sso-locks-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "Pulumi.yaml"), "name: tiny\n");
  const checkout = openCheckout("dev", root);
  const folder = join(checkout.stateFolder, ".pulumi", "locks", "organization", "tiny", "dev");
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  const DEAD = 2 ** 22 + 1;

  it("takes a dead process's lock away", async () => {
    write("a.json", { pid: DEAD, username: "x", hostname: hostname(), timestamp: new Date().toISOString() });
    assert.equal(await releaseLocks(checkout, () => undefined), 1);
    assert.deepEqual(readLocks(checkout), []);
  });

  it("takes away one whose process died while it wrote it", async () => {
    const name = "9b7d.json.18eb6fbebe3f17b4.tmp";
    write(name, {});
    const old = new Date(Date.now() - 60_000);
    utimesSync(join(folder, name), old, old);
    assert.equal(await releaseLocks(checkout, () => undefined), 1);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("refuses to touch another machine's lock", async () => {
    write("b.json", { pid: DEAD, username: "x", hostname: "another-machine", timestamp: "" });
    await assert.rejects(
      releaseLocks(checkout, () => undefined),
      /locked by process \d+ on another-machine[\s\S]*pulumi cancel/,
    );
    assert.equal(readLocks(checkout).length, 1);
  });
});
