/**
 * A command as a row of steps, each one line with what came of it and the time it took: a spinner on a terminal,
 * plain lines in a pipe or a log.
 */
import { Listr, type ListrTask } from "listr2";
import { duration } from "./duration";
import type { Terminal } from "./terminal";

/** What a step did. */
export interface StepResult {
  /** Shown behind the title: `up to date`. */
  readonly text: string;
  /** Lines the user must see, below the step: warnings, what is a double. */
  readonly notes?: readonly string[];
}

/** One step. */
export interface Step {
  readonly title: string;
  /** Does the work; `progress` replaces the text of what is going on. Throws to end the command. */
  run(progress: (text: string) => void): Promise<StepResult>;
}

/** One finished step, for the summary and `--json`. */
export interface StepRecord {
  readonly title: string;
  readonly result: string;
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** In a log, the same step speaks at most this often. */
const LOG_PACE_MS = 10_000;

/** A command that only prints its result speaks after this time. */
const QUIET_PACE_MS = 3_000;

type Recorder = (step: Step, result: StepResult, milliseconds: number) => void;

/** Runs the steps in order and gives a record of each. The first that throws ends the row. */
export async function runSteps(steps: readonly Step[], terminal: Terminal): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  const record: Recorder = (step, result, milliseconds) => {
    records.push({
      title: step.title,
      result: result.text,
      notes: result.notes ?? [],
      seconds: Math.round(milliseconds / 100) / 10,
    });
  };
  if (terminal.interactive) await runOnTerminal(steps, terminal, record);
  else await runInLog(steps, terminal, record);
  return records;
}

/** Runs the steps without a word unless one takes long: for commands whose only word is their result. */
export async function runQuietly(steps: readonly Step[], terminal: Terminal): Promise<void> {
  for (const step of steps) {
    let lastSaid = Date.now();
    await step.run((text) => {
      if (Date.now() - lastSaid < QUIET_PACE_MS) return;
      lastSaid = Date.now();
      terminal.info.write(`${step.title}: ${text}\n`);
    });
  }
}

async function runInLog(steps: readonly Step[], terminal: Terminal, record: Recorder): Promise<void> {
  const { colors } = terminal;
  for (const [index, step] of steps.entries()) {
    const started = Date.now();
    const number = `[${index + 1}/${steps.length}]`;
    let lastSaid = started;
    const progress = (text: string): void => {
      if (Date.now() - lastSaid < LOG_PACE_MS) return;
      lastSaid = Date.now();
      terminal.info.write(`${number} ${step.title}: ... ${text} (${duration(lastSaid - started)})\n`);
    };
    try {
      const result = await step.run(progress);
      const took = Date.now() - started;
      terminal.info.write(`${number} ${step.title}: ${result.text} (${duration(took)})\n`);
      for (const note of result.notes ?? []) terminal.info.write(`      ${colors.yellow(indented(note))}\n`);
      record(step, result, took);
    } catch (error) {
      terminal.info.write(`${number} ${step.title}: ${colors.red("failed")} (${duration(Date.now() - started)})\n`);
      throw error;
    }
  }
}

/** A note of several lines stays below its step. */
function indented(note: string): string {
  return note.replaceAll("\n", "\n      ");
}

async function runOnTerminal(steps: readonly Step[], terminal: Terminal, record: Recorder): Promise<void> {
  const { colors } = terminal;
  const tasks: ListrTask[] = steps.map((step) => ({
    title: step.title,
    task: async (_context, task) => {
      const started = Date.now();
      let now = "";
      const show = (): void => {
        const time = duration(Date.now() - started);
        const room = (terminal.info.columns ?? 80) - step.title.length - time.length - 8;
        const text = now.length > room ? `${now.slice(0, Math.max(0, room - 3))}...` : now;
        task.title = [text === "" ? step.title : `${step.title}: ${text}`, colors.dim(time)].join(" ");
      };
      const ticker = setInterval(show, 1000);
      try {
        const result = await step.run((text) => {
          now = text.split("\n")[0] ?? "";
          show();
        });
        const took = Date.now() - started;
        task.title = `${step.title}: ${result.text} ${colors.dim(duration(took))}`;
        for (const note of result.notes ?? []) task.output = colors.yellow(note);
        record(step, result, took);
      } finally {
        clearInterval(ticker);
      }
    },
    rendererOptions: { persistentOutput: true, outputBar: Number.POSITIVE_INFINITY },
  }));
  await new Listr(tasks, {
    renderer: "default",
    rendererOptions: { collapseErrors: false, showErrorMessage: false, formatOutput: "wrap" },
    registerSignalListeners: false,
  }).run();
}
