/**
 * `up`: from whatever is there to a running, checked stack.
 */
import { openRoutes } from "../breakGlass/openRoutes";
import { warnings } from "../breakGlass/report";
import { duration } from "../duration";
import { EXIT, UserError } from "../errors";
import { traefikAddress } from "../live/address";
import { type CheckedQuestion, checkLive, describeFaults } from "../live/liveCheck";
import { readOutputs, type StackOutputs } from "../live/outputs";
import { preflight } from "../ports/preflight";
import { type OperationOptions, previewStack, updateStack } from "../pulumi/operations";
import { buildPolicyPack } from "../pulumi/policyPack";
import { exportState, recover } from "../recovery/recover";
import { engineIsHere, type SetupContext } from "../setup/context";
import { dependenciesStep, engineStep, imagesStep, toolchainStep } from "../setup/setupSteps";
import { type StackHandle, stackStep } from "../setup/stackStep";
import { writeAuthority } from "../stack/authority";
import { allOf, CONTAINER } from "../stack/deployment";
import { runSteps, type Step } from "../steps";
import { renderSummary, type Summary, summaryRows } from "../summary";
import { printJson, say, type Terminal } from "../terminal";

/** What `up` was asked for. */
export interface UpOptions {
  /** Go on even if the update takes data volumes away. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** Brings the stack up and shows what stands where. */
export async function up(context: SetupContext, terminal: Terminal, options: UpOptions): Promise<number> {
  const started = Date.now();
  const run = new UpRun(context, options.yes);
  const steps = await runSteps(run.steps(), terminal);
  const { checkout } = context.options;
  const outputs = run.outputs;
  const summary: Summary = {
    stack: checkout.stack,
    services: summaryRows(outputs, run.checked),
    login: {
      url: outputs.loginUrl,
      user: outputs.adminUser,
      passwordCommand: `npx authentik-sso password${checkout.stack === "dev" ? "" : ` --stack ${checkout.stack}`}`,
      people: outputs.people,
    },
    caCertificate: outputs.caCertificate ? writeAuthority(checkout, outputs.caCertificate) : undefined,
    doubles: context.images.doubles.map(({ name, what }) => `${name}: ${what}`),
    steps,
    seconds: Math.round((Date.now() - started) / 100) / 10,
  };
  if (options.json) printJson(terminal, summary);
  else say(terminal, renderSummary(summary, terminal.colors, terminal.info.columns ?? 140));
  return EXIT.ok;
}

/** One run of `up`: the steps and what they hand to each other. */
class UpRun {
  private handle: StackHandle | undefined;
  private live: { outputs: StackOutputs; checked: readonly CheckedQuestion[] } | undefined;

  constructor(
    private readonly context: SetupContext,
    private readonly mayLoseData: boolean,
  ) {}

  get outputs(): StackOutputs {
    if (!this.live) throw new Error("The stack was not checked.");
    return this.live.outputs;
  }

  get checked(): readonly CheckedQuestion[] {
    return this.live?.checked ?? [];
  }

  steps(): Step[] {
    return [
      dependenciesStep(),
      toolchainStep(this.context),
      engineStep(this.context),
      imagesStep(this.context),
      stackStep(this.context, (handle) => {
        this.handle = handle;
      }),
      { title: "Update", run: (progress) => this.update(progress) },
      { title: "Live check", run: (progress) => this.check(progress) },
    ];
  }

  private get open() {
    if (!this.handle) throw new Error("The stack was not opened.");
    return this.handle.open;
  }

  private operation(report: (text: string) => void): OperationOptions {
    const { checkout, interrupt } = this.context.options;
    const { policyPack, policyConfigFile } = checkout;
    return { report, interrupt, policyPack, policyConfigFile };
  }

  /** Mends, previews with the pack, looks at the ports, updates. */
  private async update(progress: (text: string) => void) {
    const { checkout } = this.context.options;
    const { docker, host } = this.context.engine;
    const options = this.operation(progress);
    const notes: string[] = [];
    progress("compiling the policy pack");
    await buildPolicyPack(checkout);
    progress("comparing the state with the engine");
    const recovered = await recover(this.open, docker, options);
    notes.push(...recovered.notes);
    progress("preview");
    const preview = await previewStack(this.open, options);
    notes.push(...preview.warnings);
    if (preview.changes === 0) return { text: preview.text, notes };
    if (preview.lostVolumes.length > 0 && !this.mayLoseData) throw losesData(preview.lostVolumes);
    await preflight({
      docker,
      planned: preview.planned,
      own: new Set(allOf(recovered.state, CONTAINER).map((container) => container.id ?? "")),
      engineIsHere: engineIsHere(host),
    });
    progress(`preview: ${preview.text}`);
    const begun = Date.now();
    const update = await updateStack(this.open, preview.changes, options);
    notes.push(...update.warnings.filter((warning) => !notes.includes(warning)));
    return { text: `${update.text} in ${duration(Date.now() - begun)}`, notes };
  }

  private async check(progress: (text: string) => void) {
    const raw = await this.open.stack.outputs();
    const outputs = readOutputs(raw);
    const state = await exportState(this.open);
    const address = traefikAddress(state, this.context.engine.host);
    const checked = await checkLive({
      outputs,
      ...(address ? { address } : {}),
      report: progress,
      signal: this.context.options.interrupt.requested,
    });
    this.live = { outputs, checked };
    const notes = warnings(await openRoutes(this.context.engine.docker, raw));
    const faults = [...describeFaults(checked), ...notes];
    if (checked.every((one) => one.passed)) return { text: `${checked.length} answers as decided`, notes };
    throw new UserError(
      {
        what: `The stack is up, but not everything answers as decided:\n${faults.join("\n")}`,
        fix: "look at the containers named above (docker logs), then run `npm run up` again",
      },
      EXIT.failed,
    );
  }
}

function losesData(volumes: readonly string[]): UserError {
  return new UserError({
    what: `This update would delete or replace data volumes, and what is in them would be lost: ${volumes.join(", ")}.`,
    fix: "undo the change that causes it (prefix, names), or run again with --yes if the data may go",
  });
}
