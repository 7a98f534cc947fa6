import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, it } from "node:test";

const root = resolve(__dirname, "../..");
const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const LOCK = {
  packages: { "node_modules/left": { version: "1.0.0" }, "node_modules/mac": { version: "1.0.0", optional: true } },
};

/** A checkout with the real bootstrap, an npm that only says that it ran, and a command line that echoes. */
function checkout(options: { installed?: object; lockNewer?: boolean; node?: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-start-"));
  made.push(folder);
  mkdirSync(join(folder, "cli"));
  cpSync(join(root, "cli", "start.mjs"), join(folder, "cli", "start.mjs"));
  const body = `
    process.stdout.write(JSON.stringify({ args: process.argv.slice(2), deps: process.env.AUTHENTIK_SSO_DEPENDENCIES }));
    if (process.argv[2] === "wait") { process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); process.stdout.write("ready"); }
    else process.exitCode = Number(process.argv[2] ?? 0);`;
  writeFileSync(join(folder, "cli", "main.ts"), body);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ engines: { node: options.node ?? ">=20.18.1" } }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(LOCK));
  writeFileSync(
    join(folder, "npm.js"),
    `
    const fs = require("node:fs");
    if (process.env.NPM_FAILS) { console.error("npm says no"); process.exit(1); }
    fs.mkdirSync("node_modules", { recursive: true });
    fs.writeFileSync("node_modules/.package-lock.json", fs.readFileSync("package-lock.json"));
    fs.writeFileSync("npm-ran", process.argv.slice(2).join(" "));
    if (!fs.existsSync("node_modules/tsx")) fs.symlinkSync(${JSON.stringify(join(root, "node_modules", "tsx"))}, "node_modules/tsx");`,
  );
  if (options.installed) {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "node_modules", "tsx"), join(folder, "node_modules", "tsx"));
    const installed = join(folder, "node_modules", ".package-lock.json");
    writeFileSync(installed, JSON.stringify(options.installed));
    if (options.lockNewer) utimesSync(installed, 1, 1);
  }
  return folder;
}

function start(folder: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [join(folder, "cli", "start.mjs"), ...args], {
    encoding: "utf8",
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: join(folder, "npm.js"), ...env },
  });
}

describe("the bootstrap", () => {
  it("installs the packages of a fresh clone, speaking on standard error only, and then runs the command", () => {
    const result = start(checkout(), ["0", "--flag"]);
    assert.equal(result.status, 0, result.stderr);
    const said = JSON.parse(result.stdout) as { args: string[]; deps: string };
    assert.deepEqual(said.args, ["0", "--flag"]);
    assert.match(said.deps, /^installed in \d+ s$/);
    assert.match(result.stderr, /npm ci/);
  });

  it("installs nothing when the packages are there", () => {
    const result = start(checkout({ installed: LOCK }), ["0"], { NPM_FAILS: "1" });
    assert.equal(JSON.parse(result.stdout).deps, "up to date");
    assert.equal(result.stderr, "");
  });

  it("installs nothing when the lock is only younger, and packages of other platforms are missing", () => {
    const installed = { packages: { "node_modules/left": { version: "1.0.0" } } };
    const result = start(checkout({ installed, lockNewer: true }), ["0"], { NPM_FAILS: "1" });
    assert.equal(result.status, 0, result.stderr);
  });

  it("installs when the lock names another version", () => {
    const installed = { packages: { "node_modules/left": { version: "0.9.0" } } };
    const result = start(checkout({ installed, lockNewer: true }), ["0"]);
    assert.match(JSON.parse(result.stdout).deps, /^installed/);
  });

  it("shows what npm said when it fails, and ends with 1", () => {
    const result = start(checkout(), ["0"], { NPM_FAILS: "1" });
    assert.equal(result.status, 1);
    assert.match(result.stderr, /npm says no[\s\S]*npm ci failed/);
  });

  it("ends with the command's own code", () => {
    assert.equal(start(checkout({ installed: LOCK }), ["3"]).status, 3);
  });

  it("refuses an old Node with the version that is needed", () => {
    const result = start(checkout({ installed: LOCK, node: ">=99.1.0" }), ["0"]);
    assert.equal(result.status, 2);
    assert.match(result.stderr, /is too old: Node >=99\.1\.0 is needed/);
  });

  it("passes SIGTERM on and waits for the command to end", () => {
    const script = `
      const child = require("node:child_process").spawn(process.execPath, [process.argv[1], "wait"], { stdio: ["ignore", "pipe", "inherit"] });
      child.stdout.on("data", (text) => { if (String(text).includes("ready")) child.kill("SIGTERM"); });
      child.on("close", (code) => process.exit(code === 7 ? 0 : 1));`;
    const folder = checkout({ installed: LOCK });
    const result = spawnSync(process.execPath, ["-e", script, join(folder, "cli", "start.mjs")], { encoding: "utf8" });
    assert.equal(result.status, 0, result.stderr);
  });
});

describe("npx authentik-sso", () => {
  const bin = join(root, "components", "bin", "authentik-sso.mjs");

  it("hands over to the checkout it is called in", () => {
    const folder = checkout({ installed: LOCK });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: x\n");
    const result = spawnSync(process.execPath, [bin, "4"], { encoding: "utf8", cwd: join(folder, "cli") });
    assert.equal(result.status, 4, result.stderr);
  });
});
