import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { type CoreSessionRow, endSession } from "../login/coreSession";
import type { Document } from "../rows";
import { authenticateAdmin } from "./auth";
import { API } from "./crud";
import { notFound } from "./errors";
import { answerList, readQuery } from "./list";

const PATH = "/core/authenticated_sessions/";

/** Sessions of users who are logged in; deleting one ends it, at the outposts too (`AuthenticatedSession`, schema 2026.5.6). */
export function registerSessions(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}${PATH}`, async (request) => {
    await authenticateAdmin(request, context);
    const entries = await Promise.all(
      (await liveSessions(context)).map(async (session) => {
        const answer = shown(session);
        const user = await context.store.get("user", String(session.user));
        return { row: { ...answer, username: user?.username ?? "" }, answer };
      }),
    );
    const search = ["username", "last_ip", "last_user_agent"];
    return answerList(entries, readQuery(request.query), { path: PATH, ordering: ["username"], search });
  });
  app.get<{ Params: { uuid: string } }>(`${API}${PATH}:uuid/`, async (request) => {
    await authenticateAdmin(request, context);
    return shown(await find(context, request.params.uuid));
  });
  app.delete<{ Params: { uuid: string } }>(`${API}${PATH}:uuid/`, async (request, reply) => {
    await authenticateAdmin(request, context);
    await endSession(context, (await find(context, request.params.uuid)).id);
    return reply.code(204).send();
  });
}

async function liveSessions(context: DoubleContext): Promise<CoreSessionRow[]> {
  const now = context.clock().getTime();
  const rows = await context.store.list("core_session");
  return rows.filter((row) => row.user !== undefined && Date.parse(row.expires) > now);
}

async function find(context: DoubleContext, uuid: string): Promise<CoreSessionRow> {
  const found = (await liveSessions(context)).find((session) => uuidOf(session) === uuid);
  if (!found) throw notFound("No AuthenticatedSession matches the given query.");
  return found;
}

function shown(session: CoreSessionRow): Document {
  const family = { family: "Other", major: null, minor: null, patch: null };
  return {
    uuid: uuidOf(session),
    current: false,
    user_agent: {
      device: { family: "Other", brand: null, model: null },
      os: { ...family, patch_minor: null },
      user_agent: family,
      string: session.lastUserAgent,
    },
    geo_ip: null,
    asn: null,
    user: session.user,
    last_ip: session.lastIp,
    last_user_agent: session.lastUserAgent,
    last_used: new Date((session.authTime ?? 0) * 1000).toISOString(),
    expires: session.expires,
  };
}

/** A session is kept under a hash that opens nothing; its first half stands for authentik's random uuid. */
function uuidOf({ id }: CoreSessionRow): string {
  return id.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
