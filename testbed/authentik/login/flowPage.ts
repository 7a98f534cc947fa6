import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DoubleContext } from "../context";
import { notFoundPage, page } from "../pages";
import type { FlowRow } from "../rows";
import type { Challenge, ResponseErrors } from "./challenges";
import { findSession, saveSession } from "./coreSession";
import { type Designation, defaultFlow, flowBySlug } from "./defaultFlow";
import { answersOf } from "./executor";
import { type Answers, FlowRun } from "./flowRun";
import { TOKEN_PARAMETER } from "./flowTokens";
import { contentOf } from "./forms";
import { nextUrl, ROOT } from "./nextUrl";

interface PageRoute {
  Params: { slug: string };
  Querystring: { next?: string };
}

/** One request for the page of a flow. */
interface Visit {
  flow: FlowRow;
  run: FlowRun;
  query: URLSearchParams;
}

/**
 * The pages of the flows, plain HTML without scripts: one form takes name and password together, where authentik's
 * page asks for them one after the other. It is the same flow as in the executor API.
 */
export function registerFlowPages(app: FastifyInstance, context: DoubleContext): void {
  app.get<PageRoute>("/if/flow/:slug/", async (request, reply) => {
    const visit = await open(context, request, reply);
    if (!visit) return notFound(reply);
    const { run } = visit;
    let { challenge } = run.underway ? await run.show() : await anew(run);
    // Whoever comes back to a login of which only the name was given begins with the name.
    if (challenge.component === "ak-stage-password") ({ challenge } = await anew(run));
    return show(context, reply, visit, challenge, {}, {});
  });
  app.post<PageRoute>("/if/flow/:slug/", async (request, reply) => {
    const visit = await open(context, request, reply);
    if (!visit) return notFound(reply);
    const { run } = visit;
    const answers = answersOf(request.body);
    if (answers.uid_field !== undefined) await anew(run);
    let step = await run.answer(answers);
    if (step === "passed") {
      const { challenge } = await run.show();
      const together = challenge.component === "ak-stage-password" && answers.password !== undefined;
      step = together ? await run.answer(answers) : { challenge };
    }
    let { challenge, errors = {} } = step === "passed" ? await run.show() : step;
    // Name and password came together, so they are asked for together again.
    if (challenge.component === "ak-stage-password" && answers.uid_field !== undefined) {
      ({ challenge } = await anew(run));
    }
    return show(context, reply, visit, challenge, answers, errors);
  });
  for (const designation of ["authentication", "invalidation"] as const) toDefaultFlow(app, context, designation);
  app.get<PageRoute>("/flows/-/cancel/", async (request, reply) => {
    const session = await findSession(context, request);
    if (session?.plan) {
      delete session.plan;
      await saveSession(context, session);
    }
    return reply.redirect(nextUrl(request.query.next) ?? ROOT, 302);
  });
}

async function anew(run: FlowRun): Promise<{ challenge: Challenge }> {
  run.restart();
  return run.show();
}

/** The fixed address of a default flow; the query goes along. */
function toDefaultFlow(app: FastifyInstance, context: DoubleContext, designation: Designation): void {
  app.get(`/flows/-/default/${designation}/`, async (request, reply) => {
    const flow = await defaultFlow(context, request.host, designation);
    if (!flow) return notFound(reply);
    const [, query] = request.url.split(/\?(.*)/s, 2);
    return reply.redirect(`/if/flow/${flow.slug}/${query ? `?${query}` : ""}`, 302);
  });
}

async function open(
  context: DoubleContext,
  request: FastifyRequest<PageRoute>,
  reply: FastifyReply,
): Promise<Visit | undefined> {
  const flow = await flowBySlug(context, request.params.slug);
  if (!flow) return undefined;
  const query = new URLSearchParams(request.url.split(/\?(.*)/s, 2)[1] ?? "");
  const run = await FlowRun.open(context, request, reply, flow, query);
  query.delete(TOKEN_PARAMETER);
  return { flow, run, query };
}

async function show(
  context: DoubleContext,
  reply: FastifyReply,
  { flow, run, query }: Visit,
  challenge: Challenge,
  answers: Answers,
  errors: ResponseErrors,
): Promise<FastifyReply> {
  if (challenge.component === "xak-flow-redirect") return reply.redirect(String(challenge.to), 302);
  const here = `/if/flow/${flow.slug}/${query.size === 0 ? "" : `?${query.toString()}`}`;
  const [title, body] = contentOf({
    flow,
    challenge,
    answers,
    errors,
    recoveryUrl: await recoveryUrl(context, run, challenge),
    cancelUrl: `/flows/-/cancel/?next=${encodeURIComponent(here)}`,
  });
  const info = challenge.flow_info as { background?: unknown } | undefined;
  const look = {
    title: run.brand?.branding_title ?? "",
    logo: run.brand?.branding_logo ?? "",
    background: String(info?.background ?? ""),
  };
  return reply
    .header("Cache-Control", "no-store")
    .type("text/html; charset=utf-8")
    .send(page(title, body, look));
}

/** The stage's own recovery flow, else the brand's, which authentik's page shows with the password. */
async function recoveryUrl({ store }: DoubleContext, { brand }: FlowRun, challenge: Challenge): Promise<string> {
  if (typeof challenge.recovery_url === "string") return challenge.recovery_url;
  if (challenge.component !== "ak-stage-identification" || challenge.flow_designation !== "authentication") return "";
  const flow = typeof brand?.flow_recovery === "string" ? await store.get("flow", brand.flow_recovery) : undefined;
  return flow ? `/if/flow/${flow.slug}/` : "";
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type("text/html; charset=utf-8").send(notFoundPage());
}
