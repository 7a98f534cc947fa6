import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { builtEnvironment, officialEnvironment, withPathPrefix } from "../../toolchain/environment";
import { BUILT_HERE, toolchainCache, userHome } from "../../toolchain/layout";
import { temporaryFolder, write } from "./temporary";

test("the folder stands once, and first, in PATH however often it is put there", () => {
  const once = withPathPrefix("/tools/bin", "/usr/bin::/tools/bin:/bin");
  assert.equal(once, "/tools/bin:/usr/bin:/bin");
  assert.equal(withPathPrefix("/tools/bin", once), once);
  assert.equal(withPathPrefix("/tools/bin", ""), "/tools/bin");
});

test("the built road keeps logins where they are and fetches nothing by itself", () => {
  assert.deepEqual(builtEnvironment("/built", {}), {
    PULUMI_HOME: "/built",
    PULUMI_CREDENTIALS_PATH: join(homedir(), ".pulumi"),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  });
  assert.equal(builtEnvironment("/built", { PULUMI_CREDENTIALS_PATH: "/mine" }).PULUMI_CREDENTIALS_PATH, "/mine");
});

test("a shell left over from the built road does not lead the official road into the built home", (t) => {
  const built = temporaryFolder(t);
  assert.equal(userHome({ PULUMI_HOME: built }), built, "a home of the user's own");
  write(join(built, BUILT_HERE), "{}");
  const home = userHome({ PULUMI_HOME: built });
  assert.equal(home, join(homedir(), ".pulumi"));
  const left = { ...builtEnvironment(built, {}), ...officialEnvironment(home) };
  assert.equal(left.PULUMI_HOME, home);
  assert.equal(left.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, "false");
});

test("the cache follows XDG_CACHE_HOME", () => {
  assert.equal(toolchainCache({ XDG_CACHE_HOME: "/c" }), join("/c", "authentik-sso", "toolchain"));
  assert.equal(toolchainCache({}), join(homedir(), ".cache", "authentik-sso", "toolchain"));
});
