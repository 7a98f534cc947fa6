/** Rows as CSV for spreadsheets and as a table for people. */
import Table from "cli-table3";
import { stringify } from "csv-stringify/sync";
import type { Colors } from "../terminal";
import { type AuditRow, COLUMNS, type Outcome } from "./row";

/**
 * CSV with a header (RFC 4180). A user name or a path that begins like a formula (`=`, `+`, `-`, `@`, tab) gets an
 * apostrophe before it, or a spreadsheet would run it; OWASP: CSV injection.
 */
export function toCsv(rows: readonly AuditRow[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    record_delimiter: "windows",
    // The library quotes the record's delimiter; a line feed alone ends a record for most readers too.
    quoted_match: /[\r\n]/,
  });
}

/** The table; the detail takes what is left of the width. */
export function toTable(rows: readonly AuditRow[], colors: Colors, width: number): string {
  const paint: Readonly<Record<Outcome, (text: string) => string>> = {
    allowed: (text) => text,
    info: (text) => text,
    denied: colors.yellow,
    failed: colors.red,
  };
  const widths = COLUMNS.slice(0, -1).map(
    (column) => Math.max(column.length, ...rows.map((row) => Math.min(row[column].length, 40))) + 2,
  );
  const left = width - widths.reduce((sum, value) => sum + value, 0) - COLUMNS.length - 1;
  const table = new Table({
    head: [...COLUMNS],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    wrapOnWordBoundary: false,
    colWidths: [...widths, Math.max(24, left)],
  });
  for (const row of rows)
    table.push(COLUMNS.map((column) => (column === "outcome" ? paint[row.outcome](row.outcome) : row[column])));
  return table.toString();
}
