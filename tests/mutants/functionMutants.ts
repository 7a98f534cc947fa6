import type { AnyFunction, FunctionMutant } from "./mutant";

const always = (value: unknown) => () => () => value;

/** Faults in the functions that decide. Imports nothing of the model: it has to be loaded after the fault is made. */
export const FUNCTION_MUTANTS: readonly FunctionMutant[] = [
  {
    id: "gated-always",
    what: "every router counts as behind the login",
    module: "container",
    export: "isGated",
    replace: always(true),
  },
  {
    id: "provider-ignored",
    what: "a middleware of any provider counts as the gate's",
    module: "container",
    export: "isReference",
    replace: () => (item, reference) => nameOf(item) === nameOf(reference),
  },
  {
    id: "decision-errors-ignored",
    what: "a decision with errors counts as a valid exclusion",
    module: "container",
    export: "decisionOf",
    replace: (original) => (container) =>
      original(container) ?? { mode: "excluded", reason: "a reason that nobody wrote" },
  },
  {
    id: "access-errors-dropped",
    what: "labels without a decision count as one for the login",
    module: "access",
    export: "parseAccess",
    replace: (original) => (labels) => {
      const read = original(labels) as { decision: unknown };
      return { decision: read.decision ?? { mode: "domain" }, errors: [] };
    },
  },
  {
    id: "unknown-labels-empty",
    what: "a container with unknown labels counts as one without labels",
    module: "container",
    export: "readContainer",
    replace: (original) => (view) =>
      original(view) ?? original({ ...(view as object), labels: { known: true, value: [] } }),
  },
  {
    id: "nothing-published",
    what: "Traefik publishes no container",
    module: "invariants/common",
    export: "published",
    replace: always([]),
  },
  {
    id: "no-routers",
    what: "the routing table is empty",
    module: "resolve",
    export: "resolve",
    replace: always([]),
  },
  {
    id: "case-kept",
    what: "names of labels are compared letter by letter",
    module: "labels/tree",
    export: "fold",
    replace: () => (text) => text,
  },
  {
    id: "exposure-empty",
    what: "nothing is reported as exposed",
    module: "exposure",
    export: "exposure",
    replace: always([]),
  },
  {
    id: "overlap-never",
    what: "two rules never match the same request",
    module: "rule/solve",
    export: "overlaps",
    replace: always({ answer: "no" }),
  },
  {
    id: "escape-never",
    what: "a rule never matches more than another",
    module: "rule/solve",
    export: "escapes",
    replace: always({ answer: "no" }),
  },
  {
    id: "match-always",
    what: "a rule matches every request",
    module: "rule/matches",
    export: "matches",
    replace: always(true),
  },
  {
    id: "host-within-always",
    what: "every host is inside the gate's domains",
    module: "rule/hosts",
    export: "isWithin",
    replace: always(true),
  },
  {
    id: "placeholder-never",
    what: "Traefik v2's placeholders are not seen",
    module: "rule/placeholder",
    export: "v2Placeholder",
    replace: always(undefined),
  },
  {
    id: "headers-always-stripped",
    what: "every headers middleware strips the identity headers",
    module: "invariants/identity",
    export: "keptHeaders",
    replace: always([]),
  },
  {
    id: "traefik-never",
    what: "no container is recognised as Traefik",
    module: "staticConfiguration",
    export: "isTraefik",
    replace: always(false),
  },
  {
    id: "flags-ignored",
    what: "Traefik's flags are not read",
    module: "staticConfiguration",
    export: "readStaticConfiguration",
    replace: (original: AnyFunction) => () => original([]),
  },
  {
    id: "published-never",
    what: "Traefik takes no container's configuration",
    module: "published",
    export: "readable",
    replace: always([]),
  },
  {
    id: "reachable-empty",
    what: "no container answers a request without the login",
    module: "reachable",
    export: "reachable",
    replace: always([]),
  },
  {
    id: "targets-none",
    what: "no router leads to any container",
    module: "targets",
    export: "targetsOf",
    replace: always(new Set()),
  },
  {
    id: "login-holds-always",
    what: "the login's middleware holds, however it is defined",
    module: "middlewares",
    export: "loginHolds",
    replace: always(true),
  },
  {
    id: "scope-never-exceeded",
    what: "a router never opens more than its exclusion says",
    module: "exclusionScope",
    export: "beyondScope",
    replace: always(undefined),
  },
  {
    id: "everybody-never",
    what: "no range of addresses is everybody's",
    module: "addressRange",
    export: "isEverybody",
    replace: always(false),
  },
  {
    id: "client-always-proven",
    what: "every host has a client in authentik",
    module: "oidc",
    export: "provenHosts",
    replace: always({ has: () => true }),
  },
  {
    id: "floor-never",
    what: "no version is too old",
    module: "versionFloors",
    export: "floorAbove",
    replace: always(undefined),
  },
  {
    id: "gate-part-never",
    what: "no container is recognised as a part of the gate",
    module: "gateParts",
    export: "gatePart",
    replace: always(undefined),
  },
  {
    id: "message-without-id",
    what: "messages do not name their invariant",
    module: "finding",
    export: "findingText",
    replace: (original) => (finding) => String(original(finding)).replace(/ \[[a-z-]+\]$/, ""),
  },
];

function nameOf(reference: unknown): string {
  return String(reference).replace(/@.*$/, "");
}
