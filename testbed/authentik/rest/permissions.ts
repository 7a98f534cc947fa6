import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import type { Document } from "../rows";
import { authenticateAdmin } from "./auth";
import { resourceOf } from "./contract";
import { API, findRow } from "./crud";
import { invalid } from "./errors";
import { factsOf, kindOfModel, pluralOf } from "./kinds";
import { answerList, readQuery } from "./list";

/** Rows `{pk, id, role, permission, model, object_pk}`; the id counts up, as in a table of the server. */
const KIND = "role_permission";

type OfRole = { Params: { role: string } };

/** Permissions of roles, global ones and those on one object. They are kept and shown, and decide nothing. */
export function registerPermissions(app: FastifyInstance, context: DoubleContext): void {
  const base = `${API}/rbac/permissions`;

  app.post<OfRole>(`${base}/assigned_by_roles/:role/assign/`, async (request) => {
    await authenticateAdmin(request, context);
    const role = await findRow(context, resourceOf("rbac_role"), request.params.role);
    const { permissions, model, objectPk } = readAssignment(request.body);
    const ids: Document[] = [];
    for (const permission of permissions) {
      const id = String(await context.store.nextNumber(KIND));
      const row = { pk: id, id: Number(id), role: role.pk, permission, model, object_pk: objectPk };
      await context.store.put(KIND, id, row);
      ids.push({ id });
    }
    return ids;
  });

  app.patch<OfRole>(`${base}/assigned_by_roles/:role/unassign/`, async (request, reply) => {
    await authenticateAdmin(request, context);
    const role = await findRow(context, resourceOf("rbac_role"), request.params.role);
    const { permissions, objectPk } = readAssignment(request.body);
    for (const row of await context.store.list(KIND)) {
      const same = row.role === role.pk && row.object_pk === objectPk;
      if (same && permissions.includes(String(row.permission))) await context.store.remove(KIND, String(row.pk));
    }
    return reply.code(204).send();
  });

  app.get(`${base}/`, async (request) => {
    await authenticateAdmin(request, context);
    const query = readQuery(request.query);
    const rows = (await context.store.list(KIND)).filter((row) => row.object_pk === null);
    const entries = rows.map((row) => ({ row, answer: describe(row) }));
    return answerList(entries, query, { path: "/rbac/permissions/", ordering: ["id"], search: ["codename", "name"] });
  });

  app.get(`${base}/roles/`, async (request) => {
    await authenticateAdmin(request, context);
    const query = readQuery(request.query);
    const role = query.uuid?.at(-1);
    if (role === undefined) throw invalid({ uuid: "This field is required." });
    const rows = (await context.store.list(KIND)).filter((row) => row.object_pk !== null && row.role === role);
    const entries = rows.map((row) => ({
      row,
      answer: { ...describe(row), object_pk: row.object_pk, object_description: null },
    }));
    return answerList(entries, {}, { path: "/rbac/permissions/roles/", ordering: ["id"], search: [] });
  });
}

function readAssignment(body: unknown): { permissions: string[]; model: unknown; objectPk: unknown } {
  const { permissions, model = null, object_pk = null } = (body ?? {}) as Document;
  if (!Array.isArray(permissions) || permissions.length === 0)
    throw invalid({ permissions: "This field is required." });
  const wrong = permissions.find((permission) => !/^[a-z0-9_]+\.[a-z0-9_]+$/.test(String(permission)));
  if (wrong !== undefined) throw invalid({ permissions: `"${String(wrong)}" is not a valid choice.` });
  if (object_pk !== null && model === null) throw invalid({ model: "This field is required." });
  return { permissions: permissions.map(String), model, objectPk: object_pk };
}

function describe(row: Document): Document {
  const [app = "", codename = ""] = String(row.permission).split(".");
  const model = codename.split("_").slice(1).join("_");
  const kind = kindOfModel(`${app}.${model}`);
  return {
    id: row.id,
    name: `Can ${codename.replaceAll("_", " ")}`,
    codename,
    model,
    app_label: app,
    app_label_verbose: app,
    model_verbose: kind ? pluralOf(factsOf(kind)) : model,
  };
}
