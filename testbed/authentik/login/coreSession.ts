import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { ProxySessions } from "../outpost/sessions";
import type { UserRow } from "../rows";
import type { FlowPlan } from "./plan";

/** Cookie of the core's own session: host-only, so that no service of the domain sees it. */
export const SESSION_COOKIE = "authentik_session";

/** How long a session lasts that has no duration of its own (authentik's `sessions.unauthenticated_age`). */
const DEFAULT_SECONDS = 86_400;

/** A browser's session at the core, kept under the hash of its cookie. */
export interface CoreSessionRow {
  /** SHA-256 of the cookie value; also the `sid` of the tokens that come from it. */
  id: string;
  /** What the API calls the session. */
  uuid?: string;
  /** Undefined before the login. */
  user?: number;
  /** Seconds since 1970. */
  authTime?: number;
  /** The user whom a superuser acts as (`/core/users/<id>/impersonate/`). */
  impersonated?: number;
  /** The flow that the browser is in the middle of. */
  plan?: FlowPlan;
  lastIp: string;
  lastUserAgent: string;
  /** RFC 3339; of the login, as the double does not write at every request. */
  lastUsed?: string;
  /** RFC 3339. */
  expires: string;
}

declare module "../rows" {
  interface KindMap {
    core_session: CoreSessionRow;
  }
}

/** The session that a request brought, undefined where it brought none or that is over. */
export async function findSession(
  context: DoubleContext,
  request: FastifyRequest,
): Promise<CoreSessionRow | undefined> {
  const cookie = request.cookies[SESSION_COOKIE];
  if (cookie === undefined || cookie === "") return undefined;
  const row = await context.store.get("core_session", hash(cookie));
  return row && Date.parse(row.expires) > context.clock().getTime() ? row : undefined;
}

/** The session of a request, or a new one whose cookie is put into the reply. */
export async function openSession(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<CoreSessionRow> {
  return (await findSession(context, request)) ?? newSession(context, request, reply);
}

/**
 * Begins a logged-in session under a new cookie, so that a value planted before the login is worth nothing.
 * Drops the sessions that are over as well.
 *
 * @param seconds how long it lasts; 0 lasts until the browser closes, at most a day
 */
export async function logIn(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  user: UserRow,
  seconds: number,
): Promise<CoreSessionRow> {
  const old = await findSession(context, request);
  const now = context.clock().getTime();
  for (const { id, expires } of await context.store.list("core_session")) {
    if (id === old?.id || Date.parse(expires) <= now) await context.store.remove("core_session", id);
  }
  const session = await newSession(context, request, reply, seconds);
  session.user = user.pk;
  session.authTime = Math.floor(context.clock().getTime() / 1000);
  await saveSession(context, session);
  return session;
}

export async function saveSession(context: DoubleContext, session: CoreSessionRow): Promise<void> {
  await context.store.put("core_session", session.id, session);
}

/**
 * Ends a session at the core and, as the real core tells its outposts, every outpost session that came from it.
 * `revoke` of a user is this for each of the user's sessions.
 */
export async function endSession(context: DoubleContext, sessionId: string): Promise<void> {
  await context.store.remove("core_session", sessionId);
  await new ProxySessions(context.store, context.clock).end((claims) => claims.sid === sessionId);
}

/** Ends every session of a user, at the core and at the outpost, and says how many the core had. */
export async function endSessionsOf(context: DoubleContext, user: number, except?: string): Promise<number> {
  const sessions = await context.store.list("core_session");
  const own = sessions.filter((session) => session.user === user && session.id !== except);
  for (const { id } of own) await endSession(context, id);
  return own.length;
}

/** The sessions that somebody is logged in with and that are not over. */
export async function liveSessions({ store, clock }: DoubleContext): Promise<CoreSessionRow[]> {
  const now = clock().getTime();
  return (await store.list("core_session")).filter(
    (session) => session.user !== undefined && Date.parse(session.expires) > now,
  );
}

/**
 * The user of a session, or the one whom they act as; undefined where nobody is logged in or the account is inactive
 * or gone.
 */
export async function userOf(
  context: DoubleContext,
  session: CoreSessionRow | undefined,
): Promise<UserRow | undefined> {
  if (session?.user === undefined) return undefined;
  const user = await context.store.get("user", String(session.user));
  if (!user?.is_active || session.impersonated === undefined) return user?.is_active ? user : undefined;
  return context.store.get("user", String(session.impersonated));
}

async function newSession(
  context: DoubleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  seconds = 0,
): Promise<CoreSessionRow> {
  const cookie = randomBytes(32).toString("base64url");
  const lifetime = seconds > 0 ? seconds : DEFAULT_SECONDS;
  const session: CoreSessionRow = {
    id: hash(cookie),
    uuid: randomUUID(),
    lastUsed: context.clock().toISOString(),
    lastIp: request.ip,
    lastUserAgent: request.headers["user-agent"] ?? "",
    expires: new Date(context.clock().getTime() + lifetime * 1000).toISOString(),
  };
  await saveSession(context, session);
  const secure = request.protocol === "https";
  reply.setCookie(SESSION_COOKIE, cookie, {
    path: "/",
    httpOnly: true,
    secure,
    sameSite: secure ? "none" : "lax",
    ...(seconds > 0 ? { maxAge: seconds } : {}),
  });
  return session;
}

function hash(cookie: string): string {
  return createHash("sha256").update(cookie).digest("hex");
}
