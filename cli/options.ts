/** Options that several commands share. */
import { type Command, Option } from "commander";

/** Their values. */
export interface SharedOptions {
  readonly stack?: string;
  readonly offline?: boolean;
  readonly install?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
}

type SharedName = "stack" | "offline" | "install" | "json" | "yes";

const OPTIONS: Readonly<Record<SharedName, () => Option>> = {
  stack: () => new Option("--stack <name>", "the stack").default("dev"),
  offline: () => new Option("--offline", "build tools and images here instead of downloading releases"),
  install: () => new Option("--no-install", "never install a Docker Engine"),
  json: () => new Option("--json", "one JSON document on standard output, progress on standard error"),
  yes: () => new Option("-y, --yes", "do not ask"),
};

/** Adds shared options to a command. */
export function shared(command: Command, ...names: readonly SharedName[]): Command {
  for (const name of names) command.addOption(OPTIONS[name]());
  return command;
}
