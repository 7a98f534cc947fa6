/** Counts of a test run, from the lines that `reporter.mjs` wrote. */
import { readIfThere } from "../files";

/** One test that ended. */
export interface TestResult {
  readonly name: string;
  readonly file?: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Text of a skip; `true` where none was given. */
  readonly why?: string | boolean;
}

/** A whole run. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly TestResult[];
}

/** Reads the results; no file means that nothing ran. */
export function readCounts(path: string): TestCounts {
  const results = (readIfThere(path) ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TestResult);
  return {
    passed: results.filter((result) => result.outcome === "passed").length,
    failed: results.filter((result) => result.outcome === "failed").length,
    skipped: results.filter((result) => result.outcome === "skipped"),
  };
}

/** Skips whose reason speaks of Docker or an engine. */
export function skippedForDocker(counts: TestCounts): readonly TestResult[] {
  return counts.skipped.filter((result) => typeof result.why === "string" && /docker|engine/i.test(result.why));
}

/** The end of a run: counts, and every skip with its reason. */
export function describeSkips(counts: TestCounts): string[] {
  const lines = counts.skipped.map(
    (result) => `SKIPPED: ${result.name}${typeof result.why === "string" ? `: ${result.why}` : ""}`,
  );
  const skips = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : "";
  return [...lines, `${counts.passed} passed, ${counts.failed} failed${skips}`];
}
