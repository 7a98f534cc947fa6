import { describe } from "../container";
import type { Finding } from "../finding";
import { callbackHosts } from "../gateDomains";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { definitionsOf, expand } from "../middlewares";
import { OUTPOST_PATH_PREFIX, OUTPOST_PRIORITY, outpostRule } from "../outpostRule";
import type { ResolvedRouter } from "../resolve";
import { resolve } from "../resolve";
import { isWithin, literalHosts, matches, mustParse, overlaps, v2Placeholder } from "../rule";
import type { GateView, StackView } from "../view";
import { enumerate, finding, routerOf } from "./common";
import { MAX_SERVICE_PRIORITY } from "./priority";

const ID = "outpost-router";

/** What the router is for, told where somebody is about to lose it. */
const STORY =
  "It looks like a leftover and is the most important router of the setup: every service's own router claims its whole host, the path of authentik's outpost included. Without it the login's start, its sign-out and its health check are answered by the service instead of authentik, and the callback of a service with a provider of its own ends in a 400, 'mismatched session ID'.";

/** The outpost answers on every protected host. */
export const outpostRouter: Invariant = {
  id: ID,
  title: `${OUTPOST_PATH_PREFIX} of every protected host reaches authentik`,
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: `The login itself. ${STORY}`,
  remediation: "Keep SsoGate's OutpostRouter, or write its labels on the container of authentik's server.",
  frameworks: FRAMEWORKS.authentication,
  // In a stack of services only, the router is the other stack's, and judged there.
  check: (view) => (view.gate?.here && hasServices(view) ? judge(view, view.gate) : []),
};

function hasServices(view: StackView): boolean {
  return resolve(view).length > 0;
}

function judge(view: StackView, gate: GateView): Finding[] {
  const table = resolve(view);
  const candidates = table.filter(
    ({ rule, labels }) => labels.rule !== undefined && rule.includes("outpost.goauthentik.io"),
  );
  const hosts = requiredHosts(table, gate);
  const judged = candidates.map((router) => ({ router, faults: faults(router, table, view, gate) }));
  const isCovered = (host: string) =>
    judged.some(({ router, faults: wrong }) => wrong.length === 0 && covers(router, host));
  // `Host()` takes a name with a dot at its end as well, and a browser may send it.
  const uncovered = hosts.flatMap((host) => [host, `${host}.`].filter((form) => !isCovered(form)).slice(0, 1));
  if (uncovered.length === 0) return [];
  const fix = fixText(gate);
  if (candidates.length === 0) {
    return [
      finding(ID, server(table, gate)?.container, undefined, {
        what: `no router sends ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)} to authentik: the outpost router is missing.`,
        why: STORY,
        fix,
      }),
    ];
  }
  const faulty = judged.flatMap(({ router, faults: wrong }) =>
    wrong.map((fault) =>
      finding(ID, router.container, router.name, {
        what: `${routerOf(router.container, router.name)} ${fault}`,
        why: STORY,
        fix,
      }),
    ),
  );
  if (faulty.length > 0) return faulty;
  return candidates.slice(0, 1).map(({ container, name, rule }) =>
    finding(ID, container, name, {
      what: `${routerOf(container, name)} does not match ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)}; its rule is ${rule}.`,
      why: STORY,
      fix: uncovered.every((host) => host.includes("_"))
        ? "Rename the host: an underscore is no character of a host name."
        : fix,
    }),
  );
}

/** Hosts on which a browser may ask for the outpost's path. */
function requiredHosts(table: readonly ResolvedRouter[], gate: GateView): string[] {
  const named = table.flatMap(({ parsed }) => (parsed.ok ? (literalHosts(parsed.rule) ?? []) : []));
  const samples = gate.domains.map((domain) => `any-other-name.${domain}`);
  // A placeholder of v2 in `Host()` is no host: rule-language reports it.
  const hosts = named.filter((host) => isWithin(host, gate.domains) && /^[a-z0-9._-]+$/.test(host));
  return [...new Set([...callbackHosts(gate), ...hosts.sort(), ...samples])];
}

function covers(router: ResolvedRouter, host: string): boolean {
  const request = { host, path: `${OUTPOST_PATH_PREFIX}start`, query: {} };
  return router.parsed.ok && matches(router.parsed.rule, request) === true;
}

/** Everything but its hosts that keeps a router from being the outpost router. */
function faults(router: ResolvedRouter, table: readonly ResolvedRouter[], view: StackView, gate: GateView): string[] {
  const found: string[] = [];
  if (!router.parsed.ok) return [`has a rule that Traefik cannot read, and so is disabled: ${router.parsed.error}.`];
  const placeholder = v2Placeholder(router.parsed.rule);
  if (placeholder) {
    return [
      `has a rule of Traefik v2: '${placeholder}' is plain text to Traefik v3, which reports the router as enabled and never matches it.`,
    ];
  }
  if (router.labels.ruleSyntax !== undefined) found.push("depends on 'rulesyntax', which Traefik is about to remove.");
  const definitions = definitionsOf(view);
  const chain = expand(router.middlewares, definitions);
  const missing = chain.filter((item) => item !== gate.middleware && !definitions.has(item));
  if (missing.length > 0) {
    found.push(
      `asks for ${enumerate(missing.map((item) => `'${item}'`))}, which nothing here defines: Traefik disables a router for a middleware that is missing.`,
    );
  }
  if (chain.includes(gate.middleware)) {
    found.push(
      `has the login '${gate.middleware}' in front of itself: it is the way to the login, and would redirect for ever.`,
    );
  }
  if (!leadsToServer(router, table, gate)) {
    found.push(
      `does not lead to authentik: its service is '${router.labels.service ?? "not given"}', and it has to be one of '${gate.serverName}'.`,
    );
  }
  if (router.entryPoints && !router.entryPoints.includes(gate.entryPoint)) {
    found.push(`is not on entry point '${gate.entryPoint}', where the services are.`);
  }
  const configuration = view.static.known ? view.static.value : undefined;
  if (!router.labels.tls && configuration?.entryPoints.get(gate.entryPoint)?.tls !== true) {
    found.push("has no TLS: it answers plain HTTP only, and the services are on HTTPS.");
  }
  found.push(...priorityFaults(router, table, gate));
  return found;
}

function priorityFaults(router: ResolvedRouter, table: readonly ResolvedRouter[], gate: GateView): string[] {
  if ((router.labels.priority ?? 0) <= MAX_SERVICE_PRIORITY) {
    return [
      `has ${router.labels.priority === undefined ? "no priority, so the length of its rule counts" : `priority ${router.labels.priority}`}: a service with a longer rule or a larger priority takes the path back.`,
    ];
  }
  const region = mustParse(outpostRule(gate.domains));
  const rivals = table.filter(
    (other) =>
      other !== router &&
      other.priority >= router.priority &&
      !(leadsToServer(other, table, gate) && !other.gated) &&
      (!other.parsed.ok || overlaps(other.parsed.rule, region).answer !== "no"),
  );
  return rivals.map(
    ({ name, container, priority }) =>
      `loses the path to router '${name}' of ${describe(container.view)}, which has priority ${priority} (this one has ${router.priority}).`,
  );
}

function leadsToServer(router: ResolvedRouter, table: readonly ResolvedRouter[], gate: GateView): boolean {
  const { target } = router;
  if (target.kind === "own") return isServer(router, gate);
  if (target.kind !== "elsewhere") return false;
  const owner = server(table, gate)?.container;
  return [...(owner?.labels.services.keys() ?? [])].some(
    (name) => `${name}@${owner?.view.provider}` === target.reference,
  );
}

function server(table: readonly ResolvedRouter[], gate: GateView): ResolvedRouter | undefined {
  return table.find((router) => isServer(router, gate));
}

function isServer({ container }: ResolvedRouter, gate: GateView): boolean {
  return container.view.name.known && container.view.name.value === gate.serverName;
}

function fixText(gate: GateView): string {
  const router = "traefik.http.routers.authentik-outpost";
  return [
    `Keep SsoGate's OutpostRouter, or write on the container '${gate.serverName}':`,
    `  ${router}.rule=${outpostRule(gate.domains)}`,
    `  ${router}.entrypoints=${gate.entryPoint}`,
    `  ${router}.priority=${OUTPOST_PRIORITY}`,
    `  ${router}.tls=true`,
    `  ${router}.service=authentik`,
    `and no middleware of the login.`,
  ].join("\n");
}
