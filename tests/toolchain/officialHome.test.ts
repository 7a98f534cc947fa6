import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BUILT_HERE, binFolder, pluginFolder } from "../../toolchain/layout";
import { findOfficialBin, missingPlugins } from "../../toolchain/officialHome";
import { readVersions, resourcePlugins } from "../../toolchain/versions";
import { temporaryFolder, write, writeScript } from "./temporary";

/** A folder with a CLI that says it is of this version, and its language host. */
function cli(folder: string, version: string): string {
  writeScript(join(folder, "pulumi"), `echo v${version}`);
  writeScript(join(folder, "pulumi-language-nodejs"));
  return folder;
}

const find = (t: TestContext, path: string): string | undefined =>
  findOfficialBin(temporaryFolder(t), "3.259.0", { PATH: path });

test("the CLI that the npm package downloaded is found in PULUMI_HOME", (t) => {
  const home = temporaryFolder(t);
  const bin = cli(binFolder(home, "3.259.0"), "3.259.0");
  assert.equal(findOfficialBin(home, "3.259.0", { PATH: "" }), bin);
  assert.equal(findOfficialBin(home, "3.260.0", { PATH: "" }), undefined);
});

test("a CLI on PATH counts with exactly the version and its language host", (t) => {
  const right = cli(temporaryFolder(t), "3.259.0");
  const newer = cli(temporaryFolder(t), "3.260.0");
  assert.equal(find(t, `/bin:${newer}:${right}`), right);
  assert.equal(find(t, newer), undefined);

  const alone = temporaryFolder(t);
  writeScript(join(alone, "pulumi"), "echo v3.259.0");
  assert.equal(find(t, alone), undefined, "no language host");
});

test("npm's shim and the built road's own CLI on PATH are not the official CLI", (t) => {
  const shim = cli(join(temporaryFolder(t), "node_modules", ".bin"), "3.259.0");
  assert.equal(find(t, shim), undefined);

  const built = temporaryFolder(t);
  write(join(built, BUILT_HERE), "{}");
  assert.equal(find(t, cli(binFolder(built, "3.259.0"), "3.259.0")), undefined);
});

test("plugins of another version are missing", (t) => {
  const home = temporaryFolder(t);
  const versions = readVersions();
  assert.equal(missingPlugins(home, versions).length, resourcePlugins(versions).length);
  for (const plugin of resourcePlugins(versions)) mkdirSync(pluginFolder(home, plugin), { recursive: true });
  assert.deepEqual(missingPlugins(home, versions), []);
  const newer = { ...versions, built: { ...versions.built, random: "9.9.9" } };
  assert.deepEqual(missingPlugins(home, newer), [{ name: "random", version: "9.9.9" }]);
});
