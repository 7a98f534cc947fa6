import type { FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import type { Document, UserRow } from "../rows";

/** Records an event of a browser request with who, from where and on which path. */
export async function audit(
  context: DoubleContext,
  request: FastifyRequest,
  action: string,
  user: UserRow | undefined,
  details: { [field: string]: unknown } = {},
  app = "authentik.events.signals",
): Promise<void> {
  await recordEvent(context, {
    action,
    app,
    ...(user ? { user } : {}),
    clientIp: request.ip,
    context: { ...details, http_request: httpContext(request) },
  });
}

/** A request as events show it. The query stays out: it holds codes, states and tokens. */
export function httpContext(request: FastifyRequest): Document {
  return {
    path: request.url.split("?", 1)[0] ?? "",
    method: request.method,
    user_agent: request.headers["user-agent"] ?? "",
  };
}
