import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { registerOutpostApi } from "../outpost/api";
import { registerActions } from "./actions";
import { registerCrud } from "./crud";
import { registerDevices } from "./devices";
import { ApiError } from "./errors";
import { registerEvents } from "./events";
import { registerImpersonation } from "./impersonation";
import { registerOverviews } from "./overviews";
import { registerPermissions } from "./permissions";
import { registerSessions } from "./sessions";
import { registerSystem } from "./system";

/** The API under `/api/v3`, in a scope of its own, so that its error answers are its own too. */
export function registerRest(app: FastifyInstance, context: DoubleContext): void {
  app.register(async (api) => {
    api.setErrorHandler(async (error, _request, reply) => {
      if (error instanceof ApiError) return reply.code(error.status).type("application/json").send(error.body);
      const { statusCode, message } = error as Error & { statusCode?: number };
      if (statusCode === 400)
        return reply
          .code(400)
          .type("application/json")
          .send({ detail: `JSON parse error - ${message}` });
      throw error;
    });
    registerSystem(api, context);
    registerActions(api, context);
    registerOverviews(api, context);
    registerEvents(api, context);
    registerSessions(api, context);
    registerImpersonation(api, context);
    registerDevices(api, context);
    registerPermissions(api, context);
    registerOutpostApi(api, context);
    registerCrud(api, context);
  });
}
