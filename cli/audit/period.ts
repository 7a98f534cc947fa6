/** Durations and points in time as people write them on a command line. */
import { UserError } from "../errors";

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of a duration such as `90s`, `30m`, `1h30m`, `7d`; `undefined` for anything else, zero included.
 *
 * @example parsePeriod("1h30m") // 5400000
 */
export function parsePeriod(text: string): number | undefined {
  if (!/^(\d{1,6}[smhdw])+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+)([smhdw])/g))
    total += Number(amount) * (UNITS[unit] ?? 0);
  return total > 0 ? total : undefined;
}

/**
 * A point in time: a duration before `now`, a day (its beginning, UTC), or a time as RFC 3339 with its zone.
 *
 * @throws {UserError} naming the option, what was given and what is allowed
 */
export function parseMoment(option: string, text: string, now: Date): Date {
  const period = parsePeriod(text);
  if (period !== undefined) return new Date(now.getTime() - period);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const date = new Date(day ? `${text}T00:00:00Z` : text);
  // JavaScript takes 31 February for a day in March.
  const exists = day
    ? !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    : !Number.isNaN(date.getTime());
  if ((day || time) && exists) return date;
  throw new UserError({
    what: `${option} is "${text}".`,
    allowed:
      "a duration back from now (30m, 24h, 7d), a day (2026-11-20, UTC), or a time with its zone (2026-11-20T08:00:00Z)",
  });
}
