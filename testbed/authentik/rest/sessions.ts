import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { type CoreSessionRow, endSession, endSessionsOf, findSession, liveSessions } from "../login/coreSession";
import type { Document, UserRow } from "../rows";
import { authenticate, authenticateAdmin } from "./auth";
import { API } from "./crud";
import { invalid, notFound } from "./errors";
import { answerList, readQuery } from "./list";

const PATH = "/core/authenticated_sessions/";

/**
 * The logins that are under way. A superuser sees all of them, everybody else their own. Deleting one ends it at the
 * core and, at once, the outpost's sessions that came from it.
 */
export function registerSessions(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}${PATH}`, async (request) => {
    const users = await context.store.list("user");
    const entries = await Promise.all(
      (await visible(request, context)).map(async (session) => ({
        row: { user__username: nameOf(session, users), ...filters(session) },
        answer: await present(request, context, session),
      })),
    );
    const search = ["user__username", "session__last_ip", "session__last_user_agent"];
    return answerList(entries, readQuery(request.query), { path: PATH, ordering: ["user__username"], search });
  });

  app.get<{ Params: { uuid: string } }>(`${API}${PATH}:uuid/`, async (request) =>
    present(request, context, await find(request, context, request.params.uuid)),
  );

  app.delete<{ Params: { uuid: string } }>(`${API}${PATH}:uuid/`, async (request, reply) => {
    await endSession(context, (await find(request, context, request.params.uuid)).id);
    return reply.code(204).send();
  });

  app.delete(`${API}${PATH}bulk_delete/`, async (request) => {
    await authenticateAdmin(request, context);
    const pks = readQuery(request.query).user_pks;
    if (!pks) throw invalid({ user_pks: "This field is required." });
    let deleted = 0;
    for (const pk of pks) deleted += await endSessionsOf(context, Number(pk));
    return { deleted };
  });
}

async function visible(request: FastifyRequest, context: DoubleContext): Promise<CoreSessionRow[]> {
  const { user, superuser } = await authenticate(request, context);
  return (await liveSessions(context)).filter((session) => superuser || session.user === user.pk);
}

async function find(request: FastifyRequest, context: DoubleContext, uuid: string): Promise<CoreSessionRow> {
  const session = (await visible(request, context)).find((one) => one.uuid === uuid);
  if (!session) throw notFound("No Authenticated Session matches the given query.");
  return session;
}

async function present(request: FastifyRequest, context: DoubleContext, session: CoreSessionRow): Promise<Document> {
  const current = await findSession(context, request);
  return {
    uuid: session.uuid,
    current: current?.id === session.id,
    // The double reads no browser names.
    user_agent: {
      device: { brand: "", family: "Other", model: "" },
      os: { family: "Other", major: "", minor: "", patch: "", patch_minor: "" },
      user_agent: { family: "Other", major: "", minor: "", patch: "" },
      string: session.lastUserAgent,
    },
    geo_ip: null,
    asn: null,
    user: session.user,
    last_ip: session.lastIp,
    last_user_agent: session.lastUserAgent,
    last_used: session.lastUsed ?? null,
    expires: session.expires,
  };
}

function filters({ lastIp, lastUserAgent }: CoreSessionRow): Document {
  return { session__last_ip: lastIp, session__last_user_agent: lastUserAgent };
}

function nameOf({ user }: CoreSessionRow, users: readonly UserRow[]): string {
  return users.find(({ pk }) => pk === user)?.username ?? "";
}
