import { DOUBLE, VERSION } from "./config";
import type { Log, LogFields } from "./context";

/** A log that writes one JSON object a line to standard output; each line names the double and its version. */
export function consoleLog(role: string): Log {
  const write = (level: string, event: string, fields: LogFields = {}): void => {
    const line = { timestamp: new Date().toISOString(), level, event, logger: `${DOUBLE} ${role}`, version: VERSION };
    process.stdout.write(`${JSON.stringify({ ...line, ...fields })}\n`);
  };
  return {
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warning", message, fields),
    error: (message, fields) => write("error", message, fields),
  };
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
