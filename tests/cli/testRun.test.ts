/** How `npm test` runs files and what it learns of them. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, it } from "node:test";
import { testFiles } from "../../cli/commands/test";
import { describeTimes, readCounts } from "../../cli/testing/counts";
import { runCommand } from "../support/command";

const ROOT = resolve(__dirname, "..", "..");

describe("running test files", () => {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-run-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const noted = join(folder, "order");
  const note = `require("node:fs").appendFileSync(${JSON.stringify(noted)}, require("node:path").basename(__filename) + "\\n");`;
  const test = `${note} const { describe, test } = require("node:test");`;

  async function run(...files: string[]) {
    const results = join(folder, "results");
    const runner = join(ROOT, "cli", "testing", "run.mjs");
    const ended = await runCommand(process.execPath, [runner, results, "1", "60000", "stdout", ...files], folder, {});
    return { ...ended, counts: readCounts(results) };
  }

  it("begins in the order given, and counts what passed and was skipped", async () => {
    const files = [
      write("z.test.js", `${test} test("one", () => {}); test.skip("later");`),
      write("a.test.js", `${test} describe("some", () => { test("two", () => {}); test("three", () => {}); });`),
    ];
    const { code, counts, stdout } = await run(...files);
    assert.equal(code, 0, stdout);
    assert.equal(readFileSync(noted, "utf8"), "z.test.js\na.test.js\n");
    assert.deepEqual([counts.passed, counts.failed, counts.skipped.map(({ name }) => name)], [3, 0, ["later"]]);
    assert.match(stdout, /✔ one/);
    const [title, ...lines] = describeTimes(counts, folder);
    assert.equal(title, "Longest test files:");
    assert.deepEqual(lines.map((line) => line.trim().replace(/^\d+ s {2}/, "")).sort(), ["a.test.js", "z.test.js"]);
  });

  for (const [what, text] of [
    ["a test fails", `${test} test("one", () => { throw new Error("no"); });`],
    [
      "a suite cannot be set up",
      `${test} const { before } = require("node:test"); describe("s", () => { before(() => { throw new Error("no"); }); test("one", () => {}); });`,
    ],
    ["a file cannot be loaded", "this is no program"],
  ] as const) {
    it(`fails where ${what}`, async () => {
      const { code, counts } = await run(write("bad.test.js", text));
      assert.equal(code, 1);
      assert.ok(counts.failed > 0);
    });
  }

  it("takes every test file of this repository, and begins with stacks", () => {
    const files = testFiles(join(ROOT, "tests"));
    assert.ok(files.includes(__filename));
    assert.match(files[0] ?? "", /\/tests\/e2e\//);
  });
});
