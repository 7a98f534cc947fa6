import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import type { Document } from "../rows";
import { authenticateAdmin } from "./auth";
import { type Resource, resources } from "./contract";
import { ApiError, notFound } from "./errors";
import { factsOf } from "./kinds";
import { answerList, readQuery } from "./list";
import { createObject, deleteObject, presentObject, updateObject } from "./objects";
import type { View } from "./scope";

/** Where the API lives. */
export const API = "/api/v3";

/** The routes of every kind of the contract: list, create, read, PUT, PATCH, delete. */
export function registerCrud(app: FastifyInstance, context: DoubleContext): void {
  for (const resource of Object.values(resources)) registerKind(app, context, resource);
}

/** What answers to a request are made from. */
export function viewOf(request: FastifyRequest, context: DoubleContext): View {
  const query = readQuery(request.query);
  return { context, query: (name) => query[name]?.at(-1), origin: `${request.protocol}://${request.host}` };
}

/** The row that a path names. @throws ApiError 404 */
export async function findRow(context: DoubleContext, resource: Resource, id: string): Promise<Document> {
  const rows = await context.store.list(resource.kind as string);
  const row = rows.find((one) => String(one[resource.lookup]) === id);
  if (!row) throw notFound(`No ${factsOf(resource.kind).verbose} matches the given query.`);
  return row;
}

function registerKind(app: FastifyInstance, context: DoubleContext, resource: Resource): void {
  const { kind } = resource;
  const list = `${API}${resource.path}`;
  const item = `${list}:id/`;
  const load = (request: FastifyRequest): Promise<Document> =>
    findRow(context, resource, (request.params as { id: string }).id);

  app.get(list, async (request) => {
    await authenticateAdmin(request, context);
    const view = viewOf(request, context);
    const rows = await context.store.list(kind as string);
    const entries = await Promise.all(rows.map(async (row) => ({ row, answer: await presentObject(kind, row, view) })));
    const { ordering, search } = factsOf(kind);
    return answerList(entries, readQuery(request.query), { path: resource.path, ordering, search, resource });
  });

  app.post(list, async (request, reply) => {
    const { scope } = await authenticateAdmin(request, context);
    const row = await createObject(kind, request.body ?? {}, scope);
    return reply.code(201).send(await presentObject(kind, row, viewOf(request, context)));
  });

  app.get(item, async (request) => {
    await authenticateAdmin(request, context);
    return presentObject(kind, await load(request), viewOf(request, context));
  });

  for (const method of ["PUT", "PATCH"] as const) {
    app.route({
      method,
      url: item,
      handler: async (request) => {
        const { scope } = await authenticateAdmin(request, context);
        const row = await updateObject(kind, await load(request), request.body ?? {}, method === "PATCH", scope);
        return presentObject(kind, row, viewOf(request, context));
      },
    });
  }

  for (const [url, methods] of [
    [list, ["PUT", "PATCH", "DELETE"]],
    [item, ["POST"]],
  ] as const) {
    // A 404 would read as "deleted" to the Terraform provider.
    app.route({
      method: [...methods],
      url,
      handler: (request) => {
        throw new ApiError(405, { detail: `Method "${request.method}" not allowed.` });
      },
    });
  }

  app.delete(item, async (request, reply) => {
    const { scope } = await authenticateAdmin(request, context);
    await deleteObject(kind, await load(request), scope);
    return reply.code(204).send();
  });
}
