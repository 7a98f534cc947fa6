import type { ExcludedDecision } from "../access";
import { portOf } from "../accessProblems";
import { isShared } from "../addressRange";
import type { ReadContainer } from "../container";
import { decisionOf, describe, isGated } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { mustParse, overlaps, parseRule } from "../rule";
import type { StackView } from "../view";
import { MIDDLEWARE } from "../view";
import { finding, published, readContainers } from "./common";
import { isLoopback } from "./host";

const ID = "exclusion-current";

/** An exclusion lasts as long as it says, and opens what it says. */
export const exclusionCurrent: Invariant = {
  id: ID,
  title: "No exclusion has expired or lost its object",
  severity: "high",
  scope: "container",
  alsoFleet: true,
  oracle: true,
  protects: "Against exclusions that outlive their reason, or that open more than their range of addresses says.",
  remediation: "Put the service behind the login, or decide anew: reason, owner, last day, paths, ports.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => [
    ...published(view).flatMap((container): Finding[] => {
      const decision = decisionOf(container);
      if (decision?.mode !== "excluded") return [];
      const ended = term(container, decision, view.today);
      if (ended) return [ended];
      return [...coverage(container, decision, view), ...proxies(container, decision, view)];
    }),
    ...readContainers(view).flatMap(unpublishedPorts),
  ],
};

/** Days before its end from which an exclusion is spoken of. */
const NOTICE_DAYS = 14;

function term(
  container: ReadContainer,
  { until, reason, owner }: ExcludedDecision,
  today: string,
): Finding | undefined {
  if (until === undefined) return undefined;
  const who = owner === undefined ? "" : ` Its owner is ${owner}.`;
  if (until < today) {
    return finding(ID, container, undefined, {
      what: `the exclusion of ${describe(container.view)} ended on ${until}.`,
      why: `It was granted until then for this reason: ${reason}.${who}`,
      fix: "Put the service behind the login (domain()), or write a later 'until' if the reason still holds.",
    });
  }
  if ((Date.parse(until) - Date.parse(today)) / 86_400_000 > NOTICE_DAYS) return undefined;
  return {
    ...finding(ID, container, undefined, {
      what: `the exclusion of ${describe(container.view)} ends on ${until}.`,
      why: `From the day after, it is a violation. Its reason is: ${reason}.${who}`,
      fix: "Decide in time: domain(), or a later 'until'.",
    }),
    advisory: true,
  };
}

/** What the exclusion names and no router opens. */
function coverage(container: ReadContainer, decision: ExcludedDecision, view: StackView): Finding[] {
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const routers = [...container.labels.routers.values()];
  const open = routers.filter((router) => !isGated(router, login, container.view.provider));
  const why = "An exclusion that covers nothing hides that the service is protected, and waits for a mistake.";
  if (routers.length > 0 && open.length === 0) {
    return [
      finding(ID, container, undefined, {
        what: `the exclusion of ${describe(container.view)} opens nothing: every router of it asks for the login.`,
        why,
        fix: "Write domain() instead of excluded(), or remove the 'sso.*' labels of the exclusion.",
      }),
    ];
  }
  const rules = open.map(({ rule }) => parseRule(rule ?? "PathPrefix(`/`)"));
  return (decision.paths ?? []).flatMap((path) => {
    const wanted = mustParse(`PathPrefix(\`${path}\`)`);
    if (rules.some((rule) => !rule.ok || overlaps(rule.rule, wanted).answer !== "no")) return [];
    return [
      finding(ID, container, undefined, {
        what: `the exclusion of ${describe(container.view)} names the path '${path}', which no open router serves.`,
        why,
        fix: `Remove '${path}' from 'sso.paths', or add it to the rule of the open router.`,
      }),
    ];
  });
}

/** A range of addresses that holds a proxy is open to everybody who comes through that proxy. */
function proxies(container: ReadContainer, { sources }: ExcludedDecision, view: StackView): Finding[] {
  if (!sources || !view.static.known) return [];
  const trusted = [...view.static.value.flags].flatMap(([flag, value]) =>
    /^entrypoints\.[^.]+\.(forwardedheaders|proxyprotocol)\.trustedips$/.test(flag) ? value.split(",") : [],
  );
  return sources.flatMap((source) => {
    const proxy = trusted.map((range) => range.trim()).find((range) => isShared(range, source));
    if (proxy === undefined) return [];
    return [
      finding(ID, container, undefined, {
        what: `the exclusion of ${describe(container.view)} holds for ${source}, in which the proxy ${proxy} is.`,
        why: "Traefik's ClientIP() compares the peer of the connection: everybody who comes through that proxy would be let in.",
        fix: `Narrow 'sso.sources' to ranges without ${proxy}.`,
      }),
    ];
  });
}

function unpublishedPorts(container: ReadContainer): Finding[] {
  const decision = decisionOf(container);
  const { ports } = container.view;
  if (!decision || decision.mode === "gate" || ports.some(({ known }) => !known)) return [];
  const there = new Set(
    ports.flatMap((port) =>
      port.known && !isLoopback(port.value.ip) ? [`${port.value.internal}/${port.value.protocol}`] : [],
    ),
  );
  const idle = (decision.ports ?? []).filter((port) => !there.has(portOf(port) ?? ""));
  return idle.map((port) =>
    finding(ID, container, undefined, {
      what: `${describe(container.view)} lists the port '${port}' in 'sso.ports' and does not publish it.`,
      why: "A port that is allowed and not there waits for a mistake.",
      fix: `Remove '${port}' from 'sso.ports', or publish it.`,
    }),
  );
}
