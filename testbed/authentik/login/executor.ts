import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { flowBySlug } from "./defaultFlow";
import { type Answers, FlowRun } from "./flowRun";

interface ExecutorRoute {
  Params: { slug: string };
  Querystring: { query?: string };
}

/**
 * The flow executor of the API, as the login page of the real one uses it: GET asks for the challenge, POST answers
 * it. An accepted answer is a 302 to the same address, a wrong one a 200 with `response_errors`; the end is a
 * challenge `xak-flow-redirect`.
 *
 * `query` holds the query of the page, coded once more; its `next` is where the flow leads to, its `flow_token` the
 * token of a mail.
 */
export function registerExecutor(app: FastifyInstance, context: DoubleContext): void {
  const url = "/api/v3/flows/executor/:slug/";
  app.get<ExecutorRoute>(url, async (request, reply) => {
    const run = await open(context, request, reply);
    return run ? (await run.show()).challenge : noFlow(reply);
  });
  app.post<ExecutorRoute>(url, async (request, reply) => {
    const run = await open(context, request, reply);
    if (!run) return noFlow(reply);
    const step = await run.answer(answersOf(request.body));
    return step === "passed" ? reply.redirect(request.url, 302) : step.challenge;
  });
}

async function open(
  context: DoubleContext,
  request: FastifyRequest<ExecutorRoute>,
  reply: FastifyReply,
): Promise<FlowRun | undefined> {
  const flow = await flowBySlug(context, request.params.slug);
  if (!flow) return undefined;
  return FlowRun.open(context, request, reply, flow, new URLSearchParams(request.query.query ?? ""));
}

/** The fields of an answer as texts. Objects, such as the answer of a WebAuthn device, are only known to be there. */
export function answersOf(body: unknown): Answers {
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) => {
      if (value === null || value === undefined) return [];
      return [[field, typeof value === "object" ? "[object]" : String(value)]];
    }),
  );
}

function noFlow(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ detail: "No Flow matches the given query." });
}
