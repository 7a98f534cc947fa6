import type { PolicyRequest } from "../policies/request";
import { httpContext } from "./audit";
import { userOf } from "./coreSession";
import { pendingUser, type StageRun } from "./stages/stage";

type Run = Pick<StageRun, "context" | "http" | "plan" | "session">;

/** What the policies of a stage are asked about: whoever named themselves, also where nobody has that name. */
export async function requestOf(run: StageRun): Promise<PolicyRequest> {
  const user = await pendingUser(run);
  return { ...common(run), user, username: user?.username ?? run.plan.identifier ?? "AnonymousUser" };
}

/** What the policies of a flow, and of its stages while it is planned, are asked about: whoever is logged in. */
export async function plannerRequestOf(run: Run): Promise<PolicyRequest> {
  const user = await userOf(run.context, run.session);
  return { ...common(run), user, username: user?.username ?? "AnonymousUser" };
}

function common({ http, plan }: Run): Omit<PolicyRequest, "user" | "username"> {
  return {
    clientIp: http.request.ip,
    http: httpContext(http.request),
    ...(plan.prompt ? { prompt: plan.prompt } : {}),
  };
}
