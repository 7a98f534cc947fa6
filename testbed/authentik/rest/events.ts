import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { RETENTION_DAYS, storeEvent } from "../events";
import { ownOutpost } from "../outpost/api";
import type { Document, EventRow } from "../rows";
import { authenticateAdmin } from "./auth";
import { enums } from "./contract";
import { API } from "./crud";
import { invalid, notFound } from "./errors";
import { answerList, readQuery } from "./list";

const PATH = "/events/events/";
const FIELDS = ["pk", "user", "action", "app", "context", "client_ip", "created", "expires", "brand"];

type WithId = { Params: { id: string } };

/**
 * The audit log. An administrator may also write into it, as in the real API (`EventViewSet` is a whole ModelViewSet):
 * `action` must be one of the known actions, of which `custom_` is the only one of one's own, exactly so; `user` and
 * `client_ip` are what was sent, not who sent it. Events can be changed and deleted as well, as the published schema
 * has it, so the log proves nothing against an administrator.
 */
export function registerEvents(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}${PATH}`, async (request) => {
    await authenticateAdmin(request, context);
    const rows = (await context.store.list("event")).reverse() as unknown as Document[];
    const entries = rows.map((row) => ({ row, answer: pick(row) }));
    const search = ["user", "action", "app", "context", "client_ip"];
    return answerList(entries, readQuery(request.query), { path: PATH, ordering: ["-created"], search });
  });

  app.get(`${API}${PATH}actions/`, async (request) => {
    await authenticateAdmin(request, context);
    return (enums.EventActions ?? []).map((component) => ({
      name: component,
      description: "",
      component,
      model_name: "",
    }));
  });

  app.get<WithId>(`${API}${PATH}:id/`, async (request) => {
    await authenticateAdmin(request, context);
    return pick((await find(context, request.params.id)) as unknown as Document);
  });

  app.post(`${API}${PATH}`, async (request, reply) => {
    // An outpost reports its own faults by its service account, which may add to the log and see nothing of it.
    if (!(await ownOutpost(request, context))) await authenticateAdmin(request, context);
    const row = readEvent(request.body, context.clock());
    await storeEvent(context, row);
    return reply.code(201).send(pick(row as unknown as Document));
  });

  app.delete<WithId>(`${API}${PATH}:id/`, async (request, reply) => {
    await authenticateAdmin(request, context);
    await context.store.remove("event", (await find(context, request.params.id)).pk);
    return reply.code(204).send();
  });

  for (const method of ["PUT", "PATCH"] as const) {
    app.route<WithId>({
      method,
      url: `${API}${PATH}:id/`,
      handler: async (request) => {
        await authenticateAdmin(request, context);
        const current = await find(context, request.params.id);
        const sent = method === "PATCH" ? { ...current, ...(request.body as Document) } : request.body;
        const row: EventRow = { ...readEvent(sent, context.clock()), pk: current.pk, created: current.created };
        await context.store.put("event", row.pk, row);
        return pick(row as unknown as Document);
      },
    });
  }
}

async function find({ store }: DoubleContext, id: string): Promise<EventRow> {
  const row = await store.get("event", id);
  if (!row) throw notFound("No Event matches the given query.");
  return row;
}

function readEvent(body: unknown, now: Date): EventRow {
  const sent = (body ?? {}) as Document;
  const errors: { [field: string]: string } = {};
  const object = (field: string): Document => {
    const value = sent[field] ?? {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Document;
    errors[field] = "Value must be valid JSON.";
    return {};
  };
  const { action, app, client_ip = null, expires } = sent;
  if (action === undefined) errors.action = "This field is required.";
  else if (!enums.EventActions?.includes(String(action))) errors.action = `"${String(action)}" is not a valid choice.`;
  if (typeof app !== "string" || app === "") errors.app = "This field is required.";
  if (client_ip !== null && isIP(String(client_ip)) === 0) errors.client_ip = "Enter a valid IPv4 or IPv6 address.";
  const row: EventRow = {
    pk: randomUUID(),
    action: String(action),
    app: String(app),
    user: object("user"),
    context: object("context"),
    client_ip: client_ip === null ? null : String(client_ip),
    created: now.toISOString(),
    expires:
      typeof expires === "string" && !Number.isNaN(Date.parse(expires))
        ? new Date(expires).toISOString()
        : new Date(now.getTime() + RETENTION_DAYS * 86_400_000).toISOString(),
    brand: object("brand"),
  };
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return row;
}

function pick(row: Document): Document {
  return Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]));
}
