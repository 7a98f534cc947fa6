/** Counts of a test run, from the lines that `reporter.mjs` wrote. */
import { relative } from "node:path";
import { readIfThere } from "../files";

/** One test that ended, or a suite at the top of its file. */
export interface TestResult {
  readonly name: string;
  readonly file?: string;
  readonly outcome: "passed" | "failed" | "skipped" | "suite";
  /** Milliseconds, of what is at the top of its file. */
  readonly ms?: number;
  /** Text of a skip; `true` where none was given. */
  readonly why?: string | boolean;
}

/** A whole run. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly TestResult[];
  /** The files that took longest, longest first. */
  readonly longest: readonly FileTime[];
}

/** How long the tests of a file took together, without the start of its process. */
export interface FileTime {
  readonly file: string;
  readonly seconds: number;
}

/** So many files are named. */
const LONGEST = 12;

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
    longest: fileTimes(results).slice(0, LONGEST),
  };
}

function fileTimes(results: readonly TestResult[]): FileTime[] {
  const times = new Map<string, number>();
  for (const { file, ms } of results) if (file && ms) times.set(file, (times.get(file) ?? 0) + ms / 1000);
  return [...times].map(([file, seconds]) => ({ file, seconds })).sort((a, b) => b.seconds - a.seconds);
}

/** Skips whose reason speaks of Docker or an engine. */
export function skippedForDocker(counts: TestCounts): readonly TestResult[] {
  return counts.skipped.filter((result) => typeof result.why === "string" && /docker|engine/i.test(result.why));
}

/** Where the time went: the files that took longest, by their paths below `root`. */
export function describeTimes(counts: TestCounts, root: string): string[] {
  const lines = counts.longest.map(
    ({ file, seconds }) => `  ${seconds.toFixed(0).padStart(4)} s  ${relative(root, file)}`,
  );
  return lines.length > 0 ? ["Longest test files:", ...lines] : [];
}

/** The end of a run: counts, and every skip with its reason. */
export function describeSkips(counts: TestCounts): string[] {
  const lines = counts.skipped.map(
    (result) => `SKIPPED: ${result.name}${typeof result.why === "string" ? `: ${result.why}` : ""}`,
  );
  const skips = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : "";
  return [...lines, `${counts.passed} passed, ${counts.failed} failed${skips}`];
}
