import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { DOUBLE, VERSION } from "./config";
import type { DoubleContext } from "./context";
import { registerLogin } from "./login/register";
import { registerOAuth } from "./oauth/register";
import { registerOutpost } from "./outpost/register";
import { notFoundPage } from "./pages";
import { registerRest } from "./rest/register";

/** Answered by the router itself, before anything looks at the database. */
const LIVE_PATH = "/-/health/live/";
const READY_PATH = "/-/health/ready/";

/** How long a database that answered counts as answering. */
const DATABASE_TRUST_MS = 1000;

/**
 * The HTTP side of the server role, not yet listening.
 *
 * Order matters and is the real one's: health, then the embedded outpost (its paths, and every path of a host that a
 * provider owns), then OAuth2, login pages and API.
 */
export async function buildServer(context: DoubleContext): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: context.config.trustedProxies,
    routerOptions: { maxParamLength: 500 },
    bodyLimit: 10 * 1024 * 1024,
  });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("X-Authentik-Double", VERSION);
  });
  // The server's framework reads an empty body as an empty object, also where JSON is announced.
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    async (_request: FastifyRequest, body: string) => {
      if (body.trim() === "") return {};
      try {
        return JSON.parse(body) as unknown;
      } catch (error) {
        throw Object.assign(error as Error, { statusCode: 400 });
      }
    },
  );
  await app.register(cookie);
  await app.register(formbody);
  registerHealth(app, context);
  refuseWithoutDatabase(app, context);
  registerOutpost(app, context);
  registerOAuth(app, context);
  registerLogin(app, context);
  registerRest(app, context);
  registerErrors(app, context);
  return app;
}

function registerHealth(app: FastifyInstance, context: DoubleContext): void {
  app.route({ method: ["GET", "HEAD"], url: LIVE_PATH, handler: async (_request, reply) => reply.code(200).send() });
  app.route({
    method: ["GET", "HEAD"],
    url: READY_PATH,
    handler: async (_request, reply) => {
      try {
        await context.store.ping();
        return reply.code(200).send();
      } catch {
        return reply.code(503).send();
      }
    },
  });
}

/** Without its database authentik answers 503 on every path but the health ones. */
function refuseWithoutDatabase(app: FastifyInstance, context: DoubleContext): void {
  let answeredAt = 0;
  app.addHook("onRequest", async (request, reply) => {
    if (isHealth(request)) return;
    if (Date.now() - answeredAt < DATABASE_TRUST_MS) return;
    try {
      await context.store.ping();
      answeredAt = Date.now();
    } catch {
      return unavailable(reply);
    }
  });
}

function isHealth(request: FastifyRequest): boolean {
  const path = request.url.split("?", 1)[0];
  return path === LIVE_PATH || path === READY_PATH;
}

function unavailable(reply: FastifyReply): FastifyReply {
  return reply.code(503).type("text/plain; charset=utf-8").send(`${DOUBLE}: the database does not answer\n`);
}

function registerErrors(app: FastifyInstance, context: DoubleContext): void {
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type("text/html; charset=utf-8").send(notFoundPage()),
  );
  app.setErrorHandler(async (error, request, reply) => {
    const { code, statusCode, message } = error as Error & { code?: string; statusCode?: number };
    if (isDatabaseError(code, message)) return unavailable(reply);
    if (statusCode !== undefined && statusCode < 500) {
      return reply.code(statusCode).type("application/json").send({ detail: message });
    }
    // The message of an unexpected error may hold a value, so only its name and place are logged.
    const place = error instanceof Error ? (error.stack?.split("\n")[1]?.trim() ?? "") : "";
    context.log.error("request failed", { method: request.method, path: request.url.split("?", 1)[0] ?? "", place });
    return reply
      .code(500)
      .type("application/json")
      .send({ detail: `${DOUBLE}: internal error` });
  });
}

/** Postgres' class 08 (connection) and 57P (shutdown), Node's network errors, and the pool's own time limits. */
function isDatabaseError(code: string | undefined, message: string): boolean {
  if (code !== undefined && /^(08|57P|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT)/.test(code)) return true;
  return /timeout exceeded when trying to connect|Connection terminated|Query read timeout/i.test(message);
}
