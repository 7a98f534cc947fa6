import type { ReadContainer } from "../container";
import { decisionOf, isGated, isReference } from "../container";
import { IDENTITY_HEADERS } from "../identityHeaders";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { MiddlewareLabels } from "../labels";
import { MIDDLEWARE, STRIP_MIDDLEWARE } from "../view";
import { finding, routerOf, routers } from "./common";

/** Without the login in front, nobody but the client could have written an identity header. */
export const identityHeaders: Invariant = {
  id: "identity-headers",
  title: "Routers without the login strip identity headers",
  severity: "high",
  scope: "container",
  oracle: true,
  protects:
    "Services that trust X-authentik-* headers: behind the login authentik replaces them, on an open router the client's own would arrive.",
  remediation: "Use the gate's strip middleware on every router that has no login, as ProtectedService does.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) =>
    routers(view).flatMap(({ container, name, router }) => {
      if (isGated(router, view.gate?.middleware ?? MIDDLEWARE, container.view.provider)) return [];
      // A router that nobody decided to open is service-decision's: it needs the login, not this.
      const mode = decisionOf(container)?.mode;
      if (mode !== "excluded" && mode !== "oidc") return [];
      const strip = view.gate?.stripMiddleware ?? STRIP_MIDDLEWARE;
      const { provider } = container.view;
      const strips = (item: string) => isReference(item, strip, provider) || stripsItself(container, item);
      if (router.middlewares?.some(strips)) return [];
      return [
        finding("identity-headers", container, name, {
          what: `${routerOf(container, name)} has no login and passes a client's own X-authentik-* headers on.`,
          why: "A service that trusts them lets anybody in as anybody.",
          fix: `Write 'traefik.http.routers.${name}.middlewares=${[strip, ...(router.middlewares ?? [])].join(",")}'.`,
        }),
      ];
    }),
};

/** Headers that a middleware leaves as the client sent them. */
export function keptHeaders(middleware: MiddlewareLabels): string[] {
  const headers = middleware.headers ?? {};
  const removed = new Set(
    Object.entries(headers).flatMap(([option, value]) => {
      const name = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
      return name !== undefined && value === "" ? [name.toLowerCase()] : [];
    }),
  );
  return IDENTITY_HEADERS.filter((header) => !removed.has(header.toLowerCase()));
}

function stripsItself(container: ReadContainer, reference: string): boolean {
  const { provider } = container.view;
  return [...container.labels.middlewares].some(
    ([name, middleware]) =>
      isReference(reference, `${name}@${provider}`, provider) && keptHeaders(middleware).length === 0,
  );
}
