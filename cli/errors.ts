/**
 * The faults that the command line explains instead of showing a stack trace, and the exit codes.
 */

/** Exit codes of every command; documented in the help text. */
export const EXIT = {
  /** Everything that was asked for is done and true. */
  ok: 0,
  /** The work itself failed: a preview (a policy, or a configuration that the program refuses), an update, a check, a test. */
  failed: 1,
  /** Nothing was tried: wrong usage, a missing tool, a file that cannot be read. */
  usage: 2,
  /** Stopped by Ctrl-C or SIGTERM. */
  interrupted: 130,
} as const;

/** What a {@link UserError} tells. */
export interface Fault {
  /** What is wrong, with the value that was given. */
  readonly what: string;
  /** What would be accepted. */
  readonly allowed?: string;
  /** What to do now. */
  readonly fix?: string;
}

/**
 * A fault that the user can mend. Shown without a stack trace: what was given, what is allowed, what to do.
 *
 * @example
 * throw new UserError({ what: "Port 443 is taken by nginx (pid 812).", fix: "Stop it, or set traefikHttpsPort." });
 */
export class UserError extends Error {
  readonly exitCode: number;

  constructor(fault: Fault, exitCode: number = EXIT.usage) {
    const lines = [fault.what];
    if (fault.allowed) lines.push(`Allowed: ${fault.allowed}`);
    if (fault.fix) lines.push(`What to do: ${fault.fix}`);
    super(lines.join("\n"));
    this.name = "UserError";
    this.exitCode = exitCode;
  }
}

/** Whether an error carries text meant for the user: ours, or one that another part raised under the same name. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UserError || (error instanceof Error && error.name === "UserError");
}

/** The text of whatever was thrown, without a stack trace. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
