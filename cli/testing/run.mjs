/**
 * Runs test files in node's own runner, in the order given: `node --test` sorts them by name, and then the longest
 * ones begin last and run alone.
 *
 *   node --import tsx run.mjs <results file> <files at once> <bound of a test in ms> <stdout|stderr> <file> …
 *
 * Exit code 1 when a test failed.
 */
import { createWriteStream } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import reporter from "./reporter.mjs";

const [results, concurrency, timeout, shown, ...files] = process.argv.slice(2);

const events = run({ files, concurrency: Number(concurrency), timeout: Number(timeout) });
events.on("test:fail", () => {
  process.exitCode = 1;
});
events.compose(new spec()).pipe(process[shown]);
events.compose(reporter).pipe(createWriteStream(results));
