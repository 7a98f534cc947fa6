import type { FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { isSuperuser } from "../groups";
import { sessionUser } from "../login/sessionUser";
import type { TokenRow, UserRow } from "../rows";
import { forbidden } from "./errors";
import type { Scope } from "./scope";

/** The user that a request speaks for: by bearer token, else by login session. */
export interface Caller {
  user: UserRow;
  superuser: boolean;
  scope: Scope;
}

/**
 * Who calls. A bad token is 403, not 401, because the server's token class sends no challenge.
 *
 * @throws ApiError 403
 */
export async function authenticate(request: FastifyRequest, context: DoubleContext): Promise<Caller> {
  const header = request.headers.authorization;
  const user = header === undefined ? await sessionUser(request, context) : await tokenUser(header, context);
  if (!user) throw forbidden("Authentication credentials were not provided.");
  const superuser = isSuperuser(user, await context.store.list("group"));
  return {
    user,
    superuser,
    scope: {
      context,
      actor: {
        user,
        clientIp: request.ip,
        request: {
          path: request.url.split("?", 1)[0],
          method: request.method,
          args: {},
          user_agent: request.headers["user-agent"] ?? "",
          request_id: String(request.id),
        },
      },
    },
  };
}

/** As {@link authenticate}, and the caller must be a superuser: the double has no finer permissions. */
export async function authenticateAdmin(request: FastifyRequest, context: DoubleContext): Promise<Caller> {
  const caller = await authenticate(request, context);
  if (!caller.superuser) throw forbidden("You do not have permission to perform this action.");
  return caller;
}

async function tokenUser(header: string, context: DoubleContext): Promise<UserRow> {
  const [scheme = "", key = ""] = header.split(/\s+/, 2);
  if (scheme.toLowerCase() !== "bearer" || key === "") throw forbidden("Unsupported authentication type");
  const token = (await context.store.list("token")).find((row) => row.key === key && row.intent === "api");
  if (!token || isExpired(token, context.clock())) throw forbidden("Token invalid/expired");
  const user = await context.store.get("user", String(token.user));
  if (!user?.is_active) throw forbidden("Token invalid/expired");
  return user;
}

function isExpired(token: TokenRow, now: Date): boolean {
  return token.expiring && token.expires !== null && Date.parse(token.expires) <= now.getTime();
}
