/**
 * A reporter of node's test runner that writes one line of JSON per test that ended, so that the command knows the
 * counts and why something was skipped. Suites and files are not tests and are left out.
 */
// biome-ignore lint/style/noDefaultExport: node's test runner takes a reporter as the default export
export default async function* reporter(source) {
  for await (const event of source) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, skip, todo, details, file } = event.data;
    if (details?.type === "suite") continue;
    // A file that cannot even be loaded is reported as a failed test named after it.
    const outcome =
      skip !== undefined || todo !== undefined ? "skipped" : event.type === "test:pass" ? "passed" : "failed";
    if (outcome === "passed" && name === file) continue;
    yield `${JSON.stringify({ name, file, outcome, why: skip ?? todo })}\n`;
  }
}
