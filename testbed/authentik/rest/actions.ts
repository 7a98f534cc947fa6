import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import type { Document, TokenRow, UserRow } from "../rows";
import { authenticateAdmin } from "./auth";
import { resourceOf } from "./contract";
import { API, findRow, viewOf } from "./crud";
import { ApiError, invalid, notFound } from "./errors";
import { presentObject, record, updateObject } from "./objects";
import { BLUEPRINT_FILES, requestApply } from "./rules/blueprints";
import { certificateData } from "./rules/certificates";
import { setPassword } from "./rules/identities";
import { defaultOutpostConfig, outpostHealth } from "./rules/outposts";
import { setupUrls } from "./rules/providers";
import { viewKey } from "./rules/tokens";

type WithId = { Params: { id: string } };

/** What can be done to single objects beyond reading and writing them. */
export function registerActions(app: FastifyInstance, context: DoubleContext): void {
  registerUserActions(app, context);
  registerTokenActions(app, context);
  registerOutpostActions(app, context);
  registerBlueprintActions(app, context);

  app.get<WithId>(`${API}/providers/oauth2/:id/setup_urls/`, async (request) => {
    await authenticateAdmin(request, context);
    return setupUrls(
      await findRow(context, resourceOf("provider_oauth2"), request.params.id),
      viewOf(request, context),
    );
  });

  const certificates = resourceOf("certificate_key_pair");
  for (const [name, part] of [
    ["view_certificate", "certificate_data"],
    ["view_private_key", "key_data"],
  ] as const) {
    app.get<WithId>(`${API}/crypto/certificatekeypairs/:id/${name}/`, async (request) => {
      await authenticateAdmin(request, context);
      return certificateData(await findRow(context, certificates, request.params.id), part);
    });
  }
}

function registerUserActions(app: FastifyInstance, context: DoubleContext): void {
  app.post<WithId>(`${API}/core/users/:id/set_password/`, async (request, reply) => {
    const { scope } = await authenticateAdmin(request, context);
    const row = await findRow(context, resourceOf("user"), request.params.id);
    const password = (request.body as { password?: unknown } | null)?.password;
    if (typeof password !== "string" || password === "") throw invalid({ password: "This field is required." });
    await setPassword(row as unknown as UserRow, password, scope);
    return reply.code(204).send();
  });

  for (const [name, member] of [
    ["add_user", true],
    ["remove_user", false],
  ] as const) {
    app.post<WithId>(`${API}/core/groups/:id/${name}/`, async (request, reply) => {
      const { scope } = await authenticateAdmin(request, context);
      const group = await findRow(context, resourceOf("group"), request.params.id);
      const pk = (request.body as { pk?: unknown } | null)?.pk;
      const user = await context.store.get("user", String(pk));
      if (!user) throw notFound();
      const others = user.groups.filter((one) => one !== group.pk);
      const groups = member ? [...others, String(group.pk)] : others;
      // The server changes the group's list, so the event is one of the group.
      await updateObject("user", user as unknown as Document, { groups }, true, { ...scope, quiet: true });
      await record("model_updated", "group", group, scope);
      return reply.code(204).send();
    });
  }
}

function registerTokenActions(app: FastifyInstance, context: DoubleContext): void {
  const tokens = resourceOf("token");
  app.get<WithId>(`${API}/core/tokens/:id/view_key/`, async (request) => {
    const { scope } = await authenticateAdmin(request, context);
    return viewKey((await findRow(context, tokens, request.params.id)) as unknown as TokenRow, scope);
  });
  app.post<WithId>(`${API}/core/tokens/:id/set_key/`, async (request, reply) => {
    const { scope } = await authenticateAdmin(request, context);
    const row = await findRow(context, tokens, request.params.id);
    const key = (request.body as { key?: unknown } | null)?.key;
    if (typeof key !== "string" || key === "") throw invalid({ key: "This field is required." });
    await updateObject("token", { ...row, key }, {}, true, scope);
    return reply.code(204).send();
  });
}

function registerOutpostActions(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}/outposts/instances/default_settings/`, async (request) => {
    await authenticateAdmin(request, context);
    return { config: defaultOutpostConfig(`${viewOf(request, context).origin}/`) };
  });
  app.get<WithId>(`${API}/outposts/instances/:id/health/`, async (request) => {
    await authenticateAdmin(request, context);
    return outpostHealth(await findRow(context, resourceOf("outpost"), request.params.id), viewOf(request, context));
  });
}

function registerBlueprintActions(app: FastifyInstance, context: DoubleContext): void {
  app.get(`${API}/managed/blueprints/available/`, async (request) => {
    await authenticateAdmin(request, context);
    const shipped = { last_m: "2026-01-01T00:00:00Z", hash: "" };
    return BLUEPRINT_FILES.map(({ path, name }) => ({ path, ...shipped, meta: { name, labels: {} } }));
  });
  app.post<WithId>(`${API}/managed/blueprints/:id/apply/`, async (request) => {
    const { scope } = await authenticateAdmin(request, context);
    const row = await findRow(context, resourceOf("blueprint"), request.params.id);
    if (row.enabled !== true) throw new ApiError(400, { non_field_errors: ["The blueprint is not enabled."] });
    await requestApply(String(row.pk), scope);
    return presentObject("blueprint", row, viewOf(request, context));
  });
}
