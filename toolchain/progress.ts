/** Tells how far a long build is, seldom enough to be read. */

/** A line at most this often. */
const INTERVAL_MS = 15_000;

/** Reports a changing text at intervals, with the time since the start. */
export class Progress {
  readonly #started = Date.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly report: (line: string) => void,
    private readonly interval: number = INTERVAL_MS,
  ) {}

  /** Reports `text` now and at every interval, until {@link stop} or the next call. */
  follow(text: () => string): void {
    this.stop();
    const tell = (): void => this.report(`${text()}, ${elapsed(Date.now() - this.#started)}`);
    tell();
    this.#timer = setInterval(tell, this.interval);
  }

  /** Ends the lines. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Since the start. */
  get milliseconds(): number {
    return Date.now() - this.#started;
  }
}

/** `45 s`, `3 min 05 s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
