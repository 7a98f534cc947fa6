import type { FastifyInstance } from "fastify";
import { DOUBLE } from "../config";
import type { DoubleContext } from "../context";
import { escapeHtml, page } from "../pages";
import { mayAccess } from "../policies/access";
import type { ApplicationRow, UserRow } from "../rows";
import { sessionUser } from "./sessionUser";

/** The start pages: the root leads to the library, the library lists what the user may open. */
export function registerLibrary(app: FastifyInstance, context: DoubleContext): void {
  app.get("/", async (_request, reply) => reply.redirect("/if/user/", 302));
  app.get("/if/user/", async (request, reply) => {
    const user = await sessionUser(request, context);
    if (!user) return reply.redirect(`/flows/-/default/authentication/?next=${encodeURIComponent(request.url)}`, 302);
    const body = libraryBody(user, await openApplications(context, user));
    return reply.header("Cache-Control", "no-store").type("text/html; charset=utf-8").send(page("Applications", body));
  });
  app.get("/if/admin/", async (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .send(page("Admin", `<h1>No admin interface</h1>\n<p>The ${DOUBLE} has none; use the API.</p>`)),
  );
}

async function openApplications(context: DoubleContext, user: UserRow): Promise<ApplicationRow[]> {
  const [applications, proxies] = await Promise.all([
    context.store.list("application"),
    context.store.list("provider_proxy"),
  ]);
  const open: ApplicationRow[] = [];
  for (const application of applications) {
    if (application.meta_hide || !(await mayAccess(context, application, user))) continue;
    const proxy = proxies.find((provider) => provider.pk === application.provider);
    const url = application.meta_launch_url || proxy?.external_host || "";
    if (/^https?:\/\//i.test(url)) open.push({ ...application, meta_launch_url: url });
  }
  return open.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function libraryBody(user: UserRow, applications: ApplicationRow[]): string {
  const items = applications.map(
    ({ name, meta_launch_url }) => `<li><a href="${escapeHtml(meta_launch_url)}">${escapeHtml(name)}</a></li>`,
  );
  const list =
    items.length === 0 ? "<p>There is no application that you may open.</p>" : `<ul>\n${items.join("\n")}\n</ul>`;
  return `<h1>My applications</h1>
<p>Logged in as ${escapeHtml(user.username)}. <a href="/flows/-/default/invalidation/">Log out</a></p>
${list}`;
}
