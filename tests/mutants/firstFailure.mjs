/**
 * A reporter of node's test runner that ends the process at the first test that failed, with its name and those of the
 * suites round it as one line of JSON; without a failure, that line holds the number of tests that passed.
 */
import { writeSync } from "node:fs";

// biome-ignore lint/style/noDefaultExport: node's test runner takes a reporter as the default export
export default async function* reporter(source) {
  const names = [];
  let passed = 0;
  for await (const { type, data } of source) {
    if (type === "test:start") names.splice(data.nesting, names.length, data.name);
    if (type === "test:pass" && data.details?.type !== "suite") passed += 1;
    if (type !== "test:fail" || data.details?.type === "suite") continue;
    const test = [...names.slice(0, data.nesting), data.name].join(" > ");
    writeSync(1, `${JSON.stringify({ failed: test })}\n`);
    process.exit(1);
  }
  yield `${JSON.stringify({ passed })}\n`;
}
