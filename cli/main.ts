/**
 * The command line `authentik-sso`: the wrapper around plain Pulumi. `cli/start.mjs` starts it.
 */
import { CommanderError } from "commander";
import { EXIT, errorText, isUserError, UserError } from "./errors";
import { Interrupt } from "./interrupt";
import { buildProgram } from "./program";
import { openTerminal } from "./terminal";

async function main(): Promise<number> {
  const program = buildProgram(new Interrupt().listen());
  try {
    await program.parseAsync(process.argv);
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { colors } = openTerminal(true);
    if (!isUserError(error)) {
      process.stderr.write(
        `\n${colors.red(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
      );
      return EXIT.failed;
    }
    process.stderr.write(`\n${colors.red(errorText(error))}\n`);
    return error instanceof UserError ? error.exitCode : EXIT.usage;
  }
}

main().then((code) => {
  process.exitCode = code;
});
