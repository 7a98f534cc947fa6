import type { FastifyInstance } from "fastify";
import { bootstrap } from "../../testbed/authentik/bootstrap";
import { type DoubleConfig, readConfig } from "../../testbed/authentik/config";
import type { DoubleContext } from "../../testbed/authentik/context";
import { silentLog } from "../../testbed/authentik/log";
import { buildServer } from "../../testbed/authentik/server";
import { MemoryStore, type Store } from "../../testbed/authentik/store";
import { runTasks } from "../../testbed/authentik/worker/tasks";

export const TOKEN = "token-of-the-tests";

/** Any JSON object; fields are read by name. */
export type Json = { [field: string]: unknown };

export interface Answer {
  status: number;
  json: Json;
  type: string;
}

/** A server whose first start is over, and the one way to call its API. */
export interface World {
  app: FastifyInstance;
  context: DoubleContext;
  store: Store;
  /** Calls `/api/v3` + path as the administrator; `null` as the token sends none. */
  call: (method: string, path: string, body?: unknown, token?: string | null) => Promise<Answer>;
  /** What the worker does in one round. */
  work: () => Promise<void>;
  close: () => Promise<void>;
}

export function testConfig(changes: Partial<DoubleConfig> = {}): DoubleConfig {
  const environment = {
    AUTHENTIK_SECRET_KEY: "a secret key of fifty characters, for the tests only",
    AUTHENTIK_BOOTSTRAP_TOKEN: TOKEN,
    AUTHENTIK_BOOTSTRAP_PASSWORD: "password-of-the-tests",
    AUTHENTIK_BOOTSTRAP_EMAIL: "admin@example.com",
  };
  return { ...readConfig(environment), blueprintDelayMs: 0, blueprintStepMs: 0, writeDelayMs: 0, ...changes };
}

export async function openWorld(changes: Partial<DoubleConfig> = {}, store: Store = new MemoryStore()): Promise<World> {
  const context: DoubleContext = { store, config: testConfig(changes), clock: () => new Date(), log: silentLog };
  await bootstrap(context);
  const app = await buildServer(context);
  return {
    app,
    context,
    store,
    call: async (method, path, body, token = TOKEN) => {
      const answer = await app.inject({
        method: method as "GET",
        url: `/api/v3${path}`,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const type = String(answer.headers["content-type"] ?? "");
      return { status: answer.statusCode, type, json: type.startsWith("application/json") ? answer.json() : {} };
    },
    work: () => runTasks(context),
    close: () => app.close(),
  };
}

/** The list in a paginated answer. */
export function results(answer: Answer): Json[] {
  return answer.json.results as Json[];
}
