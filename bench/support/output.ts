/** How a benchmark says what it found: progress on standard error, tables or JSON on standard output, files on demand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import colors from "picocolors";
import type { Bar } from "./bar";
import { type Chart, chartSvg } from "./chart";

const RESULTS = join(__dirname, "..", "results");

export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One row per case. */
export interface Figures {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Report {
  readonly tables: readonly Figures[];
  readonly bars: readonly Bar[];
  readonly charts: Readonly<Record<string, Chart>>;
  /** Everything measured. */
  readonly json: object;
}

/**
 * Prints a report.
 *
 * @param options.json one JSON document instead of tables
 * @param options.save name under which figures and charts are written to bench/results
 */
export function print(report: Report, options: { readonly json: boolean; readonly save: string | undefined }): void {
  const document = `${JSON.stringify({ ...report.json, bars: report.bars }, null, 2)}\n`;
  if (options.save !== undefined) {
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, `${options.save}.json`), document);
    for (const [name, chart] of Object.entries(report.charts)) {
      writeFileSync(join(RESULTS, `${options.save}-${name}.svg`), chartSvg(chart));
    }
  }
  if (options.json) {
    process.stdout.write(document);
    return;
  }
  for (const { title, columns, rows } of report.tables) {
    const table = new Table({ head: [...columns], style: { head: [], border: [] } });
    for (const row of rows) table.push([...row]);
    process.stdout.write(`\n${title}\n${table.toString()}\n`);
  }
  for (const { what, figure, atMost, met } of report.bars) {
    const verdict = met ? colors.green("met   ") : colors.red("missed");
    process.stdout.write(`${verdict} ${what}: ${figure} (at most ${atMost})\n`);
  }
}
