/**
 * `test`: everything the tests need, then all test files in node's own runner.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { EXIT, UserError } from "../errors";
import { runProcess } from "../process";
import { buildPolicyPack } from "../pulumi/policyPack";
import { pulumiEnvironment } from "../pulumi/workspace";
import type { SetupContext } from "../setup/context";
import { dependenciesStep, engineStep, imagesStep, toolchainStep } from "../setup/setupSteps";
import { runSteps, type Step } from "../steps";
import { printJson, say, type Terminal } from "../terminal";
import { describeSkips, describeTimes, readCounts, skippedForDocker, type TestCounts } from "../testing/counts";

/** What `test` was asked for. */
export interface TestOptions {
  /** Parts of paths; only files that contain one are run. Empty: all. */
  readonly only: readonly string[];
  /** Do the set-up that engine and pulumi tests need. */
  readonly setup: boolean;
  readonly json: boolean;
}

/** Bound of a whole file too: it may build images and boot a stack several times, on a machine that does other things. */
const TEST_TIMEOUT_MS = 20 * 60_000;

/** Runs the tests. With `CI` set, a test that was skipped for want of an engine is a failure. */
export async function test(context: SetupContext, terminal: Terminal, options: TestOptions): Promise<number> {
  const { root } = context.options.checkout;
  const files = testFiles(join(root, "tests")).filter(
    (file) => options.only.length === 0 || options.only.some((part) => relative(root, file).includes(part)),
  );
  if (files.length === 0) {
    throw new UserError({
      what: `No test file matches ${options.only.join(", ")}.`,
      allowed: "parts of paths below tests/",
    });
  }
  const prepared = options.setup ? await prepare(context, terminal) : { env: {} };
  const { counts, code } = await runTests(root, files, prepared.env, context, options.json);
  const skipped = skippedForDocker(counts);
  if (options.json) printJson(terminal, { ...counts, engineMissing: prepared.missing });
  else say(terminal, [...describeTimes(counts, root), ...describeSkips(counts)].join("\n"));
  if (skipped.length > 0 && process.env.CI) {
    say(
      terminal,
      terminal.colors.red(`${skipped.length} tests need a Docker Engine and were skipped: a failure in CI.`),
    );
    return EXIT.failed;
  }
  return code === 0 && counts.failed === 0 && counts.passed > 0 ? EXIT.ok : EXIT.failed;
}

/**
 * What takes longest, longest first. All are mostly waits, for containers or for time to pass, so that beginning with
 * them fills the time with everything else.
 */
const LONG = [
  "e2e/operations",
  "e2e/devStack",
  "cli/interruption",
  "integration/mistakes",
  "e2e/ownHost",
  "e2e/standalone",
  "cli/breakGlassTimer",
  "provider/attachment",
  "oracle/oracle",
];

/** All test files below a folder, in the order in which they begin: the long ones, then by name. */
export function testFiles(folder: string): string[] {
  const place = (file: string) => {
    const at = LONG.findIndex((part) => file.includes(`/${part}`));
    return at < 0 ? LONG.length : at;
  };
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

interface Prepared {
  readonly env: Readonly<Record<string, string>>;
  /** Why there is no engine. */
  readonly missing?: string;
}

async function prepare(context: SetupContext, terminal: Terminal): Promise<Prepared> {
  const { checkout } = context.options;
  let missing: string | undefined;
  const pack: Step = {
    title: "Policy pack",
    run: async () => ({ text: (await buildPolicyPack(checkout)) ? "compiled" : "up to date" }),
  };
  await runSteps([dependenciesStep(), toolchainStep(context), pack], terminal);
  try {
    await runSteps([engineStep(context), imagesStep(context)], terminal);
  } catch (error) {
    if (!(error instanceof UserError) || process.env.CI) throw error;
    missing = error.message;
    say(terminal, terminal.colors.red(`NO DOCKER ENGINE: every test that needs one will be skipped.\n${missing}`));
  }
  const { toolchain } = context;
  const env = pulumiEnvironment({ checkout, toolchain, backend: { kind: "chosen", description: "", env: {} } });
  delete env.PULUMI_OPTION_CONFIG_FILE;
  return {
    env: {
      ...env,
      PATH: `${toolchain.bin}:${process.env.PATH ?? ""}`,
      AUTHENTIK_SSO_ROAD: toolchain.road,
      ...(missing
        ? { AUTHENTIK_SSO_NO_ENGINE: missing }
        : { DOCKER_HOST: context.engine.host, AUTHENTIK_SSO_IMAGES: JSON.stringify(context.images) }),
    },
    ...(missing ? { missing } : {}),
  };
}

async function runTests(
  root: string,
  files: readonly string[],
  env: Readonly<Record<string, string>>,
  context: SetupContext,
  json: boolean,
): Promise<{ counts: TestCounts; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), "authentik-sso-test-"));
  const results = join(folder, "results.ndjson");
  const runner = join(root, "cli", "testing", "run.mjs");
  const settings = [results, String(filesAtOnce(availableParallelism())), String(TEST_TIMEOUT_MS)];
  try {
    const { code } = await context.options.interrupt.guard(() =>
      runProcess(process.execPath, ["--import", "tsx", runner, ...settings, json ? "stderr" : "stdout", ...files], {
        cwd: root,
        env,
        inherit: true,
        signal: context.options.interrupt.passedOn,
      }),
    );
    return { counts: readCounts(results), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One more than the cores, since the long ones wait more than they compute; at most three engines' worth of work. */
function filesAtOnce(cores: number): number {
  return Math.min(3, cores + 1);
}
