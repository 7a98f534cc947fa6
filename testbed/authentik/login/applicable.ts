import { isSuperuser } from "../groups";
import { evaluate } from "../policies/engine";
import type { FlowRow } from "../rows";
import { userOf } from "./coreSession";
import { plannerRequestOf } from "./policyRequest";
import type { StageRun } from "./stages/stage";

export const NOT_APPLICABLE = "Flow does not apply to current user.";

/** What flows the double plays. Consent is never asked for, so an authorization flow is no page of its own. */
const PLAYED = ["authentication", "invalidation", "recovery", "stage_configuration", "unenrollment", "enrollment"];

/** The first set-up of a new server. It is over once there is an administrator, which the worker makes at its start. */
const INITIAL_SETUP = "initial-setup";

/** Whether a flow is for this visitor: what it asks of the login, then the policies bound to it. */
export async function applicable(
  run: Pick<StageRun, "context" | "http" | "plan" | "session">,
  flow: FlowRow,
): Promise<boolean> {
  if (!PLAYED.includes(flow.designation) || flow.slug === INITIAL_SETUP) return false;
  const user = await userOf(run.context, run.session);
  if (!(await loginFits(run, flow, user !== undefined))) return false;
  return (await evaluate(run.context, flow, await plannerRequestOf(run))).passing;
}

async function loginFits(
  { context, session }: Pick<StageRun, "context" | "session">,
  flow: FlowRow,
  loggedIn: boolean,
): Promise<boolean> {
  switch (flow.authentication) {
    case "none":
      return true;
    case "require_authenticated":
      return loggedIn;
    case "require_unauthenticated":
      return !loggedIn;
    case "require_superuser": {
      const user = await userOf(context, session);
      return user !== undefined && isSuperuser(user, await context.store.list("group"));
    }
    default:
      // Only a redirect, an outpost or a token leads into those, and the double has none of these ways.
      return false;
  }
}
