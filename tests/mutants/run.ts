import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { INVARIANTS } from "../../components/routing";
import { FUNCTION_MUTANTS } from "./functionMutants";
import type { Mutant } from "./mutant";
import { MUTANT_VARIABLE } from "./mutant";

/** What the tests made of one fault. */
export interface MutantResult extends Mutant {
  /** `broken`: the tests did not get as far as judging it, which says nothing about them. */
  readonly outcome: "killed" | "survived" | "broken";
  /** Name of the test that noticed it, or what went wrong. */
  readonly by?: string;
  readonly milliseconds: number;
}

/** Every fault, those of the invariants first. */
export const MUTANTS: readonly Mutant[] = [
  ...INVARIANTS.map(({ id, title }) => ({ id, what: `nobody checks: ${title}` })),
  ...FUNCTION_MUTANTS.map(({ id, what }) => ({ id, what })),
];

/** No fault at all: with it the tests have to pass, else nothing they say of the faults counts. */
export const CONTROL: Mutant = { id: "", what: "no fault" };

const TESTS = join(__dirname, "..");

/** The cases of the invariants, which notice most faults. */
const FIRST = join(TESTS, "routing", "invariants.test.ts");

/** The other unit tests of the model and the pack, asked about what the first did not notice. */
const FURTHER = ["routing", "policies", "oracle/corpus"]
  .map((folder) => join(TESTS, folder))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith(".test.ts") && file !== FIRST);

/** How long the tests may take. Tests that run on for ever have noticed nothing. */
const PATIENCE_MS = 120_000;

/**
 * Runs the tests once for each fault, each in a process of its own.
 *
 * @param atOnce processes at a time
 * @param onResult called as each one ends
 * @param signal stops what runs and starts nothing more
 * @returns results in the order of `mutants`, without those that were stopped
 */
export async function runMutants(
  mutants: readonly Mutant[],
  atOnce: number,
  onResult: (result: MutantResult) => void = () => {},
  signal?: AbortSignal,
): Promise<readonly MutantResult[]> {
  const results = new Map<string, MutantResult>();
  const waiting = [...mutants];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !signal?.aborted; next = waiting.shift()) {
      const result = await runMutant(next, signal);
      if (signal?.aborted) return;
      results.set(next.id, result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return mutants.flatMap(({ id }) => results.get(id) ?? []);
}

async function runMutant(mutant: Mutant, signal: AbortSignal | undefined): Promise<MutantResult> {
  const started = Date.now();
  let verdict: Verdict = { outcome: "survived" };
  for (const files of [[FIRST], FURTHER]) {
    if (verdict.outcome === "survived") verdict = verdictOf(await runSuite(mutant.id, files, signal));
  }
  return { ...mutant, ...verdict, milliseconds: Date.now() - started };
}

type Verdict = Pick<MutantResult, "outcome" | "by">;

function verdictOf({ stdout, stderr, timedOut }: SuiteRun): Verdict {
  if (timedOut) return { outcome: "broken", by: `the tests still ran after ${PATIENCE_MS / 1000} s` };
  const line = stdout.split("\n").findLast((text) => /^\{"(failed|passed)":/.test(text));
  const { failed, passed } = JSON.parse(line ?? "{}") as { failed?: string; passed?: number };
  if (failed !== undefined) return { outcome: "killed", by: failed };
  if (passed) return { outcome: "survived" };
  return { outcome: "broken", by: (stderr || stdout).trim().split("\n").slice(0, 8).join("\n") };
}

interface SuiteRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Test files in a process of their own. All is loaded by `require`, so that exports can be replaced. */
function runSuite(mutant: string, files: readonly string[], signal: AbortSignal | undefined): Promise<SuiteRun> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [
      ...["--require", "tsx/cjs", "--require", join(__dirname, "preload.ts")],
      ...["--test-reporter", join(__dirname, "firstFailure.mjs"), "--test-reporter-destination", "stdout"],
      join(__dirname, "suite.ts"),
      ...files,
    ],
    { cwd: join(TESTS, ".."), env: { ...env, [MUTANT_VARIABLE]: mutant }, stdio: ["ignore", "pipe", "pipe"] },
  );
  return new Promise((resolve, reject) => {
    const said = { stdout: "", stderr: "" };
    let timedOut = false;
    const stop = (): void => {
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, PATIENCE_MS);
    signal?.addEventListener("abort", stop);
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
      });
    }
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      resolve({ ...said, timedOut });
    });
  });
}
