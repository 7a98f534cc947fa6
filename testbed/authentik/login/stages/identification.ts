import { updateScore } from "../../policies/reputation";
import { flowInfo, invalid } from "../challenges";
import { findUser } from "../credentials";
import { checkPassword } from "./password";
import { listOf, type StageHandler, type StageRun } from "./stage";

const REFUSED = "Failed to authenticate.";

/** Who are you? Takes the password in the same step where a password stage is set. */
export const identification: StageHandler = {
  async enter(run) {
    const { flow, brand, stage, context, query } = run;
    const { row } = stage;
    const password = await passwordStage(run);
    const urls: { [field: string]: string } = {};
    for (const [field, name] of [
      ["enrollment_flow", "enroll_url"],
      ["recovery_flow", "recovery_url"],
      ["passwordless_flow", "passwordless_url"],
    ] as const) {
      const other = typeof row[field] === "string" ? await context.store.get("flow", row[field]) : undefined;
      if (other) urls[name] = `/if/flow/${other.slug}/${query.size === 0 ? "" : `?${query.toString()}`}`;
    }
    return {
      challenge: {
        ...flowInfo(flow, brand),
        component: "ak-stage-identification",
        user_fields: listOf(row.user_fields),
        password_fields: password !== undefined,
        allow_show_password: password?.allow_show_password === true,
        primary_action: flow.designation === "authentication" ? "Log in" : "Continue",
        flow_designation: flow.designation,
        captcha_stage: null,
        enable_remember_me: row.enable_remember_me === true,
        show_source_labels: row.show_source_labels === true,
        sources: [],
        ...urls,
      },
    };
  },

  async answer(run, answers) {
    const { context, http, plan, stage } = run;
    const { row } = stage;
    const typed = answers.uid_field ?? "";
    if (typed === "") return { errors: invalid("uid_field", "This field may not be blank.") };
    const caseInsensitive = row.case_insensitive_matching !== false;
    const user = await findUser(context, typed, listOf(row.user_fields), caseInsensitive);
    plan.identifier = typed;
    if (user && row.show_matched_user !== false) delete plan.shown;
    else plan.shown = typed;
    const password = await passwordStage(run);
    if (!user) {
      delete plan.pendingUser;
      await updateScore(context, http.request.ip, typed, -1);
      const pretends = row.pretend_user_exists !== false && !password;
      return pretends ? "done" : { errors: invalid("non_field_errors", REFUSED) };
    }
    plan.pendingUser = user.pk;
    if (!password || (await checkPassword(run, answers.password ?? "", listOf(password.backends)))) return "done";
    return { errors: invalid("non_field_errors", REFUSED) };
  },
};

async function passwordStage({ context, stage }: StageRun): Promise<{ [field: string]: unknown } | undefined> {
  const pk = stage.row.password_stage;
  return typeof pk === "string" && pk !== "" ? context.store.get("stage_password", pk) : undefined;
}
