import type { FastifyInstance } from "fastify";
import type { DoubleContext } from "../context";
import { wireHeaders } from "./answer";
import type { OutpostCore } from "./core";
import { attachedApps, embeddedOutpost, embeddedSettings } from "./embedded";
import { EmbeddedCore } from "./embeddedCore";
import { HeaderLogins } from "./headerLogin";
import { handleOutpost, type OutpostSource } from "./outpost";
import { readRequest } from "./request";
import { type OutpostSessions, ProxySessions } from "./sessions";

/**
 * Puts the embedded outpost before the core's routes: `/outpost.goauthentik.io/*`, chosen by `X-Forwarded-Host` or
 * `Host`, and whatever carries its query signatures. What it does not know goes on to the core.
 *
 * @example
 * registerOutpost(app, context); // in buildServer, before any route
 */
export function registerOutpost(app: FastifyInstance, context: DoubleContext): void {
  const hostBrowser = process.env.AUTHENTIK_HOST_BROWSER ?? "";
  const { store, clock } = context;
  serveOutpost(app, { clock, sessions: new ProxySessions(store, clock) }, new EmbeddedCore(context), {
    kind: "embedded",
    load: async () => {
      const outpost = await embeddedOutpost(context.store);
      const apps = await attachedApps(context.store, outpost);
      return { settings: embeddedSettings(outpost, hostBrowser), apps };
    },
  });
}

/** The HTTP layer alone, over any core and any list of apps. */
export function serveOutpost(
  app: FastifyInstance,
  { clock, sessions }: { clock: () => Date; sessions: OutpostSessions },
  core: OutpostCore,
  source: OutpostSource,
): void {
  const shared = { core, clock, sessions, headerLogins: new HeaderLogins(clock) };
  app.addHook("onRequest", async (request, reply) => {
    const asked = readRequest(request.raw);
    if (!asked) return;
    const outcome = await handleOutpost(asked, source, shared);
    if (outcome === "core") return;
    // Written raw: order and spelling of Go's headers, which fastify would change.
    reply.hijack();
    reply.raw.sendDate = false;
    reply.raw.writeHead(outcome.status, wireHeaders(outcome, asked.method, new Date()));
    reply.raw.end(asked.method === "HEAD" ? undefined : outcome.body);
  });
}
