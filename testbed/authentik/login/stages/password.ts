import { updateScore } from "../../policies/reputation";
import { audit } from "../audit";
import { flowInfo, invalid, shownUser } from "../challenges";
import { passwordMethod } from "../credentials";
import { eventStage, listOf, pendingUser, type StageHandler, type StageRun, shownName } from "./stage";

const WRONG = "Invalid password";

/** Checks the password of the user who named themselves. Passes by itself where the name came with the right one. */
export const password: StageHandler = {
  async enter(run) {
    if (run.plan.passwordDone) return "done";
    const recovery = run.brand?.flow_recovery;
    const flow = typeof recovery === "string" ? await run.context.store.get("flow", recovery) : undefined;
    const { protocol, host } = run.http.request;
    return {
      challenge: {
        ...flowInfo(run.flow, run.brand),
        ...shownUser(await shownName(run)),
        component: "ak-stage-password",
        allow_show_password: run.stage.row.allow_show_password === true,
        // The brand's flow shows here; the page of the name shows the one of its own stage.
        ...(flow ? { recovery_url: `${protocol}://${host}/if/flow/${flow.slug}/` } : {}),
      },
    };
  },

  async answer(run, answers) {
    if (await checkPassword(run, answers.password ?? "", listOf(run.stage.row.backends))) return "done";
    run.plan.failures = (run.plan.failures ?? 0) + 1;
    if (run.plan.failures >= Number(run.stage.row.failed_attempts_before_cancel ?? 5)) return { deny: WRONG };
    return { errors: invalid("password", WRONG) };
  },
};

/** Checks a password and takes note: in the plan where it is right, as an event and in the reputation where not. */
export async function checkPassword(run: StageRun, text: string, backends: readonly string[]): Promise<boolean> {
  const { context, http, plan } = run;
  const user = plan.pendingUser === undefined ? undefined : await pendingUser(run);
  const method = await passwordMethod(context, user, text, backends);
  plan.passwordDone = method !== undefined;
  if (method) {
    plan.method = method;
    return true;
  }
  const username = user?.username ?? plan.identifier ?? "";
  await audit(context, http.request, "login_failed", user, {
    username,
    // authentik cleans secrets out of events and shows that there was one.
    password: "********************",
    stage: eventStage(run.stage),
  });
  await updateScore(context, http.request.ip, username, -1);
  return false;
}
