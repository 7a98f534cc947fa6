import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DOUBLE } from "../config";
import type { DoubleContext } from "../context";
import { escapeHtml, notFoundPage, page } from "../pages";
import type { FlowRow } from "../rows";
import type { Challenge, ResponseErrors } from "./challenges";
import { type Designation, defaultFlow, flowBySlug } from "./defaultFlow";
import { answersOf } from "./executor";
import { type Answers, FlowRun } from "./flowRun";
import { nextUrl, ROOT } from "./nextUrl";

interface PageRoute {
  Params: { slug: string };
  Querystring: { next?: string };
}

/**
 * The pages of the flows, plain HTML without scripts: one form takes name and password together, where authentik's
 * page asks for them one after the other. It is the same flow as in the executor API.
 */
export function registerFlowPages(app: FastifyInstance, context: DoubleContext): void {
  app.get<PageRoute>("/if/flow/:slug/", async (request, reply) => {
    const opened = await open(context, request, reply);
    if (!opened) return notFound(reply);
    opened.run.restart();
    return show(reply, opened.flow, (await opened.run.show()).challenge, {}, {});
  });
  app.post<PageRoute>("/if/flow/:slug/", async (request, reply) => {
    const opened = await open(context, request, reply);
    if (!opened) return notFound(reply);
    const answers = answersOf(request.body);
    opened.run.restart();
    await opened.run.show();
    let step = await opened.run.answer(answers);
    if (step === "passed") {
      const { challenge } = await opened.run.show();
      step = challenge.component === "ak-stage-password" ? await opened.run.answer(answers) : { challenge };
    }
    const { challenge, errors = {} } = step === "passed" ? await opened.run.show() : step;
    return show(reply, opened.flow, challenge, answers, errors);
  });
  for (const designation of ["authentication", "invalidation"] as const) toDefaultFlow(app, context, designation);
  app.get<PageRoute>("/flows/-/cancel/", async (request, reply) => {
    return reply.redirect(nextUrl(request.query.next) ?? ROOT, 302);
  });
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
): Promise<{ flow: FlowRow; run: FlowRun } | undefined> {
  const flow = await flowBySlug(context, request.params.slug);
  if (!flow) return undefined;
  return { flow, run: await FlowRun.open(context, request, reply, flow, request.query.next ?? null) };
}

function show(
  reply: FastifyReply,
  flow: FlowRow,
  challenge: Challenge,
  answers: Answers,
  errors: ResponseErrors,
): FastifyReply {
  if (challenge.component === "xak-flow-redirect") return reply.redirect(String(challenge.to), 302);
  const [title, body] = contentOf(flow, challenge, answers, errors);
  return reply.header("Cache-Control", "no-store").type("text/html; charset=utf-8").send(page(title, body));
}

function contentOf(flow: FlowRow, challenge: Challenge, answers: Answers, errors: ResponseErrors): [string, string] {
  switch (challenge.component) {
    case "ak-stage-access-denied":
      return [
        "Permission denied",
        `<h1>Permission denied</h1>\n<p role="alert">${escapeHtml(String(challenge.error_message))}</p>\n<p><a href="${ROOT}">Back to the start</a></p>`,
      ];
    case "ak-stage-session-end": {
      const name = escapeHtml(String(challenge.application_name));
      return [
        "Logged out",
        `<h1>Logged out</h1>\n<p>You've logged out of ${name}. You are still logged in to ${DOUBLE}.</p>\n<p><a href="${ROOT}">Go back to overview</a></p>\n<p><a href="${escapeHtml(String(challenge.invalidation_flow_url))}">Log out of ${DOUBLE}</a></p>`,
      ];
    }
    default:
      return [flow.title, loginForm(flow, answers, errors)];
  }
}

function loginForm(flow: FlowRow, answers: Answers, errors: ResponseErrors): string {
  const texts = Object.values(errors).flatMap((list) => list.map((error) => error.string));
  const alert = texts.length === 0 ? "" : `<p role="alert" id="login-error">${escapeHtml(texts.join(" "))}</p>\n`;
  const described = texts.length === 0 ? "" : ' aria-invalid="true" aria-describedby="login-error"';
  return `<h1>${escapeHtml(flow.title)}</h1>
${alert}<form method="post">
<p><label for="uid_field">Email or username</label><br>
<input id="uid_field" name="uid_field" type="text" autocomplete="username" autocapitalize="none" required autofocus value="${escapeHtml(answers.uid_field ?? "")}"${described}></p>
<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}></p>
<p><button type="submit">Log in</button></p>
</form>`;
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type("text/html; charset=utf-8").send(notFoundPage());
}
