import type { ReadContainer } from "../container";
import { describe } from "../container";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { MiddlewareLabels } from "../labels";
import { qualified, resolve } from "../resolve";
import type { StackView } from "../view";
import { finding, published, routerOf } from "./common";

/** Nothing after the login says who somebody is. */
export const chainOrder: Invariant = {
  id: "chain-order",
  title: "No middleware after the login changes who somebody is",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects:
    "The identity that authentik states: a later middleware can overwrite X-authentik-* headers, or ask somebody else.",
  remediation: "Remove the header from the middleware, or the middleware from the router.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const gate = view.gate;
    if (!gate) return [];
    const known = definitionsOf(view);
    const own = new Set([gate.middleware, gate.stripMiddleware]);
    return resolve(view).flatMap((router) => {
      if (router.container.inGate || !router.gated) return [];
      return [...expand(router.middlewares, known)].flatMap((reference) => {
        const definition = known.get(reference);
        const problem = own.has(reference) || !definition ? undefined : forgery(definition.middleware);
        if (!problem || !definition) return [];
        return [
          finding("chain-order", router.container, router.name, {
            what: `${routerOf(router.container, router.name)} runs '${reference}' of ${describe(definition.container.view)} after the login, which ${problem}.`,
            why: "The service then believes that middleware instead of authentik.",
            fix: `Remove that from '${reference}', or '${reference}' from 'traefik.http.routers.${router.name}.middlewares'.`,
          }),
        ];
      });
    });
  },
};

interface Definition {
  readonly container: ReadContainer;
  readonly middleware: MiddlewareLabels;
}

function definitionsOf(view: StackView): ReadonlyMap<string, Definition> {
  return new Map(
    published(view).flatMap((container) =>
      Object.entries(container.labels.middlewares).map(([name, middleware]) => [
        `${name}@docker`,
        { container, middleware },
      ]),
    ),
  );
}

/** The references of a chain, those inside `chain` middlewares included. */
function expand(references: readonly string[], known: ReadonlyMap<string, Definition>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...references];
  for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const inner = known.get(reference)?.middleware.chain?.middlewares;
    if (Array.isArray(inner)) open.push(...inner.map(qualified));
  }
  return seen;
}

/** What a middleware does to the identity that the service is told. */
function forgery(middleware: MiddlewareLabels): string | undefined {
  if (middleware.forwardauth) return "asks another server, whose headers replace authentik's";
  for (const [option, value] of Object.entries(middleware.headers ?? {})) {
    const header = /^customrequestheaders\.(x-authentik-.+)$/i.exec(option)?.[1];
    // An empty value removes the header, which takes an identity away and gives none.
    if (header && value !== "") return `sets the header '${header}'`;
  }
  return undefined;
}
