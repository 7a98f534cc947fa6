/**
 * Ctrl-C and SIGTERM: a running pulumi operation is asked to stop in good order, everything else stops at once.
 */
import { EXIT } from "./errors";

/** Follows the signals of this process. */
export class Interrupt {
  private readonly controller = new AbortController();
  private readonly passing = new AbortController();
  private guarded = 0;

  /** Aborted as soon as somebody wants the command to stop. */
  get requested(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Aborted when a child process has to be told to stop. On a terminal Ctrl-C reaches the whole process group by
   * itself, and a second one would stop pulumi hard.
   */
  get passedOn(): AbortSignal {
    return this.passing.signal;
  }

  /** Listens to the signals of the process. */
  listen(): this {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => this.onSignal(name));
    }
    return this;
  }

  /** Runs something that ends by itself when it is asked to, so that the process waits for it. */
  async guard<T>(run: () => Promise<T>): Promise<T> {
    this.guarded += 1;
    try {
      return await run();
    } finally {
      this.guarded -= 1;
    }
  }

  private onSignal(name: NodeJS.Signals): void {
    const again = this.controller.signal.aborted;
    this.controller.abort();
    if (this.guarded === 0 || (again && name !== "SIGINT")) process.exit(EXIT.interrupted);
    const reachesChildren = name === "SIGINT" && (process.stdin.isTTY || process.stdout.isTTY);
    if (!reachesChildren) this.passing.abort();
  }
}
