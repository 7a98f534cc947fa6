import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { builtHomePath } from "../../toolchain/builtHome";
import { fingerprint } from "../../toolchain/fingerprint";
import { readVersions } from "../../toolchain/versions";
import { temporaryFolder, write } from "./temporary";

const settings = { flags: ["-trimpath"] };

test("the same sources give the same name in another folder; a change in what is compiled gives another", (t) => {
  const folder = temporaryFolder(t);
  const moduleFolder = join(folder, "one");
  write(join(moduleFolder, "go.mod"), "module m\n");
  write(join(moduleFolder, "cmd", "a.go"), "package a\n");
  const name = fingerprint({ moduleFolder, settings });
  assert.match(name, /^[0-9a-f]{16}$/);

  const copy = join(folder, "two");
  cpSync(moduleFolder, copy, { recursive: true });
  assert.equal(fingerprint({ moduleFolder: copy, settings }), name);

  assert.notEqual(fingerprint({ moduleFolder, settings: { flags: [] } }), name, "flags");
  assert.notEqual(fingerprint({ moduleFolder, settings, platform: "darwin-arm64" }), name, "platform");
  write(join(moduleFolder, "cmd", "a.go"), "package a // changed\n");
  assert.notEqual(fingerprint({ moduleFolder, settings }), name, "source");
});

test("what is not compiled does not count: tests, TypeScript, documentation", (t) => {
  const moduleFolder = temporaryFolder(t);
  write(join(moduleFolder, "go.mod"), "module m\n");
  const name = fingerprint({ moduleFolder, settings });
  for (const file of ["a_test.go", "door.ts", "README.md"]) write(join(moduleFolder, file), "x");
  assert.equal(fingerprint({ moduleFolder, settings }), name);
});

test("each version that is written into an executable is part of the name", () => {
  const versions = readVersions();
  const paths = [
    versions,
    { ...versions, cli: "9.9.9" },
    { ...versions, built: { ...versions.built, docker: "9.9.9" } },
    { ...versions, built: { ...versions.built, random: "9.9.9" } },
  ].map((each) => builtHomePath("/cache", each));
  assert.equal(new Set(paths).size, paths.length);
  const elsewhere = { ...versions, fetched: { ...versions.fetched, cloudflare: "9.9.9" } };
  assert.equal(builtHomePath("/cache", elsewhere), paths[0], "cloudflare is not built here");
});
