/**
 * Preview, update, refresh and destroy of a stack, with progress, and with the engine's complaints as one error.
 */
import { existsSync } from "node:fs";
import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import { CommandError, ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import { EXIT, UserError } from "../errors";
import type { Interrupt } from "../interrupt";
import type { PlannedResource } from "../ports/plan";
import { describeChanges } from "./changes";
import { describeFindings, type EngineFinding, FindingCollector } from "./findings";
import { lostVolume, plannedResource } from "./planned";
import { describeProgress, nextProgress, plainText, startProgress } from "./progress";
import type { OpenStack } from "./workspace";

/** Says what is going on. */
export type Report = (text: string) => void;

/** What a preview found. */
export interface PreviewOutcome {
  /** Number of resources that an update would change. */
  readonly changes: number;
  /** `12 to create, 1 to replace`. */
  readonly text: string;
  /** What the program wants to have. */
  readonly planned: readonly PlannedResource[];
  /** Volumes that the update would delete or replace, by their names on the engine. */
  readonly lostVolumes: readonly string[];
  readonly warnings: readonly string[];
}

/** What an update did. */
export interface UpdateOutcome {
  readonly text: string;
  readonly warnings: readonly string[];
}

/** Common to the operations. */
export interface OperationOptions {
  readonly report: Report;
  /** Ctrl-C and SIGTERM: the operation stops in good order. */
  readonly interrupt: Interrupt;
  /** Folder of the mandatory policy pack. */
  readonly policyPack?: string;
  /** Its configuration; none where the file is not there. */
  readonly policyConfigFile?: string;
}

/** Previews with the policy pack; a violation is an error. */
export async function previewStack(open: OpenStack, options: OperationOptions): Promise<PreviewOutcome> {
  const planned: PlannedResource[] = [];
  const lostVolumes = new Set<string>();
  const preview = { ...options, report: (text: string) => options.report(`preview, ${text}`) };
  const { result, findings } = await watched(preview, 0, PREVIEW, (onEvent) =>
    open.stack.preview({
      ...common(open, options),
      onEvent: (event) => {
        const resource = plannedResource(event);
        if (resource) planned.push(resource);
        const lost = lostVolume(event);
        if (lost) lostVolumes.add(lost);
        onEvent(event);
      },
    }),
  );
  const { changes, text } = describeChanges(result.changeSummary, "to ");
  return { changes, text, planned, lostVolumes: [...lostVolumes], warnings: describeFindings(findings) };
}

/** Updates with the policy pack. `expected` is what the preview announced. */
export async function updateStack(
  open: OpenStack,
  expected: number,
  options: OperationOptions,
): Promise<UpdateOutcome> {
  let summary: OpMap = {};
  const { findings } = await watched(options, expected, UPDATE, (onEvent) =>
    open.stack.up({
      ...common(open, options),
      showSecrets: false,
      onEvent: (event) => {
        if (event.summaryEvent) summary = event.summaryEvent.resourceChanges;
        onEvent(event);
      },
    }),
  );
  return { text: describeChanges(summary, "").text, warnings: describeFindings(findings) };
}

/** Reads exactly these resources anew. */
export async function refreshTargets(
  open: OpenStack,
  urns: readonly string[],
  options: OperationOptions,
): Promise<void> {
  await watched(options, 0, { failure: "Reading what is left of the stack failed.", fix: AGAIN }, (onEvent) =>
    open.stack.refresh({ ...common(open, options, false), target: [...urns], showSecrets: false, onEvent }),
  );
}

/** Destroys everything the stack holds. */
export async function destroyStack(open: OpenStack, total: number, options: OperationOptions): Promise<void> {
  await watched(options, total, { failure: "Removing the stack's resources failed.", fix: AGAIN }, (onEvent) =>
    open.stack.destroy({ ...common(open, options, false), showSecrets: false, onEvent }),
  );
}

function common(open: OpenStack, options: OperationOptions, withPack = true) {
  return {
    color: "never" as const,
    signal: options.interrupt.passedOn,
    ...(open.configFile ? { configFile: open.configFile } : {}),
    ...(withPack ? packOptions(options) : {}),
  };
}

function packOptions({ policyPack, policyConfigFile }: OperationOptions) {
  if (policyPack === undefined) return {};
  const isConfigured = policyConfigFile !== undefined && existsSync(policyConfigFile);
  return { policyPacks: [policyPack], ...(isConfigured && { policyPackConfigs: [policyConfigFile] }) };
}

/** An operation in the words of its failure. */
interface Failure {
  readonly failure: string;
  readonly fix: string;
}

const PREVIEW: Failure = { failure: "The preview failed.", fix: "mend what it says above; nothing was changed" };
const UPDATE: Failure = {
  failure: "The update failed.",
  fix: "mend what it says above and run the same command again; what was made is on record, and it goes on from there",
};
const AGAIN = "mend what it says above and run the same command again";

async function watched<T>(
  options: OperationOptions,
  total: number,
  { failure, fix }: Failure,
  run: (onEvent: (event: EngineEvent) => void) => Promise<T>,
): Promise<{ result: T; findings: readonly EngineFinding[] }> {
  const collector = new FindingCollector();
  let progress = startProgress(total);
  try {
    const result = await options.interrupt.guard(() =>
      run((event) => {
        collector.add(event);
        progress = nextProgress(progress, event);
        options.report(describeProgress(progress));
      }),
    );
    return { result, findings: collector.list() };
  } catch (error) {
    throw explain(error, { failure, fix }, collector.list(), options.interrupt.requested);
  }
}

/** Turns a failed pulumi process into one error that says what the engine said. */
function explain(
  error: unknown,
  { failure, fix }: Failure,
  findings: readonly EngineFinding[],
  signal: AbortSignal,
): Error {
  if (signal.aborted) {
    return new UserError(
      { what: "Stopped. What was begun is on record; the next `up` goes on from here." },
      EXIT.interrupted,
    );
  }
  if (error instanceof ConcurrentUpdateError) {
    return new UserError(
      {
        what: "Another pulumi process is changing this stack right now.",
        fix: "wait for it; if it is gone for good, run `pulumi cancel` in a shell set up by `npx authentik-sso env`",
      },
      EXIT.failed,
    );
  }
  const said = describeFindings(findings);
  if (said.length === 0) said.push(error instanceof CommandError ? outputOf(error) : String(error));
  return new UserError({ what: `${failure}\n${said.join("\n")}`, fix }, EXIT.failed);
}

/** The tail of what a pulumi process wrote, without its echo of the command line. */
function outputOf(error: CommandError): string {
  return plainText(error.message).split("\n").slice(-30).join("\n");
}
