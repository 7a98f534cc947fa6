import type { FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { parseDuration } from "../outpost/duration";
import { audit } from "./audit";
import { type CoreSessionRow, endSession, logIn, SESSION_COOKIE, userOf } from "./coreSession";
import type { FlowPlan } from "./plan";

/** The two sides of the request that a flow runs in. */
interface Http {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * The user login stage: a new session for the user who gave the right password.
 *
 * @returns the new session, or why there is none
 */
export async function runLogin(
  context: DoubleContext,
  { request, reply }: Http,
  plan: FlowPlan,
  sessionDuration: string,
): Promise<CoreSessionRow | string> {
  const user = plan.pendingUser === undefined ? undefined : await context.store.get("user", String(plan.pendingUser));
  if (!user?.is_active) return "No Pending user to login.";
  if (!plan.passwordDone) return "authentik double: a login without a password stage is not stood in for.";
  const session = await logIn(context, request, reply, user, Math.floor(parseDuration(sessionDuration)));
  await context.store.put("user", String(user.pk), { ...user, last_login: context.clock().toISOString() });
  await audit(context, request, "login", user, { auth_method: "password", auth_method_args: {} });
  return session;
}

/** The user logout stage: ends the session at the core and the outpost sessions that came from it. */
export async function runLogout(
  context: DoubleContext,
  { request, reply }: Http,
  session: CoreSessionRow,
): Promise<CoreSessionRow> {
  const user = await userOf(context, session);
  if (user) await audit(context, request, "logout", user);
  await endSession(context, session.id);
  reply.clearCookie(SESSION_COOKIE, { path: "/" });
  const { user: _user, authTime: _authTime, plan: _plan, ...anonymous } = session;
  return anonymous;
}
