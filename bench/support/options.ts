/** Options that the benchmarks share. */
import { Command, InvalidArgumentError } from "commander";

export interface SharedOptions {
  readonly services: readonly number[];
  readonly repeat: number;
  readonly json: boolean;
  readonly save: boolean;
}

/** `35,350` as numbers; an empty text is none. */
export function counts(text: string): number[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => positive(part));
}

export function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("give whole numbers above 0, separated by commas");
}

/** A command with the shared options. */
export function benchCommand(
  name: string,
  description: string,
  defaults: { services: number[]; repeat: number },
): Command {
  return new Command(name)
    .description(description)
    .option("--services <numbers>", "how many services, e.g. 35,350", counts, defaults.services)
    .option("--repeat <n>", "runs of each case; the median counts", positive, defaults.repeat)
    .option("--json", "one JSON document on standard output; progress stays on standard error", false)
    .option("--save", "write figures and charts to bench/results as well", false)
    .showHelpAfterError();
}
