/** A bar that a figure has to clear. */
export interface Bar {
  readonly what: string;
  readonly figure: number;
  /** Largest figure that passes. */
  readonly atMost: number;
  readonly met: boolean;
}

export function bar(what: string, figure: number, atMost: number): Bar {
  return { what, figure: Number(figure.toFixed(2)), atMost, met: figure <= atMost };
}
