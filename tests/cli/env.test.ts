import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { openCheckout } from "../../cli/checkout";
import { shellEnvironment, shellScript } from "../../cli/commands/env";
import { Interrupt } from "../../cli/interrupt";
import { SetupContext } from "../../cli/setup/context";
import { prepareOwnBackend } from "../../cli/stack/backend";
import { writeWorkingConfig } from "../../cli/stack/stackConfig";

const root = mkdtempSync(join(tmpdir(), "authentik-sso env's "));
after(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(join(root, "Pulumi.yaml"), "name: tiny\n");
const checkout = openCheckout("dev", root);
prepareOwnBackend(checkout);
writeWorkingConfig(checkout, {});

const context = new SetupContext({ checkout, offline: false, install: false, interrupt: new Interrupt() });
context.toolchain = { road: "built", pulumiHome: "/home", bin: "/home/bin", version: "3.259.0", env: { A: "1" } };

describe("the environment for plain pulumi", () => {
  it("names tools, backend, passphrase file, configuration, stack and policy pack", () => {
    const env = shellEnvironment(context, "ssh://me@nas", false, { PATH: "/usr/bin" });
    assert.equal(env.PATH, "/home/bin:/usr/bin");
    assert.equal(env.PULUMI_HOME, "/home");
    assert.equal(env.A, "1");
    assert.equal(env.DOCKER_HOST, "ssh://me@nas");
    assert.equal(env.PULUMI_BACKEND_URL, `file://${checkout.stateFolder}`);
    assert.equal(env.PULUMI_CONFIG_PASSPHRASE_FILE, checkout.passphraseFile);
    assert.equal(env.PULUMI_OPTION_CONFIG_FILE, checkout.workingConfigFile);
    assert.equal(env.PULUMI_OPTION_STACK, "dev");
    assert.equal(env.PULUMI_OPTION_POLICY_PACK, checkout.policyPack);
    assert.equal(env.PULUMI_OPTION_POLICY_PACK_CONFIG, undefined);
  });

  it("names the pack's configuration of this stack where there is one", () => {
    const file = join(root, "policies.dev.json");
    writeFileSync(file, "{}");
    const env = shellEnvironment(context, undefined, false, { PATH: "" });
    rmSync(file);
    assert.equal(env.PULUMI_OPTION_POLICY_PACK_CONFIG, file);
  });

  it("never holds the passphrase itself, also when the shell has one", () => {
    const env = shellEnvironment(context, undefined, false, { PATH: "", PULUMI_CONFIG_PASSPHRASE: "left over" });
    assert.ok("PULUMI_CONFIG_PASSPHRASE" in env);
    assert.equal(env.PULUMI_CONFIG_PASSPHRASE, undefined);
    assert.match(shellScript(env), /^unset PULUMI_CONFIG_PASSPHRASE$/m);
  });

  it("puts the tools in front once, however often it is evaluated", () => {
    const env = shellEnvironment(context, undefined, false, { PATH: "/home/bin:/usr/bin" });
    assert.equal(env.PATH, "/home/bin:/usr/bin");
  });

  it("leaves out what npx put in front of PATH, and keeps what the user has there", () => {
    const npx = ["/home/me/.npm/_npx/0a1b/node_modules/.bin", "/srv/checkout/node_modules/.bin", "/node_modules/.bin"];
    const gyp = "/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin";
    const own = ["/usr/bin", "/home/me/tools/node_modules/.bin"];
    const PATH = [...npx, gyp, ...npx, gyp, "/home/bin", ...own].join(":");
    const path = (env: NodeJS.ProcessEnv) => shellEnvironment(context, undefined, false, env).PATH;
    assert.equal(path({ PATH, npm_execpath: "/npm-cli.js" }), ["/home/bin", ...own].join(":"));
    const direct = ["/srv/checkout/node_modules/.bin", "/usr/bin"].join(":");
    assert.equal(path({ PATH: direct }), `/home/bin:${direct}`, "without npm, all of it is the user's");
    assert.equal(path({ PATH: "/node_modules/.bin", npm_execpath: "/npm-cli.js" }), "/home/bin");
  });

  it("leaves stack and backend to the user with --toolchain, and takes the ties to another stack away", () => {
    const env = shellEnvironment(context, undefined, true, { PATH: "/usr/bin", PULUMI_OPTION_STACK: "dev" });
    assert.equal(env.PULUMI_HOME, "/home");
    assert.equal("PULUMI_BACKEND_URL" in env, false);
    const script = shellScript(env);
    for (const name of ["STACK", "CONFIG_FILE", "POLICY_PACK", "POLICY_PACK_CONFIG"])
      assert.ok(script.includes(`unset PULUMI_OPTION_${name}`));
  });

  it("can be evaluated by a shell, spaces and quotes in paths included", () => {
    const script = shellScript(shellEnvironment(context, undefined, false, { PATH: process.env.PATH ?? "" }));
    const result = spawnSync("sh", ["-eu", "-c", `${script}\nprintf %s "$PULUMI_OPTION_CONFIG_FILE"`], {
      encoding: "utf8",
    });
    assert.equal(result.stdout, checkout.workingConfigFile, result.stderr);
  });
});
