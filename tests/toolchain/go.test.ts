import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { findGo, isOlder } from "../../toolchain/go";
import { temporaryFolder, writeScript } from "./temporary";

/** A `go` that says it is of this version. */
function pathWithGo(folder: string, version: string): NodeJS.ProcessEnv {
  writeScript(join(folder, "go"), `echo ${version}`);
  return { PATH: `${folder}${delimiter}/bin` };
}

test("versions are compared by number, not by letter", () => {
  assert.equal(isOlder("1.9", "1.26"), true);
  assert.equal(isOlder("1.26", "1.26.0"), false);
  assert.equal(isOlder("1.26.8", "1.26"), false);
  assert.equal(isOlder("1.25.11", "1.26"), true);
  assert.equal(isOlder("2.0", "1.26"), false);
});

test("a Go that is new enough builds as it is", async (t) => {
  const go = await findGo("1.26", pathWithGo(temporaryFolder(t), "go1.26.8"), []);
  assert.equal(go.version, "1.26.8");
  assert.equal(go.env.GOTOOLCHAIN, undefined);
  assert.equal(go.env.CGO_ENABLED, "0");
});

test("a Go since 1.21 is told to fetch a newer one", async (t) => {
  const go = await findGo("1.26", pathWithGo(temporaryFolder(t), "go1.24.4"), []);
  assert.equal(go.env.GOTOOLCHAIN, "auto");
});

test("an older Go, a broken one and none are refused with what was found, what is needed and how to mend it", async (t) => {
  const refused = async (env: NodeJS.ProcessEnv, found: RegExp): Promise<void> => {
    await assert.rejects(findGo("1.26", env, []), (error: Error) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, found);
      assert.match(error.message, /needs Go 1\.26/);
      assert.match(error.message, /What to do: install Go 1\.26/);
      return true;
    });
  };
  await refused(pathWithGo(temporaryFolder(t), "go1.19.8"), /go is Go 1\.19\.8/);
  await refused(pathWithGo(temporaryFolder(t), "nonsense"), /unknown version/);
  await refused({ PATH: temporaryFolder(t) }, /Go was not found/);
});
