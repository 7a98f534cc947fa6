import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { readVersions, resourcePlugins } from "../../toolchain/versions";
import { temporaryFolder, write } from "./temporary";

const root = resolve(__dirname, "..", "..");

test("the Go module builds the CLI that package.json pins", () => {
  const { cli } = readVersions();
  const goMod = readFileSync(join(root, "toolchain", "go.mod"), "utf8");
  for (const part of ["pkg", "sdk"]) {
    assert.ok(goMod.includes(`github.com/pulumi/pulumi/${part}/v3 v${cli}\n`), `go.mod: pulumi/${part} ${cli}`);
  }
});

test("the authentik SDK and Pulumi.yaml name the same plugin version", () => {
  const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
  assert.equal(readVersions().fetched["terraform-provider"], String(project.packages.authentik.version));
});

test("every plugin is listed once", () => {
  const names = resourcePlugins(readVersions()).map((plugin) => plugin.name);
  assert.deepEqual(names.sort(), ["cloudflare", "docker", "random", "terraform-provider"]);
});

test("a range or a missing version is refused with the file and the package", (t) => {
  for (const version of ["^3.259.0", "latest", undefined]) {
    const folder = temporaryFolder(t);
    write(join(folder, "package.json"), JSON.stringify({ devDependencies: { pulumi: version } }));
    write(join(folder, "sdks", "authentik", "package.json"), "{}");
    assert.throws(
      () => readVersions(folder),
      (error: Error) =>
        error.name === "UserError" &&
        error.message.includes("package.json pins pulumi") &&
        /What to do/.test(error.message),
    );
  }
});
