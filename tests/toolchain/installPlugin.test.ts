import assert from "node:assert/strict";
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { installPlugin, type StandInPlugin, type Toolchain } from "../../toolchain/ensureToolchain";
import { pluginFolder } from "../../toolchain/layout";
import { temporaryFolder, write, writeScript } from "./temporary";

function setting(t: TestContext): { toolchain: Toolchain; plugin: StandInPlugin; target: string } {
  const pulumiHome = temporaryFolder(t);
  const directory = temporaryFolder(t);
  writeScript(join(directory, "pulumi-resource-thing"), "echo 1");
  write(join(directory, "data", "table.json"), "{}");
  const toolchain: Toolchain = { road: "built", pulumiHome, bin: "", version: "3.259.0", env: {} };
  const plugin = { name: "thing", version: "1.2.3", directory };
  return { toolchain, plugin, target: pluginFolder(pulumiHome, plugin) };
}

test("the folder lies where the engine looks, programs stay programs, links stay links", async (t) => {
  const { toolchain, plugin, target } = setting(t);
  symlinkSync("/usr/lib", join(plugin.directory, "node_modules"));
  await installPlugin(toolchain, plugin);
  assert.equal(target, join(toolchain.pulumiHome, "plugins", "resource-thing-v1.2.3"));
  assert.equal(statSync(join(target, "pulumi-resource-thing")).mode & 0o111, 0o111);
  assert.equal(readFileSync(join(target, "data", "table.json"), "utf8"), "{}");
  assert.ok(lstatSync(join(target, "node_modules")).isSymbolicLink());
});

test("an equal folder is left alone; a changed one is replaced as a whole", async (t) => {
  const { toolchain, plugin, target } = setting(t);
  await installPlugin(toolchain, plugin);
  const first = statSync(target).ino;
  await installPlugin(toolchain, plugin);
  assert.equal(statSync(target).ino, first);

  write(join(plugin.directory, "pulumi-resource-thing"), "#!/bin/sh\necho 2\n");
  await Promise.all([installPlugin(toolchain, plugin), installPlugin(toolchain, plugin)]);
  assert.notEqual(statSync(target).ino, first);
  assert.match(readFileSync(join(target, "pulumi-resource-thing"), "utf8"), /echo 2/);
  assert.ok(!existsSync(join(toolchain.pulumiHome, "installing", "resource-thing-v1.2.3")));
});

test("the official road takes no stand-in", async (t) => {
  const { toolchain, plugin, target } = setting(t);
  await assert.rejects(installPlugin({ ...toolchain, road: "official" }, plugin), /thing 1\.2\.3 is a stand-in/);
  assert.ok(!existsSync(target));
});
