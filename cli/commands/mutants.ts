/**
 * `mutants`: makes one fault at a time in the model and says which of them no test notices.
 */
import { availableParallelism } from "node:os";
import type { Mutant } from "../../tests/mutants/mutant";
import type { MutantResult } from "../../tests/mutants/run";
import { CONTROL, MUTANTS, runMutants } from "../../tests/mutants/run";
import { duration } from "../duration";
import { EXIT, UserError } from "../errors";
import type { Interrupt } from "../interrupt";
import { printJson, say, type Terminal } from "../terminal";

/** What `mutants` was asked for. */
export interface MutantOptions {
  /** Ids; empty: all. */
  readonly only: readonly string[];
  readonly json: boolean;
}

/** Runs the faults; exit code 1 when one survived, or when the tests fail without any. */
export async function mutants(interrupt: Interrupt, terminal: Terminal, options: MutantOptions): Promise<number> {
  const chosen = MUTANTS.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const strange = options.only.filter((id) => !MUTANTS.some((mutant) => mutant.id === id));
  if (strange.length > 0) {
    throw new UserError({
      what: `There is no mutant ${strange.join(", ")}.`,
      allowed: MUTANTS.map(({ id }) => id).join(", "),
    });
  }
  const started = Date.now();
  const { colors } = terminal;
  const atOnce = Math.max(1, Math.min(2, availableParallelism()));
  const run = (some: readonly Mutant[], onResult?: (result: MutantResult) => void) =>
    interrupt.guard(() => runMutants(some, atOnce, onResult, interrupt.requested));
  const [control] = await run([CONTROL]);
  if (interrupt.requested.aborted) return EXIT.interrupted;
  if (control?.outcome !== "survived") {
    say(terminal, colors.red(`The tests fail without any fault: ${control?.by ?? "they did not run"}`));
    return EXIT.failed;
  }
  say(terminal, `without a fault every test passes (${duration(control.milliseconds)})`);
  let done = 0;
  const results = await run(chosen, (result) => {
    done += 1;
    say(terminal, line(result, `${done}/${chosen.length}`, terminal));
  });
  if (interrupt.requested.aborted) return EXIT.interrupted;
  const left = results.filter(({ outcome }) => outcome !== "killed");
  if (options.json) printJson(terminal, results);
  else {
    const summary = `${results.length - left.length} of ${results.length} mutants killed in ${duration(Date.now() - started)}`;
    say(
      terminal,
      left.length === 0
        ? `${summary}.`
        : colors.red(`${summary}; not: ${left.map(({ id }) => id).join(", ")}. Write a test that notices each.`),
    );
  }
  return left.length === 0 ? EXIT.ok : EXIT.failed;
}

function line({ id, what, outcome, by, milliseconds }: MutantResult, place: string, { colors }: Terminal): string {
  const word = outcome === "killed" ? colors.green(outcome) : colors.red(outcome.toUpperCase());
  const found = by === undefined ? "" : `\n         ${by}`;
  return `${place} ${word} ${id}: ${what} (${duration(milliseconds)})${found}`;
}
