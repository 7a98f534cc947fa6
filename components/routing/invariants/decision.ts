import type { AccessDecision, ExcludedDecision } from "../access";
import type { ReadContainer } from "../container";
import { decisionOf, describe, isGated, isReference } from "../container";
import { beyondScope, isLimited, openCondition } from "../exclusionScope";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { ParsedRouter } from "../labels/parse";
import { parseRule } from "../rule";
import { onlyStreams } from "../services";
import type { StackView } from "../view";
import { GATE_COMPONENT, MIDDLEWARE } from "../view";
import { finding, published, routerOf } from "./common";

const ID = "service-decision";

/** Every container that Traefik publishes is behind the login, or says why not. */
export const serviceDecision: Invariant = {
  id: ID,
  title: "Every published service is behind the login or excluded with a reason",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects:
    "Every service: each router that Traefik serves asks authentik first, or somebody decided otherwise and wrote down why.",
  remediation:
    "Declare the service through ProtectedService, or write the middleware label on every router; where a service cannot stand behind the login, use excluded({ reason }).",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => published(view).flatMap((container) => judge(container, view)),
};

function judge(container: ReadContainer, view: StackView): Finding[] {
  const decision = decisionOf(container);
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const found = container.access.errors.map((error) =>
    finding(ID, container, undefined, {
      what: `${describe(container.view)} is published by Traefik without a valid access decision: ${error}`,
      why: "Without a decision nobody knows whether it was left open on purpose.",
      fix: "Declare it through ProtectedService, which defaults to the login, or write the 'sso.*' labels.",
    }),
  );
  if (decision?.mode === "gate" && !container.inGate) {
    found.push(
      finding(ID, container, undefined, {
        what: `${describe(container.view)} says 'sso.access=gate' and is no part of the gate.`,
        why: `Only what the component ${GATE_COMPONENT} makes may answer without a login by that decision.`,
        fix: "Write 'sso.access=domain' and the middleware label, or 'sso.access=excluded' with 'sso.reason'.",
      }),
    );
  }
  const { routers } = container.labels;
  if (routers.size === 0) found.push(...withoutRouter(container, view));
  for (const [name, router] of routers) {
    if (router.rule === undefined) found.push(withoutRule(container, name));
    // Meant to be open, and refused already for what is wrong with the exclusion.
    const refused = decision === undefined && container.decisionLabels["sso.access"] === "excluded";
    if (isGated(router, login, container.view.provider) || refused) continue;
    found.push(...openRouter(container, decision, name, router, login));
  }
  return found;
}

/** Traefik gives a container without a router one of its own making, and no middleware. */
function withoutRouter(container: ReadContainer, view: StackView): Finding[] {
  const { defaultRule } = view.static.known ? view.static.value.providers[container.view.provider] : {};
  if (onlyStreams(container) || defaultRule === "" || container.inGate) return [];
  return [
    finding(ID, container, undefined, {
      what: `${describe(container.view)} is published by Traefik and declares no router.`,
      why: "Traefik makes one from its default rule, Host(`<container name>`), with no login in front of it.",
      fix: "Declare it through ProtectedService, write a router with rule and middlewares, or 'traefik.enable=false'.",
    }),
  ];
}

function withoutRule(container: ReadContainer, name: string): Finding {
  return finding(ID, container, name, {
    what: `${routerOf(container, name)} has no rule.`,
    why: "Traefik then takes its default rule, so the router answers for a host that nobody wrote down. It may also be a typing error in the router's name: each name is a router of its own.",
    fix: `Write 'traefik.http.routers.${name}.rule', or remove the other labels of '${name}'.`,
  });
}

function openRouter(
  container: ReadContainer,
  decision: AccessDecision | undefined,
  name: string,
  router: ParsedRouter,
  login: string,
): Finding[] {
  const { provider } = container.view;
  const place = router.middlewares?.findIndex((item) => isReference(item, login, provider)) ?? -1;
  const label = `traefik.http.routers.${name}.middlewares`;
  switch (decision?.mode) {
    case "gate":
      return container.inGate ? [] : [open(container, name, router, label, login, place)];
    // Whether the service really logs in through authentik takes the whole stack: see oidc-client.
    case "oidc":
      return [];
    case "excluded":
      return isLimited(decision) ? beyond(container, decision, name, router, login) : [];
    default:
      return [open(container, name, router, label, login, place)];
  }
}

function open(
  container: ReadContainer,
  name: string,
  router: ParsedRouter,
  label: string,
  login: string,
  place: number,
): Finding {
  const others = (router.middlewares ?? []).filter((_, index) => index !== place);
  const line = `${label}=${[login, ...others].join(",")}`;
  const rule = router.rule ?? "its default rule";
  return finding(ID, container, name, {
    what:
      place > 0
        ? `${routerOf(container, name)} lists '${login}' after '${router.middlewares?.slice(0, place).join(",")}'.`
        : `${routerOf(container, name)} is open: Traefik serves ${rule} without asking authentik.`,
    why:
      place > 0
        ? "What comes before the login can answer without it or change which page authentik is asked about."
        : "Everybody who reaches Traefik reaches the service.",
    fix: `Write '${line}', or exclude the service: 'sso.access=excluded' with 'sso.reason' (excluded({ reason }) in the program).`,
  });
}

/** An exclusion for some paths or clients opens exactly those. */
function beyond(
  container: ReadContainer,
  decision: ExcludedDecision,
  name: string,
  router: ParsedRouter,
  login: string,
): Finding[] {
  const parsed = router.rule === undefined ? undefined : parseRule(router.rule);
  if (parsed && !parsed.ok) return [];
  const more = parsed ? beyondScope(parsed.rule, decision) : "on every host";
  if (more === undefined) return [];
  const { paths, sources } = decision;
  const scope = [
    ...(paths ? [`the paths ${paths.join(", ")}`] : []),
    ...(sources ? [`the clients ${sources.join(", ")}`] : []),
  ];
  return [
    finding(ID, container, name, {
      what: `${routerOf(container, name)} is open beyond ${scope.join(" and ")} of its exclusion, ${more}.`,
      why: "The exclusion names those only; everything else of the host was meant to stay behind the login.",
      fix: `Limit its rule with '&& ${openCondition(decision)}', or write 'traefik.http.routers.${name}.middlewares=${login}'.`,
    }),
  ];
}
