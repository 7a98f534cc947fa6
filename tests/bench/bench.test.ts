/** The benchmarks run and say what they found; how fast anything is, is not a test's business. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { chartSvg } from "../../bench/support/chart";
import { median } from "../../bench/support/statistics";

const ROOT = join(__dirname, "..", "..");

interface PoliciesDocument {
  readonly inProcess: readonly { readonly pack: string; readonly resources: number; readonly violations: number }[];
  readonly bars: readonly { readonly what: string; readonly met: boolean }[];
}

async function bench(script: string, ...args: string[]): Promise<string> {
  const file = join(ROOT, "bench", script);
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file, ...args], { cwd: ROOT });
  return stdout;
}

test("bench:policies prints one JSON document with the pack and its control over the same resources", async () => {
  const args = ["--services", "2", "--repeat", "1", "--engine", "", "--no-process", "--no-awsguard", "--json"];
  const { inProcess, bars } = JSON.parse(await bench("policies.ts", ...args)) as PoliciesDocument;
  assert.deepEqual(
    inProcess.map(({ pack }) => pack),
    ["authentik-sso", "control"],
  );
  const [own, control] = inProcess;
  assert.ok(own && control && own.resources === control.resources && own.resources > 30);
  assert.equal(own.violations, 0, "the fleet that is measured is a sound one");
  assert.ok(bars.length > 0);
});

test("both benchmarks explain themselves", async () => {
  for (const script of ["policies.ts", "preview.ts"]) {
    const help = await bench(script, "--help");
    for (const option of ["--services", "--repeat", "--json", "--save"]) assert.ok(help.includes(option), option);
  }
});

test("the median is the middle one, or the mean of the two in the middle", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), /no figures/);
});

test("a chart escapes its texts and leaves out what was not measured", () => {
  const svg = chartSvg({
    title: "a < b & c",
    unit: "s",
    series: ["one", "two"],
    groups: [{ name: "35", figures: [1, undefined] }],
  });
  assert.ok(svg.includes("a &lt; b &amp; c"));
  assert.equal(svg.match(/<rect /g)?.length, 4, "background, two of the legend, one bar");
});
