import type { ReadContainer } from "../container";
import { describe, isGated } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { MiddlewareLabels } from "../labels";
import { definitionsOf, expand, loginHolds } from "../middlewares";
import type { ResolvedRouter } from "../resolve";
import { resolve } from "../resolve";
import type { GateView, StackView } from "../view";
import { finding, routerOf } from "./common";

const ID = "chain-order";

/** Nothing after the login says who somebody is, and nothing stands before it. */
export const chainOrder: Invariant = {
  id: ID,
  title: "No middleware before or after the login changes who somebody is",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects:
    "The identity that authentik states: an earlier middleware can change what authentik is asked, a later one can overwrite X-authentik-* headers or ask somebody else.",
  remediation: "Remove the header from the middleware, or the middleware from the router.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const said = laterIn(view, gate);
    return resolve(view)
      .filter(({ container }) => !container.inGate)
      .flatMap((router) => [...earlier(router, view, gate), ...unreadable(router), ...later(router, said(router))]);
  },
};

/** By its labels the login comes first, and the entry point has something before that. */
function earlier(router: ResolvedRouter, view: StackView, gate: GateView): Finding[] {
  const { container, name, labels, answering } = router;
  const first = isGated(labels, gate.middleware, container.view.provider);
  if (!first || !view.static.known || !loginHolds(view)) return [];
  const { entryPoints } = view.static.value;
  const before = answering.flatMap((answer) => {
    const point = answer.gated ? undefined : entryPoints.get(answer.entryPoint ?? "");
    return point && point.middlewares.length > 0
      ? [`'${point.middlewares.join(",")}' of entry point '${point.name}'`]
      : [];
  });
  if (before.length === 0) return [];
  return [
    finding(ID, container, name, {
      what: `${routerOf(container, name)} puts the login first, and ${before.join(" and ")} runs before it.`,
      why: "What comes before the login can answer without it or change which page authentik is asked about.",
      fix: "Remove 'http.middlewares' of the entry point from Traefik's command line, or write the login first there too.",
    }),
  ];
}

/** Middlewares of a file or of another provider are not in any label. */
function unreadable({ container, name, middlewares, gated }: ResolvedRouter): Finding[] {
  if (!gated) return [];
  const foreign = middlewares.filter((reference) => !reference.endsWith("@docker") && !reference.endsWith("@swarm"));
  return [...new Set(foreign)].map((reference) =>
    finding(ID, container, name, {
      what: `${routerOf(container, name)} runs '${reference}', which cannot be read here.`,
      why: "It may overwrite the identity that authentik states, or show another service's pages; no label says that it does not.",
      fix: `Define it by labels, e.g. 'traefik.http.middlewares.${reference.replace(/@.*$/, "")}.…' on this container, and write '${reference.replace(/@.*$/, "")}@${container.view.provider}'.`,
    }),
  );
}

interface Forger {
  readonly definer: ReadContainer;
  readonly reference: string;
  readonly problem: string;
}

/**
 * What the middlewares of a router say about who asks; nearly all routers have one of few lists.
 *
 * Without the login nobody has stated an identity, so a middleware that does makes one up.
 */
function laterIn(view: StackView, gate: GateView): (router: ResolvedRouter) => readonly Forger[] {
  const definitions = definitionsOf(view);
  const own = new Set([gate.middleware, gate.stripMiddleware]);
  const known = new Map<string, readonly Forger[]>();
  return ({ middlewares, gated }) => {
    const key = `${gated} ${middlewares.join(" ")}`;
    let found = known.get(key);
    if (!found) {
      found = [...new Set(expand(middlewares, definitions))].flatMap((reference) =>
        own.has(reference)
          ? []
          : (definitions.get(reference) ?? []).flatMap(({ container: definer, middleware }): Forger[] => {
              const problem = gated ? forgery(middleware) : pretence(middleware);
              return problem ? [{ definer, reference, problem }] : [];
            }),
      );
      known.set(key, found);
    }
    return found;
  };
}

function later({ container, name, gated }: ResolvedRouter, forgers: readonly Forger[]): Finding[] {
  return forgers.map(({ definer, reference, problem }) =>
    finding(ID, container, name, {
      what: `${routerOf(container, name)} runs '${reference}' of ${describe(definer.view)} ${gated ? "after" : "without"} the login, which ${problem}.`,
      why: "The service then believes that middleware instead of authentik.",
      fix: `Remove that from '${reference}', or '${reference}' from 'traefik.http.routers.${name}.middlewares'.`,
    }),
  );
}

/** What a middleware does to what the service is told about who asks. */
function forgery(middleware: MiddlewareLabels): string | undefined {
  if (middleware.forwardauth) return "asks another server, whose headers replace authentik's";
  if (middleware.plugin) return "is a plugin, of which no label says what it does";
  return written(middleware, SAYS_WHO);
}

/** The same where nobody has logged in: only a header of authentik's name is a lie there. */
function pretence(middleware: MiddlewareLabels): string | undefined {
  const { authresponseheaders, authresponseheadersregex } = middleware.forwardauth ?? {};
  const passed = Array.isArray(authresponseheaders)
    ? authresponseheaders.find((name) => IDENTITY.test(dashed(name)))
    : "";
  if (passed || authresponseheadersregex) return "takes identity headers from another server";
  return written(middleware, IDENTITY);
}

const IDENTITY = /^x-authentik-/i;
const SAYS_WHO = /^(x-authentik-|x-forwarded-|forwarded$|x-real-ip$)/i;

/** Services take `X_authentik_username` for the header with dashes. */
function dashed(header: string): string {
  return header.replaceAll(/[_.]/g, "-");
}

function written(middleware: MiddlewareLabels, headers: RegExp): string | undefined {
  for (const [option, value] of Object.entries(middleware.headers ?? {})) {
    const header = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
    // An empty value removes the header, which takes an identity away and gives none.
    if (header !== undefined && value !== "" && headers.test(dashed(header))) return `sets the header '${header}'`;
  }
  for (const type of ["basicauth", "digestauth"]) {
    const header = middleware[type]?.headerfield;
    if (typeof header === "string" && headers.test(dashed(header)))
      return `writes its own user into the header '${header}'`;
  }
  return undefined;
}
