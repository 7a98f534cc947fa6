/**
 * A reporter of node's test runner that writes one line of JSON per test that ended, so that the command knows the
 * counts, why something was skipped and what took how long. Suites and files are no tests: of a suite at the top of its
 * file only the time is told.
 */
// biome-ignore lint/style/noDefaultExport: node's test runner takes a reporter as the default export
export default async function* reporter(source) {
  for await (const event of source) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, skip, todo, details, file, nesting } = event.data;
    const ms = nesting === 0 && name !== file ? { ms: details?.duration_ms } : {};
    if (details?.type === "suite") {
      if (nesting === 0) yield `${JSON.stringify({ name, file, outcome: "suite", ...ms })}\n`;
      continue;
    }
    // A file that cannot even be loaded is reported as a failed test named after it.
    const outcome =
      skip !== undefined || todo !== undefined ? "skipped" : event.type === "test:pass" ? "passed" : "failed";
    if (outcome === "passed" && name === file) continue;
    yield `${JSON.stringify({ name, file, outcome, why: skip ?? todo, ...ms })}\n`;
  }
}
