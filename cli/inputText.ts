/** Text that a command judges: from a file, or from what is piped into it. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { errorText, UserError } from "./errors";

/** What stands for standard input on a command line. */
const STANDARD_INPUT = "-";

/** How texts for the user name the source: the path as it was given, or "Standard input". */
export function inputTitle(path: string): string {
  return path === STANDARD_INPUT ? "Standard input" : path;
}

/**
 * The whole text of a file, or of standard input for `-`.
 *
 * Standard input is waited for: Node may get it as a pipe that does not block (from npx, from a terminal), and a
 * synchronous read of such a pipe fails with EAGAIN until the writer has written.
 *
 * @param fix what to do where it cannot be read
 * @throws {UserError} when it cannot be read
 */
export async function readInput(path: string, fix?: string): Promise<string> {
  try {
    return path === STANDARD_INPUT ? await text(process.stdin) : await readFile(path, "utf8");
  } catch (error) {
    throw new UserError({ what: `${inputTitle(path)} cannot be read: ${errorText(error)}`, ...(fix && { fix }) });
  }
}
