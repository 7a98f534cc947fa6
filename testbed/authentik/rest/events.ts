import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { recordEvent } from "../events";
import type { Document } from "../rows";
import { authenticateAdmin } from "./auth";
import { enums } from "./contract";
import { API } from "./crud";
import { invalid, notFound } from "./errors";
import { answerList, readQuery } from "./list";

const PATH = "/events/events/";
const FIELDS = ["pk", "user", "action", "app", "context", "client_ip", "created", "expires", "brand"];

/** The audit trail: read by filters and pages, added to by whoever may (`EventRequest` of the published schema 2026.5.6). */
export function registerEvents(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}${PATH}`, async (request) => {
    await authenticateAdmin(request, context);
    const rows = (await context.store.list("event")).reverse() as unknown as Document[];
    const entries = rows.map((row) => ({ row, answer: shown(row) }));
    const search = ["user", "action", "app", "context", "client_ip"];
    return answerList(entries, readQuery(request.query), { path: PATH, ordering: ["-created"], search });
  });
  app.get<{ Params: { id: string } }>(`${API}${PATH}:id/`, async (request) => {
    await authenticateAdmin(request, context);
    const row = await context.store.get("event" as string, request.params.id);
    if (!row) throw notFound("No Event matches the given query.");
    return shown(row);
  });
  app.post(`${API}${PATH}`, async (request, reply) => {
    await authenticateAdmin(request, context);
    const body = (request.body ?? {}) as Document;
    const action = required(body, "action");
    if (!enums.EventActions?.includes(action)) throw invalid({ action: `"${action}" is not a valid choice.` });
    const row = await recordEvent(context, {
      action,
      app: required(body, "app"),
      context: objectOf(body, "context"),
      ...(typeof body.client_ip === "string" ? { clientIp: body.client_ip } : {}),
    });
    // `user` is the caller's to write; the server takes no name from the token.
    const kept = { ...row, user: objectOf(body, "user") };
    await context.store.put("event", row.pk, kept);
    return reply.code(201).send(shown(kept as unknown as Document));
  });
}

function required(body: Document, field: string): string {
  const value = body[field];
  if (value === undefined || value === null) throw invalid({ [field]: "This field is required." });
  if (typeof value !== "string" || value === "") throw invalid({ [field]: "This field may not be blank." });
  return value;
}

function objectOf(body: Document, field: string): Document {
  const value = body[field] ?? {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalid({ [field]: "Value must be valid JSON." });
  return value as Document;
}

function shown(row: Document): Document {
  return Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]));
}
