import type { FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { httpContext } from "../login/audit";
import { eventPk } from "../rest/objects";
import type { ApplicationRow, UserRow } from "../rows";
import { evaluate } from "./engine";

/**
 * Whether a user may open an application. authentik records no event of its own for a refusal: only a bound policy
 * with `execution_logging` leaves one (`policy_execution`, with `result.passing` and the application as
 * `request.obj`); a group that is bound directly leaves none (`authentik/policies/process.py` and `engine.py`).
 */
export async function mayAccess(
  context: DoubleContext,
  application: ApplicationRow,
  user: UserRow,
  request?: FastifyRequest,
): Promise<boolean> {
  const obj = {
    pk: eventPk(application.pk),
    app: "authentik_core",
    name: application.name,
    model_name: "application",
  };
  const http = request ? { clientIp: request.ip, http: httpContext(request) } : {};
  return (await evaluate(context, application, { user, username: user.username, obj, ...http })).passing;
}
