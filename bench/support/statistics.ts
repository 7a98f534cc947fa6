/** The middle of a list of figures; the mean of the two middle ones when their number is even. */
export function median(figures: readonly number[]): number {
  if (figures.length === 0) throw new Error("no figures");
  const sorted = [...figures].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

export function round(figure: number, digits = 2): number {
  return Number(figure.toFixed(digits));
}

/** Milliseconds since `start`, which is a value of process.hrtime.bigint(). */
export function millisecondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}
