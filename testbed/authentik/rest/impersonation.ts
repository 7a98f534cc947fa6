import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { eventUser, recordEvent } from "../events";
import { findSession, saveSession } from "../login/coreSession";
import type { UserRow } from "../rows";
import { authenticateAdmin } from "./auth";
import { resourceOf } from "./contract";
import { API, findRow } from "./crud";
import { ApiError, invalid } from "./errors";

/**
 * A superuser acts as somebody else, in the browser session that asks for it; a bearer token has no session, so there
 * it is only recorded. A reason must be given (`impersonation_require_reason`, on by default).
 */
export function registerImpersonation(app: FastifyInstance, context: DoubleContext): void {
  app.post<{ Params: { id: string } }>(`${API}/core/users/:id/impersonate/`, async (request, reply) => {
    const { user, scope } = await authenticateAdmin(request, context);
    const row = (await findRow(context, resourceOf("user"), request.params.id)) as unknown as UserRow;
    if (row.pk === user.pk) throw new ApiError(401, {});
    const reason = (request.body as { reason?: unknown } | null)?.reason;
    if (typeof reason !== "string" || reason === "") throw invalid({ reason: "This field is required." });
    const session = await findSession(context, request);
    if (session?.user === user.pk) await saveSession(context, { ...session, impersonated: row.pk });
    await record(context, "impersonation_started", user, row, scope.actor.clientIp, {
      reason,
      http_request: scope.actor.request ?? {},
    });
    return reply.code(204).send();
  });

  app.get(`${API}/core/users/impersonate_end/`, async (request, reply) => {
    const session = await findSession(context, request);
    const original = session?.user === undefined ? undefined : await context.store.get("user", String(session.user));
    const other = await context.store.get("user", String(session?.impersonated));
    if (!session || !original || !other) return reply.code(204).send();
    const { impersonated: _impersonated, ...own } = session;
    await saveSession(context, own);
    await record(context, "impersonation_ended", original, other, request.ip, {});
    return reply.code(204).send();
  });
}

/** The event is the original user's, on behalf of the other one. */
async function record(
  context: DoubleContext,
  action: string,
  user: UserRow,
  other: UserRow,
  clientIp: string | undefined,
  details: { [field: string]: unknown },
): Promise<void> {
  await recordEvent(context, {
    action,
    app: "authentik.core.api.users",
    user,
    onBehalfOf: eventUser(other),
    ...(clientIp === undefined ? {} : { clientIp }),
    context: details,
  });
}
