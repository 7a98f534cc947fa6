import { describe } from "../container";
import type { Finding } from "../finding";
import { IDENTITY_HEADERS } from "../identityHeaders";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { MiddlewareLabels } from "../labels";
import type { Definition } from "../middlewares";
import { definitionsOf } from "../middlewares";
import { Automaton } from "../regexp/automaton";
import { InvalidRegexp, UnsupportedRegexp } from "../regexp/parse";
import { resolve } from "../resolve";
import type { GateView, StackView } from "../view";
import { enumerate, finding } from "./common";
import { keptHeaders } from "./identity";

const ID = "middleware-definition";

/** The two middlewares on which everything else rests are what they are called. */
export const middlewareDefinition: Invariant = {
  id: ID,
  title: "The gate's middlewares are defined once, and completely",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects:
    "The meaning of 'authentik@docker': any address that always answers 200 lets everybody in, two different definitions delete each other, and a header that is not listed passes from the client to the service.",
  remediation: "Let SsoGate define the middlewares; define nothing of the same name anywhere else.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => (view.gate ? [...loginFindings(view, view.gate), ...stripFindings(view, view.gate)] : []),
};

function definitions(view: StackView, reference: string): readonly Definition[] {
  return definitionsOf(view).get(reference) ?? [];
}

function loginFindings(view: StackView, gate: GateView): Finding[] {
  const reference = gate.middleware;
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  const found = definitions(view, reference);
  if (!gate.here) return foreignFindings(reference, found);
  if (found.length === 0) {
    if (used.length === 0) return [];
    return [
      finding(ID, undefined, undefined, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables a router whose middleware is missing: 404, or an open router with a broader rule.",
        fix: fixText(gate),
      }),
    ];
  }
  return [
    ...(found.length > 1 ? [manyFinding(reference, found)] : []),
    ...found.flatMap((definition) => loginProblems(definition, gate)),
  ];
}

/** The stack that has the gate defines it; any other definition is a second one. */
function foreignFindings(reference: string, found: readonly Definition[]): Finding[] {
  return found.map(({ container }) =>
    finding(ID, container, undefined, {
      what: `${describe(container.view)} defines the middleware '${reference}', which the stack of the gate defines already.`,
      why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
      fix: "Remove the definition.",
    }),
  );
}

function manyFinding(reference: string, found: readonly Definition[]): Finding {
  return finding(ID, found[1]?.container, undefined, {
    what: `the middleware '${reference}' is defined on ${found.length} containers: ${enumerate(found.map(({ container }) => container.view.title))}.`,
    why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
    fix: "Keep the definition that SsoGate writes and remove the others.",
  });
}

function loginProblems({ container, middleware }: Definition, gate: GateView): Finding[] {
  const report = (what: string, why: string): Finding =>
    finding(ID, container, undefined, {
      what: `${describe(container.view)}: middleware '${gate.middleware}' ${what}`,
      why,
      fix: fixText(gate),
    });
  const types = Object.keys(middleware);
  const options = middleware.forwardauth;
  if (types.length !== 1 || !options) {
    return [report(`is of type ${types.join(", ")}, not forwardauth.`, "Only forwardAuth asks authentik.")];
  }
  const found: Finding[] = [];
  if (options.address !== gate.authAddress) {
    found.push(
      report(
        `asks '${String(options.address ?? "")}' instead of '${gate.authAddress}'.`,
        "Any address that answers 200 lets everybody in, and one that leads through Traefik asks itself for ever.",
      ),
    );
  }
  const kept = IDENTITY_HEADERS.filter((header) => !isReplaced(header, options));
  if (kept.length > 0) {
    found.push(
      report(
        `does not replace ${enumerate(kept, 12)}.`,
        "A header that is not listed passes from the client to the service unchanged.",
      ),
    );
  }
  if (options.trustforwardheader === undefined) {
    found.push(
      report(
        "does not say 'trustforwardheader'.",
        "The default is about to change; it decides whose host and path authentik judges.",
      ),
    );
  }
  if (typeof options.maxresponsebodysize !== "number" || options.maxresponsebodysize <= 0) {
    found.push(report("sets no 'maxresponsebodysize'.", "An answer of any size is then kept in Traefik's memory."));
  }
  return found;
}

function isReplaced(header: string, options: NonNullable<MiddlewareLabels[string]>): boolean {
  const listed = options.authresponseheaders;
  if (Array.isArray(listed) && listed.some((name) => name.toLowerCase() === header.toLowerCase())) return true;
  const expression = options.authresponseheadersregex;
  return typeof expression === "string" && found(expression, canonical(header));
}

function found(expression: string, text: string): boolean {
  try {
    return expression !== "" && Automaton.of(expression).matches(text);
  } catch (error) {
    if (error instanceof InvalidRegexp || error instanceof UnsupportedRegexp) return false;
    throw error;
  }
}

/** The form in which Go keeps headers: only this one is compared with the expression. */
function canonical(header: string): string {
  return header.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function stripFindings(view: StackView, gate: GateView): Finding[] {
  const reference = gate.stripMiddleware;
  const found = definitions(view, reference);
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  if (!gate.here) return foreignFindings(reference, found);
  const fix =
    "Let SsoGate define it: a headers middleware with an empty customrequestheaders entry for each X-authentik-* header.";
  if (found.length === 0 && used.length > 0) {
    return [
      finding(ID, undefined, undefined, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables those routers.",
        fix,
      }),
    ];
  }
  return [
    ...(found.length > 1 ? [manyFinding(reference, found)] : []),
    ...found.flatMap(({ container, middleware }) => {
      const kept = keptHeaders(middleware);
      if (kept.length === 0) return [];
      const what = `${describe(container.view)}: middleware '${reference}' lets ${enumerate(kept, 12)} through.`;
      return [
        finding(ID, container, undefined, {
          what,
          why: "On a router without the login a client could say who it is.",
          fix,
        }),
      ];
    }),
  ];
}

function fixText(gate: GateView): string {
  const prefix = `traefik.http.middlewares.${gate.middleware.replace(/@.*$/, "")}.forwardauth`;
  return [
    "Let SsoGate define it, or write on Traefik's own container:",
    `  ${prefix}.address=${gate.authAddress}`,
    `  ${prefix}.authresponseheaders=${IDENTITY_HEADERS.join(",")}`,
    `  ${prefix}.maxresponsebodysize=1048576`,
    `  ${prefix}.trustforwardheader=true`,
  ].join("\n");
}
