import { parseDuration } from "../../outpost/duration";
import { updateScore } from "../../policies/reputation";
import { audit } from "../audit";
import { flowInfo, shownUser } from "../challenges";
import { endSession, endSessionsOf, logIn, SESSION_COOKIE, userOf } from "../coreSession";
import { pendingUser, type StageHandler, type StageRun, shownName, type Verdict } from "./stage";

/** Logs the user in; where staying logged in is offered, the user says first whether to. */
export const userLogin: StageHandler = {
  async enter(run) {
    if (seconds(run, "remember_me_offset") <= 0) return logUserIn(run, false);
    const { flow, brand } = run;
    return {
      challenge: {
        ...flowInfo(flow, brand),
        ...shownUser(await shownName(run)),
        component: "ak-stage-user-login",
      },
    };
  },
  answer: async (run, answers) => logUserIn(run, answers.remember_me === "true"),
};

/** The session's length is the stage's; `seconds=0` ends with the browser. */
async function logUserIn(run: StageRun, remember: boolean): Promise<Verdict> {
  const { context, http, plan, stage } = run;
  const user = plan.pendingUser === undefined ? undefined : await pendingUser(run);
  if (!user?.is_active) return { deny: "No Pending user to login." };
  if (!plan.passwordDone && !plan.restored) {
    return { deny: "authentik double: a login without a password stage is not stood in for." };
  }
  const length = seconds(run, "session_duration") + (remember ? seconds(run, "remember_me_offset") : 0);
  const { request, reply } = http;
  run.session = await logIn(context, request, reply, user, Math.floor(length));
  await context.store.put("user", String(user.pk), { ...user, last_login: context.clock().toISOString() });
  const { name, args } = plan.method ?? { name: undefined, args: {} };
  const mfa = plan.mfa ? { mfa_devices: plan.mfa } : {};
  await audit(context, request, "login", user, {
    ...(name === undefined ? {} : { auth_method: name, auth_method_args: { ...args, ...mfa } }),
  });
  await updateScore(context, request.ip, user.username, 1);
  if (stage.row.terminate_other_sessions === true) await endSessionsOf(context, user.pk, run.session.id);
  return "done";
}

function seconds({ stage }: StageRun, field: string): number {
  return parseDuration(String(stage.row[field] ?? "seconds=0"));
}

/** Ends the session at the core and the outpost sessions that came from it. */
export const userLogout: StageHandler = {
  async enter(run) {
    const { context, http, session } = run;
    const user = await userOf(context, session);
    if (user) await audit(context, http.request, "logout", user);
    await endSession(context, session.id);
    http.reply.clearCookie(SESSION_COOKIE, { path: "/" });
    const { user: _user, authTime: _authTime, plan: _plan, impersonated: _impersonated, ...anonymous } = session;
    run.session = anonymous;
    return "done";
  },
};

/** Refuses whoever comes here; its bindings say who that is. */
export const deny: StageHandler = {
  enter: async ({ stage }) => ({ deny: String(stage.row.deny_message ?? "") || "Unknown error" }),
};
