/**
 * The end of `up`: what runs where, who gets in, how to log in, what is no original.
 */
import Table from "cli-table3";
import { duration } from "./duration";
import type { CheckedQuestion } from "./live/liveCheck";
import type { StackOutputs } from "./live/outputs";
import type { StepRecord } from "./steps";
import type { Colors } from "./terminal";

/** All that `up` ends with; `--json` prints it as it is. */
export interface Summary {
  readonly stack: string;
  readonly services: readonly SummaryRow[];
  readonly login: {
    readonly url: string;
    readonly user: string;
    readonly passwordCommand: string;
    /** Further users whose first passwords the command prints when their name follows it. */
    readonly people: readonly string[];
  };
  /** Path of the CA to trust; nothing with public certificates. */
  readonly caCertificate: string | undefined;
  /** What stands in for an original. */
  readonly doubles: readonly string[];
  readonly steps: readonly StepRecord[];
  readonly seconds: number;
}

/** One service. */
export interface SummaryRow {
  readonly service: string;
  readonly url: string;
  readonly decision: string;
  readonly reason: string;
  /** Whether the live check found it as decided. */
  readonly checked: boolean;
}

/** Rows of the table, one per service in the program's order. */
export function summaryRows(outputs: StackOutputs, checked: readonly CheckedQuestion[]): SummaryRow[] {
  return outputs.services.map((service) => {
    const asked = checked.filter((question) => question.service === service.name);
    const open = (service.paths ?? []).filter((path) => path !== "");
    const until = service.until ? ` (until ${service.until})` : "";
    return {
      service: service.name,
      url: service.url,
      decision: open.length > 0 ? `${service.access} ${open.join(" ")}` : service.access,
      reason: service.reason ? service.reason + until : "",
      checked: asked.length > 0 && asked.every((question) => question.passed),
    };
  });
}

/** The summary as text. */
export function renderSummary(summary: Summary, colors: Colors, width: number): string {
  const table = new Table({
    head: ["service", "URL", "decision", "reason"],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: columnWidths(summary.services, width),
  });
  for (const row of summary.services) {
    table.push([
      row.service,
      row.url,
      row.decision === "domain" ? row.decision : colors.yellow(row.decision),
      row.reason,
    ]);
  }
  const lines = [
    "",
    table.toString(),
    "",
    `Log in:     ${colors.bold(summary.login.url)}`,
    `User:       ${summary.login.user}`,
    `Password:   ${summary.login.passwordCommand}`,
  ];
  const { people, passwordCommand } = summary.login;
  if (people.length > 0)
    lines.push(`People:     ${people.join(", ")}; first password: ${passwordCommand} ${people[0]}`);
  if (summary.caCertificate)
    lines.push(`Trust:      ${summary.caCertificate} (the certificate authority of this stack)`);
  for (const double of summary.doubles) lines.push(colors.yellow(`No original: ${double}`));
  lines.push(`Done in ${duration(summary.seconds * 1000)}.`);
  return lines.join("\n");
}

/** Widths of the four columns, borders included; the reason takes what is left. */
export function columnWidths(rows: readonly SummaryRow[], width: number): number[] {
  const widest = (values: readonly string[], least: number) =>
    Math.max(least, ...values.map((value) => value.length)) + 2;
  const first = [
    widest(
      rows.map((row) => row.service),
      7,
    ),
    widest(
      rows.map((row) => row.url),
      3,
    ),
    widest(
      rows.map((row) => row.decision),
      8,
    ),
  ];
  const used = first.reduce((sum, value) => sum + value, 0) + 5;
  const longest = widest(
    rows.map((row) => row.reason),
    6,
  );
  return [...first, Math.max(24, Math.min(longest, width - used))];
}
