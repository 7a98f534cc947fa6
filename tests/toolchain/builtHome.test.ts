/** The cache of built homes, with a `go` that takes no time. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type TestContext, test } from "node:test";
import { type BuiltHere, builtHomePath, ensureBuiltHome } from "../../toolchain/builtHome";
import { BUILT_HERE, binFolder, pluginFolder } from "../../toolchain/layout";
import { readVersions } from "../../toolchain/versions";
import { setVariables, temporaryFolder, write, writeScript } from "./temporary";

const versions = readVersions();

/** Puts a `go` first in PATH that counts its builds and writes scripts in place of programs. */
function fakeGo(t: TestContext, build: readonly string[] = []): { cache: string; builds: () => number } {
  const folder = temporaryFolder(t);
  const log = join(folder, "builds");
  writeScript(
    join(folder, "go"),
    "case $1 in",
    "env) echo go1.26.0 ;;",
    "list) echo 'go: downloading example.com/m v1.0.0' >&2; echo example.com/a; echo example.com/b ;;",
    "build)",
    `  echo build >> ${log}`,
    ...build,
    "  sleep 0.2",
    '  while [ "$1" != "-o" ]; do shift; done',
    "  for name in pulumi pulumi-language-nodejs pulumi-resource-docker pulumi-resource-random; do",
    `    printf '#!/bin/sh\\necho v${versions.cli}\\n' > $2/$name; chmod +x $2/$name`,
    "  done ;;",
    "esac",
  );
  setVariables(t, { PATH: `${folder}${delimiter}${process.env.PATH}` });
  const builds = (): number => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0);
  return { cache: join(folder, "cache"), builds };
}

test("the first call builds a PULUMI_HOME, the second finds it and says nothing", async (t) => {
  const { cache, builds } = fakeGo(t);
  const lines: string[] = [];
  const home = await ensureBuiltHome({ cache, versions, report: (line) => lines.push(line) });
  assert.equal(home, builtHomePath(cache, versions));
  for (const path of [
    join(binFolder(home, versions.cli), "pulumi"),
    join(binFolder(home, versions.cli), "pulumi-language-nodejs"),
    join(pluginFolder(home, { name: "docker", version: versions.built.docker }), "pulumi-resource-docker"),
    join(pluginFolder(home, { name: "random", version: versions.built.random }), "pulumi-resource-random"),
  ]) {
    assert.ok(existsSync(path), path);
  }
  const stamp = JSON.parse(readFileSync(join(home, BUILT_HERE), "utf8")) as BuiltHere;
  assert.deepEqual(stamp.versions, versions);
  assert.match(stamp.goSum, /^[0-9a-f]{64}$/);
  assert.match(lines.join("\n"), /fetching Go modules .*\n.*compiling.*of 4 programs ready.*\n.*compiled 4 programs/s);

  const again: string[] = [];
  assert.equal(await ensureBuiltHome({ cache, versions, report: (line) => again.push(line) }), home);
  assert.deepEqual([again, builds()], [[], 1]);
});

test("two at once: one builds, the other waits for it and says so", async (t) => {
  const { cache, builds } = fakeGo(t);
  const lines: string[] = [];
  const both = await Promise.all(
    [1, 2].map(() => ensureBuiltHome({ cache, versions, report: (line) => lines.push(line) })),
  );
  assert.equal(new Set(both).size, 1);
  assert.equal(builds(), 1);
  assert.equal(lines.filter((line) => /another process is building/.test(line)).length, 1);
});

test("what a killed build left is removed, and never taken for a toolchain", async (t) => {
  const { cache } = fakeGo(t);
  const home = builtHomePath(cache, versions);
  write(join(`${home}.unfinished-1`, "output", "pulumi"), "half");
  mkdirSync(`${home}.unfinished-2`);
  await ensureBuiltHome({ cache, versions, report: () => {} });
  assert.deepEqual(readdirSync(cache).sort(), [`${home}.log`, home].map((path) => path.slice(cache.length + 1)).sort());
});

test("a build that fails shows its last lines, where the rest is, and can be repeated", async (t) => {
  const { cache } = fakeGo(t, ["  for i in $(seq 1 40); do echo line $i >&2; done", "  [ -e /nonexistent ] || exit 1"]);
  await assert.rejects(ensureBuiltHome({ cache, versions, report: () => {} }), (error: Error) => {
    assert.equal(error.name, "UserError");
    assert.match(error.message, /failed in `go build`:\n {2}line 26\n(?: {2}line \d+\n)* {2}line 40\n/);
    const log = /Everything that Go said: (.*)/.exec(error.message)?.[1] ?? "";
    assert.match(readFileSync(log, "utf8"), /^line 1$/m);
    return true;
  });
  assert.equal(existsSync(join(builtHomePath(cache, versions), BUILT_HERE)), false);
});

test("a network that is closed, a full disk and a killed compiler are told in their own words", async (t) => {
  for (const [said, advice] of [
    ["dial tcp: lookup proxy.golang.org: no such host", /GOPROXY/],
    ["write /tmp/x: no space left on device", /free some 6 GB/],
    ["compile: signal: killed", /more memory/],
  ] as const) {
    const { cache } = fakeGo(t, [`  echo '${said}' >&2; exit 1`]);
    await assert.rejects(ensureBuiltHome({ cache, versions, report: () => {} }), advice);
  }
});

test("a CLI that does not start is not kept", async (t) => {
  const { cache } = fakeGo(t);
  const other = { ...versions, cli: "9.9.9" };
  await assert.rejects(ensureBuiltHome({ cache, versions: other, report: () => {} }), /where v9\.9\.9 is wanted/);
  assert.equal(existsSync(builtHomePath(cache, other)), false);
});

test("older builds are named, not removed", async (t) => {
  const { cache } = fakeGo(t);
  const older = await ensureBuiltHome({ cache, versions, report: () => {} });
  rmSync(builtHomePath(cache, versions), { recursive: true });
  write(join(cache, "0123456789abcdef", BUILT_HERE), "{}");
  const lines: string[] = [];
  await ensureBuiltHome({ cache, versions, report: (line) => lines.push(line) });
  assert.ok(existsSync(older));
  assert.match(lines.at(-1) ?? "", /may be deleted .*0123456789abcdef/);
});
