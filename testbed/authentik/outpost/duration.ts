const SECONDS: { [unit: string]: number } = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
};

/** authentik's durations are pairs of unit and number, joined by semicolons. */
const PAIR = /^\s*([a-z]+)\s*=\s*(-?\d+(?:\.\d+)?)\s*$/;

/**
 * Seconds of a duration in authentik's text form.
 *
 * @throws RangeError naming the text and the units that it takes.
 * @example parseDuration("hours=24;minutes=5") // 86700
 */
export function parseDuration(text: string): number {
  let total = 0;
  for (const pair of text.split(";")) {
    if (pair.trim() === "") continue;
    const match = PAIR.exec(pair);
    const unit = SECONDS[match?.[1] ?? ""];
    if (!match || unit === undefined) {
      throw new RangeError(
        `"${text}" is no duration. It takes pairs such as hours=24;minutes=5, of the units ${Object.keys(SECONDS).join(", ")}.`,
      );
    }
    total += unit * Number(match[2]);
  }
  return total;
}
