import type { FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { hasAccess } from "../oauth/access";
import type { FlowRow } from "../rows";
import { audit } from "./audit";
import {
  type Challenge,
  challengeOf,
  deniedChallenge,
  invalid,
  type ResponseErrors,
  redirectChallenge,
  sessionEndChallenge,
} from "./challenges";
import { type CoreSessionRow, openSession, saveSession, userOf } from "./coreSession";
import { findUser, passwordIsRight } from "./credentials";
import { runLogin, runLogout } from "./finish";
import { nextUrl } from "./nextUrl";
import { type FlowPlan, type Stage, stagesOf } from "./plan";

/** What an answer to a challenge holds. */
export type Answers = { [field: string]: string | undefined };

/** What a step came to; `passed` means that the next challenge is to be asked for. */
export type Step = Shown | "passed";

/** A challenge to show, with what was wrong with the answer before. */
export interface Shown {
  challenge: Challenge;
  errors?: ResponseErrors;
}

const NOT_APPLICABLE = "Flow does not apply to current user.";

/** A browser's way through one flow. The state is in the session, so every request makes a new one of these. */
export class FlowRun {
  private constructor(
    private readonly context: DoubleContext,
    private readonly http: { request: FastifyRequest; reply: FastifyReply },
    private readonly flow: FlowRow,
    private readonly stages: Stage[],
    private session: CoreSessionRow,
    private plan: FlowPlan,
    private readonly next: string | undefined,
  ) {}

  /** @param next where the flow leads to; a URL of another host ends in a refusal */
  static async open(
    context: DoubleContext,
    request: FastifyRequest,
    reply: FastifyReply,
    flow: FlowRow,
    next: string | null,
  ): Promise<FlowRun> {
    const [stages, session] = [await stagesOf(context.store, flow), await openSession(context, request, reply)];
    const plan = session.plan?.flow === flow.pk ? session.plan : { flow: flow.pk, step: 0 };
    return new FlowRun(context, { request, reply }, flow, stages, session, plan, nextUrl(next));
  }

  /** Begins anew; what was typed before is forgotten. */
  restart(): void {
    const { flow, leftApplication } = this.plan;
    this.plan = { flow, step: 0, ...(leftApplication === undefined ? {} : { leftApplication }) };
  }

  /** Runs what runs by itself and shows the stage that waits. */
  async show(): Promise<Shown> {
    const refusal = await this.refusal();
    if (refusal !== undefined) return this.deny(refusal);
    for (;;) {
      const stage = this.stages[this.plan.step];
      if (!stage) return this.done();
      const waiting =
        stage.kind === "password" && this.plan.passwordDone ? undefined : challengeOf(this.flow, stage, this.plan);
      if (waiting) {
        await this.keep();
        return { challenge: waiting };
      }
      const problem = await this.runAutomatic(stage);
      if (problem !== undefined) return this.deny(problem);
      this.plan.step += 1;
    }
  }

  /** Takes the answer to the stage that waits. */
  async answer(answers: Answers): Promise<Step> {
    const refusal = await this.refusal();
    if (refusal !== undefined) return this.deny(refusal);
    const stage = this.stages[this.plan.step];
    if (stage?.kind === "identification") return this.identify(stage, answers);
    if (stage?.kind === "password") return this.checkPassword(stage, answers.password ?? "");
    return this.show();
  }

  private async identify(stage: Stage & { kind: "identification" }, answers: Answers): Promise<Step> {
    const typed = answers.uid_field ?? "";
    if (typed === "") return this.again(stage, invalid("uid_field", "This field may not be blank."));
    const user = await findUser(this.context, typed, stage.userFields, stage.caseInsensitive);
    if (!user && !stage.pretendUserExists)
      return this.again(stage, invalid("non_field_errors", "Failed to authenticate."));
    this.plan.identifier = typed;
    if (user) this.plan.pendingUser = user.pk;
    else delete this.plan.pendingUser;
    if (stage.passwordStage !== null) {
      if (!(await this.tryPassword(answers.password ?? ""))) {
        return this.again(stage, invalid("non_field_errors", "Failed to authenticate."));
      }
    }
    return this.passed();
  }

  private async checkPassword(stage: Stage & { kind: "password" }, password: string): Promise<Step> {
    if (await this.tryPassword(password)) return this.passed();
    this.plan.failures = (this.plan.failures ?? 0) + 1;
    if (this.plan.failures >= stage.attempts) return this.deny("Invalid password");
    return this.again(stage, invalid("password", "Invalid password"));
  }

  private async tryPassword(password: string): Promise<boolean> {
    const { pendingUser, identifier } = this.plan;
    const user = pendingUser === undefined ? undefined : await this.context.store.get("user", String(pendingUser));
    this.plan.passwordDone = await passwordIsRight(user, password);
    if (!this.plan.passwordDone) {
      await audit(this.context, this.http.request, "login_failed", user, { username: user?.username ?? identifier });
    }
    return this.plan.passwordDone;
  }

  /** @returns why the flow cannot go on, undefined where the stage is done */
  private async runAutomatic(stage: Stage): Promise<string | undefined> {
    switch (stage.kind) {
      case "user_login": {
        const result = await runLogin(this.context, this.http, this.plan, stage.sessionDuration);
        if (typeof result === "string") return result;
        this.session = result;
        return undefined;
      }
      case "user_logout":
        this.session = await runLogout(this.context, this.http, this.session);
        return undefined;
      case "authenticator_validate":
        // Nobody has a second factor here, so only "skip" may pass.
        return stage.notConfigured === "skip" ? undefined : "No (allowed) MFA authenticator configured.";
      case "unknown":
        return `authentik double: the stage "${stage.name}" is not stood in for.`;
      default:
        return undefined;
    }
  }

  private async refusal(): Promise<string | undefined> {
    const user = await userOf(this.context, this.session);
    const played = ["authentication", "invalidation"].includes(this.flow.designation);
    if (!played || this.flow.slug === "initial-setup") return NOT_APPLICABLE;
    if (this.flow.authentication === "require_authenticated" && !user) return NOT_APPLICABLE;
    if (this.flow.authentication === "require_unauthenticated" && user) return NOT_APPLICABLE;
    if (user && !(await hasAccess(this.context.store, this.flow, user))) return NOT_APPLICABLE;
    return undefined;
  }

  private async done(): Promise<Shown> {
    if (this.plan.leftApplication !== undefined) {
      await this.keep();
      return { challenge: sessionEndChallenge(this.flow, this.plan.leftApplication) };
    }
    return this.next === undefined ? this.deny("Invalid next URL") : { challenge: redirectChallenge(this.next) };
  }

  private async passed(): Promise<"passed"> {
    this.plan.step += 1;
    await this.keep();
    return "passed";
  }

  private async again(stage: Stage, errors: ResponseErrors): Promise<Step> {
    await this.keep();
    const challenge = challengeOf(this.flow, stage, this.plan);
    return { challenge: { ...challenge, component: challenge?.component ?? "", response_errors: errors }, errors };
  }

  private async deny(message: string): Promise<Shown> {
    delete this.session.plan;
    await saveSession(this.context, this.session);
    return { challenge: deniedChallenge(this.flow, message) };
  }

  private async keep(): Promise<void> {
    await saveSession(this.context, { ...this.session, plan: this.plan });
  }
}
