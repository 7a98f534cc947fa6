import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const root = resolve(__dirname, "../..");
const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const LOCK_FILE = join(".authentik-sso", "install.lock");

const LOCK = {
  packages: { "node_modules/left": { version: "1.0.0" }, "node_modules/mac": { version: "1.0.0", optional: true } },
};

/** A checkout with the real bootstrap, an npm that only says that it ran, and a command line that echoes. */
function checkout(options: { installed?: object; lockNewer?: boolean; node?: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-start-"));
  made.push(folder);
  mkdirSync(join(folder, "cli"));
  for (const file of ["start.mjs", "installLock.mjs"]) cpSync(join(root, "cli", file), join(folder, "cli", file));
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
    fs.appendFileSync("npm-runs", process.pid + "\\n");
    while (process.env.NPM_WAITS && !fs.existsSync("go")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
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

  it("tells its version without any package", () => {
    const folder = checkout();
    mkdirSync(join(folder, "components"));
    writeFileSync(join(folder, "components", "package.json"), JSON.stringify({ version: "9.8.7" }));
    const result = start(folder, ["--version"], { NPM_FAILS: "1" });
    assert.equal(result.stdout, "9.8.7\n", result.stderr);
    assert.equal(result.status, 0);
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

/** Starts without waiting for the end; `said(text)` resolves when standard error holds it. */
function begin(folder: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(folder, "cli", "start.mjs"), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: join(folder, "npm.js"), ...env },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8");
  const stdout = text(child.stdout);
  const end = once(child, "close").then(async ([status]) => ({
    status: status as number,
    stdout: await stdout,
    stderr,
  }));
  const said = (wanted: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (wanted.test(stderr)) resolve();
      };
      child.stderr.on("data", look);
      end.then(() => reject(new Error(`it ended and said: ${stderr}`)), reject);
    });
  child.stderr.on("data", (part: string) => {
    stderr += part;
  });
  return { child, said, end };
}

async function exists(file: string): Promise<void> {
  while (!existsSync(file)) await sleep(20);
}

describe("two first commands in a fresh clone", () => {
  it("install once: the second waits for the first and says so", async () => {
    const folder = checkout();
    const first = begin(folder, ["0"], { NPM_WAITS: "1" });
    await exists(join(folder, "npm-runs"));
    const second = begin(folder, ["5"]);
    await second.said(/another command \(process \d+\) installs the packages, waiting for it/);
    writeFileSync(join(folder, "go"), "");
    const [one, two] = await Promise.all([first.end, second.end]);
    assert.equal(one.status, 0, one.stderr);
    assert.equal(two.status, 5, two.stderr);
    assert.match(JSON.parse(two.stdout).deps, /^installed by another command, waited \d+ s$/);
    assert.equal(readFileSync(join(folder, "npm-runs"), "utf8").trim().split("\n").length, 1);
    assert.equal(existsSync(join(folder, LOCK_FILE)), false);
  });

  it("do not wait for one that was killed", () => {
    const folder = checkout();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    mkdirSync(join(folder, ".authentik-sso"));
    writeFileSync(join(folder, LOCK_FILE), JSON.stringify({ id: "x", host: hostname(), pids: [dead] }));
    const result = start(folder, ["0"]);
    assert.match(JSON.parse(result.stdout).deps, /^installed in/);
    assert.doesNotMatch(result.stderr, /another command/);
    assert.deepEqual(readdirSync(join(folder, ".authentik-sso")), []);
  });

  it("leave neither npm nor the lock behind when they are stopped", async () => {
    const folder = checkout();
    const first = begin(folder, ["0"], { NPM_WAITS: "1" });
    await exists(join(folder, "npm-runs"));
    const npm = Number(readFileSync(join(folder, "npm-runs"), "utf8"));
    first.child.kill("SIGTERM");
    assert.equal((await first.end).status, 143);
    assert.throws(() => process.kill(npm, 0), { code: "ESRCH" });
    assert.equal(existsSync(join(folder, LOCK_FILE)), false);
  });
});

describe("the lock of an install", () => {
  type Take = (
    file: string,
    onWait: (pid?: number) => void,
    pace: { pollMs?: number; patience?: number; beatMs?: number },
  ) => Promise<{ release(): void }>;
  const elsewhere = JSON.stringify({ id: "x", host: "another machine", pids: [1] });

  async function load(): Promise<{ takeInstallLock: Take; file: string }> {
    const url = pathToFileURL(join(root, "cli", "installLock.mjs")).href;
    const { takeInstallLock } = (await import(url)) as { takeInstallLock: Take };
    const folder = mkdtempSync(join(tmpdir(), "authentik-sso-lock-"));
    made.push(folder);
    return { takeInstallLock, file: join(folder, "install.lock") };
  }

  async function take(content: string, onWait: (file: string, looks: number) => void): Promise<number> {
    const { takeInstallLock, file } = await load();
    writeFileSync(file, content);
    let looks = 0;
    const waited = (): void => {
      looks += 1;
      onWait(file, looks);
    };
    const lock = await takeInstallLock(file, waited, { pollMs: 1, patience: 5 });
    lock.release();
    assert.equal(existsSync(file), false);
    return looks;
  }

  it("is stale when its holder, on another machine or half written, gives no sign any more", async () => {
    assert.equal(await take(elsewhere, () => undefined), 5);
    assert.equal(await take("", () => undefined), 5);
  });

  it("is waited for as long as its holder gives signs", async () => {
    const beats = 30;
    const looks = await take(elsewhere, (file, count) => {
      if (count < beats) utimesSync(file, count, count);
      else rmSync(file);
    });
    assert.equal(looks, beats);
  });

  it("gives signs while it is held", async () => {
    const { takeInstallLock, file } = await load();
    const lock = await takeInstallLock(file, () => undefined, { beatMs: 1 });
    utimesSync(file, 1, 1);
    while (statSync(file).mtimeMs === 1000) await sleep(5);
    lock.release();
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
