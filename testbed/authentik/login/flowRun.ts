import type { FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { evaluate } from "../policies/engine";
import type { BrandRow, FlowRow } from "../rows";
import { applicable, NOT_APPLICABLE } from "./applicable";
import {
  type Challenge,
  deniedChallenge,
  type ResponseErrors,
  redirectChallenge,
  sessionEndChallenge,
} from "./challenges";
import { type CoreSessionRow, openSession, saveSession } from "./coreSession";
import { brandOf } from "./defaultFlow";
import { TOKEN_PARAMETER, takeFlowToken } from "./flowTokens";
import { nextUrl } from "./nextUrl";
import { bindingsOf, type FlowPlan, loadStage, type PlannedStage, plannedStages, type Stage } from "./plan";
import { plannerRequestOf, requestOf } from "./policyRequest";
import { handlerOf } from "./stages";
import type { Answers, StageRun } from "./stages/stage";

export type { Answers } from "./stages/stage";

/** What a step came to; `passed` means that the next challenge is to be asked for. */
export type Step = Shown | "passed";

/** A challenge to show, with what was wrong with the answer before. */
export interface Shown {
  challenge: Challenge;
  errors?: ResponseErrors;
}

/** A browser's way through one flow. The state is in the session, so every request makes a new one of these. */
export class FlowRun {
  private restarted = false;

  private constructor(
    private readonly context: DoubleContext,
    private readonly http: { request: FastifyRequest; reply: FastifyReply },
    private readonly flow: FlowRow,
    /** The brand of the host: its title, logo and background are the page's. */
    readonly brand: BrandRow | undefined,
    private session: CoreSessionRow,
    private plan: FlowPlan,
    private readonly query: URLSearchParams,
  ) {}

  /** @param query of the flow's page: `next`, where the flow leads to, and `flow_token`, from a mail */
  static async open(
    context: DoubleContext,
    request: FastifyRequest,
    reply: FastifyReply,
    flow: FlowRow,
    query: URLSearchParams,
  ): Promise<FlowRun> {
    const session = await openSession(context, request, reply);
    const brand = brandOf(await context.store.list("brand"), request.host);
    const token = query.get(TOKEN_PARAMETER);
    const restored = token === null ? undefined : await takeFlowToken(context, token, flow.pk);
    const kept = session.plan?.flow === flow.pk ? session.plan : undefined;
    const plan = restored ?? kept ?? { flow: flow.pk, step: 0 };
    const rest = new URLSearchParams(query);
    rest.delete(TOKEN_PARAMETER);
    return new FlowRun(context, { request, reply }, flow, brand, session, plan, rest);
  }

  /** True where a link from a mail, or an answer before, has led into the middle of the flow. */
  get underway(): boolean {
    return this.plan.restored === true || this.plan.step > 0;
  }

  /** Begins anew; what was typed before is forgotten. */
  restart(): void {
    const { flow, leftApplication } = this.plan;
    this.plan = { flow, step: 0, ...(leftApplication === undefined ? {} : { leftApplication }) };
  }

  /** Runs what runs by itself and shows the stage that waits. */
  async show(): Promise<Shown> {
    const refusal = await this.planned();
    if (refusal) return refusal;
    for (;;) {
      const stage = await this.current();
      if (!stage) return this.done();
      const outcome = await this.play(stage, (run) => handlerOf(stage.kind).enter(run));
      if (outcome === "done") {
        this.plan.step += 1;
        continue;
      }
      if ("deny" in outcome) {
        if (!this.restartFor(stage)) return this.deny(outcome.deny);
        return this.show();
      }
      await this.keep();
      return outcome;
    }
  }

  /** Takes the answer to the stage that waits. */
  async answer(answers: Answers): Promise<Step> {
    const refusal = await this.planned();
    if (refusal) return refusal;
    const stage = await this.current();
    const handler = stage && handlerOf(stage.kind);
    if (!stage || !handler?.answer) return this.show();
    const take = handler.answer;
    const outcome = await this.play(stage, (run) => take(run, answers));
    if (outcome === "done") {
      this.plan.step += 1;
      await this.keep();
      return "passed";
    }
    if (this.restartFor(stage)) {
      await this.keep();
      return "passed";
    }
    if ("deny" in outcome) return this.deny(outcome.deny);
    return this.again(stage, outcome.errors);
  }

  /** Plans the flow where it is not yet; a flow that is not for this visitor ends here. */
  private async planned(): Promise<Shown | undefined> {
    if (this.plan.stages) return undefined;
    const run = { context: this.context, http: this.http, plan: this.plan, session: this.session };
    if (!(await applicable(run, this.flow))) return this.notApplicable();
    const bindings = await bindingsOf(this.context.store, this.flow);
    const kept: PlannedStage[] = [];
    for (const planned of plannedStages(this.flow, bindings)) {
      const binding = bindings.find(({ pk }) => pk === planned.binding);
      if (binding?.evaluate_on_plan === true) {
        const target = { pk: String(binding.pk), policy_engine_mode: binding.policy_engine_mode };
        if (!(await evaluate(this.context, target, await plannerRequestOf(run))).passing) continue;
      }
      kept.push(planned);
    }
    this.plan.stages = kept;
    return undefined;
  }

  /** The stage whose turn it is; those whose policies leave them out now are taken out of the plan. */
  private async current(): Promise<Stage | undefined> {
    for (;;) {
      const planned = this.plan.stages?.[this.plan.step];
      if (!planned) return undefined;
      const stage = await loadStage(this.context.store, planned);
      const { binding } = stage;
      if (!binding || binding.re_evaluate_policies === false) return stage;
      const target = { pk: String(binding.pk), policy_engine_mode: binding.policy_engine_mode };
      const request = await requestOf(this.runOf(stage));
      if ((await evaluate(this.context, target, request)).passing) return stage;
      this.plan.stages?.splice(this.plan.step, 1);
    }
  }

  private async play<T>(stage: Stage, work: (run: StageRun) => Promise<T>): Promise<T> {
    const run = this.runOf(stage);
    const outcome = await work(run);
    // A login has begun a new session, a logout ended it.
    this.session = run.session;
    this.plan = run.plan;
    return outcome;
  }

  private runOf(stage: Stage): StageRun {
    const { context, http, flow, brand, query, plan, session } = this;
    return { context, http, flow, brand, stage, query, plan, session };
  }

  /** Begins anew where the binding says so, at most once a request. */
  private restartFor({ binding }: Stage): boolean {
    const action = binding?.invalid_response_action;
    if (this.restarted || (action !== "restart" && action !== "restart_with_context")) return false;
    this.restarted = true;
    if (action === "restart") {
      this.restart();
    } else {
      const { stages: _stages, ...context } = this.plan;
      this.plan = { ...context, step: 0 };
    }
    return true;
  }

  private async notApplicable(): Promise<Shown> {
    const next = this.query.get("next");
    const leadsOn = this.flow.denied_action === "continue" || this.flow.denied_action === "message_continue";
    const to = next === null || next === "" ? undefined : nextUrl(next);
    if (leadsOn && to !== undefined) return { challenge: redirectChallenge(to) };
    if (this.flow.denied_action === "continue") return { challenge: redirectChallenge(nextUrl(null) ?? "/") };
    return this.deny(NOT_APPLICABLE);
  }

  private async done(): Promise<Shown> {
    if (this.plan.leftApplication !== undefined) {
      await this.keep();
      return { challenge: sessionEndChallenge(this.flow, this.brand, this.plan.leftApplication) };
    }
    const next = nextUrl(this.query.get("next"));
    if (next === undefined) return this.deny("Invalid next URL");
    await this.forget();
    return { challenge: redirectChallenge(next) };
  }

  private async again(stage: Stage, errors: ResponseErrors): Promise<Step> {
    const outcome = await this.play(stage, (run) => handlerOf(stage.kind).enter(run));
    await this.keep();
    if (typeof outcome === "string" || !("challenge" in outcome)) return this.show();
    return { challenge: { ...outcome.challenge, response_errors: errors }, errors };
  }

  private async deny(message: string): Promise<Shown> {
    await this.forget();
    return { challenge: deniedChallenge(this.flow, this.brand, message) };
  }

  private async forget(): Promise<void> {
    delete this.session.plan;
    await saveSession(this.context, this.session);
  }

  private async keep(): Promise<void> {
    await saveSession(this.context, { ...this.session, plan: this.plan });
  }
}
