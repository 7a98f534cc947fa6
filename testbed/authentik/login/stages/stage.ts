import type { FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../../context";
import type { BrandRow, Document, FlowRow, UserRow } from "../../rows";
import type { Challenge, ResponseErrors } from "../challenges";
import type { CoreSessionRow } from "../coreSession";
import type { FlowPlan, Stage } from "../plan";

/** What an answer to a challenge holds. */
export type Answers = { [field: string]: string | undefined };

/** What a stage works with. A handler changes `plan` and `session` in place; the run keeps them. */
export interface StageRun {
  readonly context: DoubleContext;
  readonly http: { request: FastifyRequest; reply: FastifyReply };
  readonly flow: FlowRow;
  readonly brand: BrandRow | undefined;
  readonly stage: Stage;
  /** Query of the flow's page, without the token of a mail. */
  readonly query: URLSearchParams;
  plan: FlowPlan;
  session: CoreSessionRow;
}

/** A stage is through, or refuses: then the flow ends, or begins anew where its binding says so. */
export type Verdict = "done" | { deny: string };

/** One kind of stage. */
export interface StageHandler {
  /** The stage's turn: what to ask, or how it went where nothing is to be asked. */
  enter(run: StageRun): Promise<{ challenge: Challenge } | Verdict>;
  /** An answer to what was asked. Left out by stages that ask nothing. */
  answer?(run: StageRun, answers: Answers): Promise<{ errors: ResponseErrors } | Verdict>;
}

/** The user that the flow is about: the one who named themselves, else the one who is logged in. */
export async function pendingUser({ context, plan, session }: StageRun): Promise<UserRow | undefined> {
  const pk = plan.pendingUser ?? (plan.identifier === undefined ? session.user : undefined);
  return pk === undefined ? undefined : context.store.get("user", String(pk));
}

/** The name that a challenge shows. */
export async function shownName(run: StageRun): Promise<string> {
  return run.plan.shown ?? (await pendingUser(run))?.username ?? run.plan.identifier ?? "";
}

/** A stage as events name it. */
export function eventStage({ kind, row }: Stage): Document {
  const model = kind.replace(/^stage_/, "").replaceAll("_", "");
  return {
    pk: String(row.pk).replaceAll("-", ""),
    app: `authentik_stages_${kind.replace(/^stage_/, "")}`,
    name: row.name ?? "",
    model_name: `${model}stage`,
  };
}

/** The texts in a list of a row. */
export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
