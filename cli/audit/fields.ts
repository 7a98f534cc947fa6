/** Reading documents of unknown content, and text that is safe to print. */
import { redact } from "./redact";

/** An object of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** Text of a field that should hold text; numbers count, everything else is empty. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A time as RFC 3339 in UTC; what is no time stays as it is. */
export function utc(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

/** Longest text of a column. */
const LONGEST = 400;

/** C0 and C1 controls, and what turns the direction of writing: both can forge lines on a terminal. */
const UNPRINTABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** One line, without secrets and without what a terminal would obey. */
export function clean(value: string): string {
  const line = redact(value).replace(UNPRINTABLE, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
