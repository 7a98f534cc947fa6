import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { openSession, saveSession } from "../login/coreSession";
import { defaultFlow } from "../login/defaultFlow";
import { notFoundPage } from "../pages";
import { clientBySlug } from "./clients";

/**
 * `/application/o/<slug>/end-session/`: the provider's invalidation flow, and a page that says what has ended.
 *
 * The shipped `default-provider-invalidation-flow` has no logout stage: the login at the core goes on, and the next
 * visit of an application logs in again without a question. A flow with a user logout stage ends it.
 */
export function registerEndSession(app: FastifyInstance, context: DoubleContext): void {
  app.get<{ Params: { slug: string } }>("/application/o/:slug/end-session/", async (request, reply) => {
    const client = await clientBySlug(context.store, request.params.slug);
    const own = client ? await context.store.get("flow", client.provider.invalidation_flow) : undefined;
    const flow = own ?? (await defaultFlow(context, request.host, "invalidation"));
    if (!client || !flow) return reply.code(404).type("text/html; charset=utf-8").send(notFoundPage());
    const session = await openSession(context, request, reply);
    session.plan = { flow: flow.pk, step: 0, leftApplication: client.application.name };
    await saveSession(context, session);
    return reply.redirect(`/if/flow/${flow.slug}/`, 302);
  });
}
