import { decisionOf, describe } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { ResolvedRouter } from "../resolve";
import { fingerprint, resolve, routersByContainer } from "../resolve";
import type { Rule } from "../rule";
import { escapes, isWithin, literalHosts, mustParse, overlaps, restrict, satisfiable } from "../rule";
import type { StackView } from "../view";
import { enumerate, finding, routerOf } from "./common";

/** The login's cookie reaches every host behind it. */
export const hostBoundary: Invariant = {
  id: "host-boundary",
  title: "Every host behind the login is inside a protected domain",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "The boundary that authentik's domain mode relies on: its cookie is valid for the domain, and it looks a host up by the end of its name.",
  remediation: "Serve the service under a protected domain, or add its domain to the gate.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const inside = mustParse(
      domains.map((domain) => `HostRegexp(\`(^|\\.)${domain.replaceAll(".", "\\.")}\\.?$\`)`).join(" || "),
    );
    return resolve(view).flatMap((router) => {
      if (!router.gated || router.container.inGate || !router.parsed.ok) return [];
      const outside = hostsOutside(router.parsed.rule, domains, inside);
      if (outside.length === 0) return [];
      return [
        finding("host-boundary", router.container, router.name, {
          what: `${routerOf(router.container, router.name)} asks for the login on ${enumerate(outside)}, outside of ${domains.join(", ")}.`,
          why: "The login's cookie is not valid there: users are sent round in circles, and authentik may take the host for another.",
          fix: `Serve it under ${domains.map((domain) => `'*.${domain}'`).join(" or ")}, or give the gate that domain too.`,
        }),
      ];
    });
  },
};

function hostsOutside(rule: Rule, domains: readonly string[], inside: Rule): string[] {
  const hosts = literalHosts(rule);
  if (hosts) return hosts.filter((host) => !isWithin(host, domains));
  const found = escapes(rule, inside);
  if (found.answer === "no") return [];
  return [found.host ? `hosts such as '${found.host}'` : "other hosts"];
}

/** Nobody else answers for a protected host. */
export const hostOwner: Invariant = {
  id: "host-owner",
  title: "No open router of another container can answer for a protected host",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects:
    "Protected hosts against a longer, broader or equal rule elsewhere: the longer rule wins, equal ones win at random, and a broad one answers whenever the protected router is disabled.",
  remediation: "Give each host to one container, and open routers literal hosts of their own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => hostFindings(view),
};

function hostFindings(view: StackView): Finding[] {
  const table = resolve(view);
  const open = table.filter((router) => !router.gated && !isGates(router));
  const gated = table.filter((router) => router.gated);
  const narrow = gated.filter((router) => !router.hosts && !isWildcard(router, view.gate?.domains ?? []));
  const owners = new Map<string, ResolvedRouter[]>();
  for (const router of gated) {
    for (const host of router.hosts ?? []) {
      const routers = owners.get(host) ?? [];
      routers.push(router);
      owners.set(host, routers);
    }
  }
  return open.flatMap((router): Finding[] => {
    if (!router.parsed.ok) return [];
    const { rule } = router.parsed;
    const meets = overlapsWith(rule);
    const rivals = router.hosts ? [...router.hosts.flatMap((host) => owners.get(host) ?? []), ...narrow] : gated;
    const taken = rivals.filter((other) => !isOwn(router, other, view) && meets(other));
    if (taken.length === 0) return [];
    const names = [...new Set(taken.map((other) => describe(other.container.view)))];
    return [
      finding("host-owner", router.container, router.name, {
        what: `${routerOf(router.container, router.name)} is open and can answer for ${enumerate(names)}: its rule is ${router.rule}.`,
        why: "Traefik takes the longer rule or the larger priority; of equal ones, either; and this one alone while the protected router is disabled or its container unhealthy.",
        fix: "Give it a host of its own with Host(), or put it behind the login as well.",
      }),
    ];
  });
}

/** Whether a router is for whatever nobody else answers for: taking one host away from it is nobody's loss. */
function isWildcard({ parsed }: ResolvedRouter, domains: readonly string[]): boolean {
  return parsed.ok && domains.some((domain) => restrict(parsed.rule, `any-other-name.${domain}`) !== false);
}

/** Whether `rule` and another router's can match one request. What is left for a host is the same for most hosts. */
function overlapsWith(rule: Rule): (other: ResolvedRouter) => boolean {
  const answers = new Map<string, boolean>();
  const meetsAt = (host: string, other: Rule): boolean => {
    const [mine, theirs] = [restrict(rule, host), restrict(other, host)];
    if (mine === false || theirs === false) return false;
    if (mine === true && theirs === true) return true;
    const key = JSON.stringify([mine, theirs]);
    const found = answers.get(key) ?? satisfiable(both(mine, theirs)).answer !== "no";
    answers.set(key, found);
    return found;
  };
  return ({ parsed, hosts }) => {
    if (!parsed.ok) return false;
    if (!hosts) return overlaps(rule, parsed.rule).answer !== "no";
    // A host may end in a dot.
    return hosts.some((host) => meetsAt(host, parsed.rule) || meetsAt(`${host}.`, parsed.rule));
  };
}

function both(left: Rule | true, right: Rule | boolean): Rule {
  if (left === true) return right as Rule;
  return typeof right === "boolean" ? left : { kind: "and", left, right };
}

/** Whether `other` is the same container's, or that of a replica, which has the very same router. */
function isOwn(router: ResolvedRouter, other: ResolvedRouter, view: StackView): boolean {
  if (other.container === router.container) return true;
  const same = (routersByContainer(view).get(router.container) ?? []).filter(({ name }) => name === other.name);
  return same.some((twin) => fingerprint(twin) === fingerprint(other));
}

/** authentik answers without a login in front: the gate's own routers are the way to it. */
function isGates({ container }: ResolvedRouter): boolean {
  return container.inGate && decisionOf(container)?.mode === "gate";
}
