import type { DoubleConfig } from "./config";
import type { Store } from "./store";

/** What every part of the double works with. */
export interface DoubleContext {
  store: Store;
  config: DoubleConfig;
  /** The only source of time, so that tests can move it. */
  clock: () => Date;
  log: Log;
}

/** One line of JSON per call. Never give it a secret, a cookie, a header or a body. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = { [field: string]: string | number | boolean | null | undefined };
