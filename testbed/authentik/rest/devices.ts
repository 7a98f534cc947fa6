import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { type DeviceRow, devicesOf } from "../login/devices";
import type { Document } from "../rows";
import { authenticate, authenticateAdmin } from "./auth";
import { API } from "./crud";
import { notFound } from "./errors";
import { answerList, readQuery } from "./list";

/** Authenticators and notifications of users, as an administrator looks at them and takes lost ones away. */
export function registerDevices(app: FastifyInstance, context: DoubleContext): void {
  app.get<{ Querystring: { user?: string } }>(`${API}/authenticators/admin/all/`, async (request) => {
    await authenticateAdmin(request, context);
    const { user } = request.query;
    const devices = user === undefined ? await context.store.list("device") : await devicesOf(context, Number(user));
    return devices.map(present);
  });

  for (const kind of ["totp", "static"] as const) {
    app.delete<{ Params: { id: string } }>(`${API}/authenticators/admin/${kind}/:id/`, async (request, reply) => {
      await authenticateAdmin(request, context);
      const device = await context.store.get("device", request.params.id);
      if (device?.kind !== kind) throw notFound();
      await context.store.remove("device", device.pk);
      return reply.code(204).send();
    });
  }

  app.get(`${API}/events/notifications/`, async (request) => {
    const { user } = await authenticate(request, context);
    const rows = (await context.store.list("notification" as string)).filter((row) => row.user === user.pk);
    const entries = await Promise.all(
      rows.map(async (row) => {
        const event = await context.store.get("event" as string, String(row.event));
        const { user: _user, ...shown } = row;
        return { row, answer: { ...shown, event: event ?? null } as Document };
      }),
    );
    const options = { path: "/events/notifications/", ordering: ["-created"], search: ["body"] };
    return answerList(entries, readQuery(request.query), options);
  });
}

/** Never the secret or the codes. */
function present({ pk, kind, name, created, lastUsed }: DeviceRow): Document {
  const model = `authentik_stages_authenticator_${kind}.${kind}device`;
  return {
    pk,
    name,
    verbose_name: kind === "totp" ? "TOTP Device" : "Static Device",
    verbose_name_plural: kind === "totp" ? "TOTP Devices" : "Static Devices",
    meta_model_name: model,
    type: model,
    confirmed: true,
    created,
    last_updated: created,
    last_used: lastUsed,
    extra_description: "",
    external_id: null,
  };
}
