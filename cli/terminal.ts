/**
 * Where the command line writes, and with which colours.
 */
import { createInterface } from "node:readline/promises";
import { createColors } from "picocolors";

/** Colours, or functions that leave the text as it is. */
export type Colors = ReturnType<typeof createColors>;

/** Streams and abilities of the terminal that a command runs in. */
export interface Terminal {
  /** Results. With `--json` nothing but the document goes here. */
  readonly out: NodeJS.WriteStream;
  /** Progress and human text: `out`, or standard error where `out` belongs to a program. */
  readonly info: NodeJS.WriteStream;
  readonly colors: Colors;
  /** Whether `info` can redraw lines (spinner). */
  readonly interactive: boolean;
  /** Whether somebody can answer a question. */
  readonly canAsk: boolean;
}

/** Columns below which redrawn lines are no help. */
const NARROWEST = 40;

/** `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` win over what the stream is. */
function wantsColor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/**
 * The terminal of this process.
 *
 * @param machineOutput standard output is read by a program (`--json`, `env`): human text goes to standard error
 */
export function openTerminal(machineOutput = false, env: NodeJS.ProcessEnv = process.env): Terminal {
  const info = machineOutput ? process.stderr : process.stdout;
  return {
    out: process.stdout,
    info,
    colors: createColors(wantsColor(info, env)),
    // A terminal without a width (some pseudo terminals) would wrap every letter.
    interactive: info.isTTY === true && (info.columns ?? 0) >= NARROWEST && env.TERM !== "dumb" && !env.CI,
    canAsk: process.stdin.isTTY === true && info.isTTY === true,
  };
}

/** Writes one document for programs to standard output. */
export function printJson(terminal: Terminal, document: unknown): void {
  terminal.out.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Writes a line of human text. */
export function say(terminal: Terminal, text = ""): void {
  terminal.info.write(`${text}\n`);
}

/** Writes a line of human text beside the results, which may be going into a file or another program. */
export function sayAside(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Asks a yes/no question; anything but yes is no. */
export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: terminal.info });
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}
