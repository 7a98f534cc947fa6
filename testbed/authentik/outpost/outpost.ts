import { type Answer, empty, noApp, type Outcome, plainError } from "./answer";
import type { OutpostApp, OutpostSettings } from "./app";
import { AppHandler, type OutpostParts } from "./appHandler";
import { lookupApp, requestHost } from "./lookup";
import { CALLBACK_SIGNATURE, LOGOUT_SIGNATURE } from "./redirects";
import { hasSignature, type OutpostRequest } from "./request";

/** Every path of the outpost begins with this. */
const OUTPOST_PREFIX = "/outpost.goauthentik.io";

/** Where the outpost's configuration comes from. Read for each request that needs it: a new provider is served at once. */
export interface OutpostSource {
  kind: OutpostSettings["kind"];
  /** Apps ordered by provider name. */
  load: () => Promise<{ settings: OutpostSettings; apps: OutpostApp[] }>;
}

/** Answers a request, or says that it is the core's. */
export async function handleOutpost(
  request: OutpostRequest,
  { kind, load }: OutpostSource,
  shared: Omit<OutpostParts, "settings">,
): Promise<Outcome> {
  // Both are answered for every host, also without a provider: a ping is no test of readiness (rule 39).
  if (request.path.startsWith(`${OUTPOST_PREFIX}/static`)) return plainError(404, "404 page not found");
  if (request.path.startsWith(`${OUTPOST_PREFIX}/ping`)) return empty(204);
  if (kind === "embedded" && !isForOutpost(request)) return "core";
  const { settings, apps } = await load();
  shared.sessions.settle(apps);
  const host = requestHost(request.header("X-Forwarded-Host"), request.host);
  const found = lookupApp(apps, host, kind);
  if (!found.app) return found.passOn === "core" ? "core" : noApp(host);
  if (found.app.provider.mode === "proxy") {
    return plainError(502, "authentik double: a provider in proxy mode is not stood in for; use a forward mode");
  }
  return route(request, await AppHandler.of(found.app, request, { ...shared, settings }));
}

/** A forward-mode app takes its own paths and, anywhere, the two query signatures (rule 4). */
function isForOutpost(request: OutpostRequest): boolean {
  return (
    request.path.startsWith(OUTPOST_PREFIX) ||
    hasSignature(request.rawQuery, CALLBACK_SIGNATURE) ||
    hasSignature(request.rawQuery, LOGOUT_SIGNATURE)
  );
}

async function route(request: OutpostRequest, handler: AppHandler): Promise<Outcome> {
  const routes: { [path: string]: () => Promise<Answer> } = {
    "/start": () => handler.start(),
    "/callback": () => handler.callback(),
    "/sign_out": () => handler.signOut(),
    "/auth/traefik": () => handler.traefik(),
  };
  // Go's multiplexer knows these too; the double stands in for Traefik's endpoint only.
  const others = ["/auth/nginx", "/auth/caddy", "/auth/envoy"];
  const path = request.path.startsWith(OUTPOST_PREFIX) ? request.path.slice(OUTPOST_PREFIX.length) : "";
  if (others.some((other) => path.startsWith(other))) return "core";
  const answer = routes[path];
  if (!answer) return plainError(404, "404 page not found");
  // The signatures work on every route there is, but make no route (rule 20).
  if (hasSignature(request.rawQuery, CALLBACK_SIGNATURE)) return handler.callback();
  if (hasSignature(request.rawQuery, LOGOUT_SIGNATURE)) return handler.signOut();
  return answer();
}
