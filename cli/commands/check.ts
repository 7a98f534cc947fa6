/**
 * `check`: format, lint, types, unused code and the generated SDK; all are run, then it is said what failed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { duration } from "../duration";
import { EXIT } from "../errors";
import { runProcess } from "../process";
import type { SetupContext } from "../setup/context";
import { printJson, say, type Terminal } from "../terminal";

/** One tool. */
interface Check {
  readonly name: string;
  /** Arguments of node. */
  readonly args: readonly string[];
}

/** What a tool said. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

const CHECKS: readonly Check[] = [
  { name: "format and lint (biome)", args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off"] },
  {
    name: "pulumi rules (eslint)",
    args: ["node_modules/eslint/bin/eslint.js", "--max-warnings=0", "components", "index.ts", "config.ts", "fleet.ts"],
  },
  { name: "types (tsc)", args: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", ".", "--pretty", "false"] },
  { name: "unused code (knip)", args: ["node_modules/knip/bin/knip.js", "--no-progress"] },
  { name: "generated SDK", args: ["--import", "tsx", "cli/main.ts", "sdk", "--check"] },
];

/** How often it is said what is still running. */
const PACE_MS = 10_000;

/** Runs every check, two at a time, and gives exit code 1 when one failed. */
export async function check(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const { root } = context.options.checkout;
  const { colors } = terminal;
  const waiting = CHECKS.map((one) => ({ ...one, args: one.args.filter((arg) => isThere(root, arg)) }));
  const results: CheckResult[] = [];
  const begun = new Set<string>();
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      begun.add(next.name);
      const result = await runOne(root, next);
      begun.delete(next.name);
      results.push(result);
      const word = result.passed ? colors.green("ok") : colors.red("FAILED");
      say(terminal, `${result.name}: ${word} (${duration(result.seconds * 1000)})`);
      if (!result.passed) say(terminal, `${result.output.trim()}\n`);
    }
  };
  const running = (): string =>
    CHECKS.map((one) => one.name)
      .filter((name) => begun.has(name))
      .join(", ");
  const started = Date.now();
  const ticker = setInterval(() => say(terminal, `... ${running()} (${duration(Date.now() - started)})`), PACE_MS);
  await Promise.all([worker(), worker()]);
  clearInterval(ticker);
  const failed = results.filter((result) => !result.passed);
  if (json) printJson(terminal, results);
  else if (failed.length === 0) say(terminal, `All ${results.length} checks passed.`);
  else
    say(terminal, `${failed.length} of ${results.length} checks failed: ${failed.map((one) => one.name).join(", ")}.`);
  return failed.length === 0 ? EXIT.ok : EXIT.failed;
}

/** Top-level program files may be merged or split; eslint refuses to look at one that is not there. */
function isThere(root: string, argument: string): boolean {
  return !/^[a-z]+\.ts$/.test(argument) || existsSync(join(root, argument));
}

async function runOne(root: string, { name, args }: Check): Promise<CheckResult> {
  const started = Date.now();
  const { code, stdout, stderr } = await runProcess(process.execPath, args, { cwd: root, env: { NO_COLOR: "1" } });
  return { name, passed: code === 0, seconds: Math.round((Date.now() - started) / 100) / 10, output: stdout + stderr };
}
