import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { type Document, EMBEDDED_OUTPOST } from "../rows";
import { authenticateAdmin } from "./auth";
import { models } from "./contract";
import { API, viewOf } from "./crud";
import { factsOf, POLICY_KINDS, PROVIDER_KINDS, STAGE_KINDS } from "./kinds";
import { answerList, type Entry, readQuery } from "./list";
import { presentObject } from "./objects";

/** Lists over several kinds at once, cut down to the model that all of them share. */
const OVERVIEWS: readonly { path: string; kinds: readonly string[]; model: string }[] = [
  { path: "/stages/all/", kinds: STAGE_KINDS, model: "Stage" },
  { path: "/policies/all/", kinds: POLICY_KINDS, model: "Policy" },
  { path: "/providers/all/", kinds: PROVIDER_KINDS, model: "Provider" },
  { path: "/sources/all/", kinds: ["source_oauth"], model: "Source" },
  { path: "/propertymappings/all/", kinds: ["property_mapping_provider_scope"], model: "PropertyMapping" },
  { path: "/outposts/service_connections/all/", kinds: ["service_connection_docker"], model: "ServiceConnection" },
];

export function registerOverviews(app: FastifyInstance, context: DoubleContext): void {
  for (const { path, kinds, model } of OVERVIEWS) {
    app.get(`${API}${path}`, async (request) => {
      await authenticateAdmin(request, context);
      const view = viewOf(request, context);
      const entries: Entry[] = [];
      for (const kind of kinds) {
        for (const row of await context.store.list(kind as string)) {
          entries.push({ row, answer: cut(await presentObject(kind, row, view), model) });
        }
      }
      const { ordering, search } = factsOf(kinds[0] ?? "");
      return answerList(entries, readQuery(request.query), { path, ordering, search });
    });
  }
}

function cut(answer: Document, model: string): Document {
  const fields = models[model];
  return fields ? pick(answer, [...Object.keys(fields.required), ...Object.keys(fields.optional)]) : answer;
}

function pick(row: Document, fields: readonly string[]): Document {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

/** The public address of the embedded outpost, "" where nobody has set one. */
export async function embeddedHost(context: DoubleContext): Promise<string> {
  const outposts = await context.store.list("outpost");
  const embedded = outposts.find(({ managed }) => managed === EMBEDDED_OUTPOST);
  return String(embedded?.config.authentik_host ?? "");
}
