import { decisionOf, describe, isGated } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { MIDDLEWARE } from "../view";
import { finding, published } from "./common";

/** An exclusion lasts as long as it says, and opens something. */
export const exclusionCurrent: Invariant = {
  id: "exclusion-current",
  title: "No exclusion has expired or lost its object",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "Against exclusions that outlive their reason.",
  remediation: "Put the service behind the login, or decide anew: reason, owner and last day.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) =>
    published(view).flatMap((container): Finding[] => {
      const decision = decisionOf(container);
      if (decision?.mode !== "excluded") return [];
      const owner = decision.owner === undefined ? "" : ` Its owner is ${decision.owner}.`;
      if (decision.until !== undefined && decision.until < view.today) {
        return [
          finding("exclusion-current", container, undefined, {
            what: `the exclusion of ${describe(container.view)} ended on ${decision.until}.`,
            why: `It was granted until then for this reason: ${decision.reason}.${owner}`,
            fix: "Put the service behind the login (domain()), or write a later 'until' if the reason still holds.",
          }),
        ];
      }
      const soon = endsSoon(decision.until, view.today);
      if (soon) {
        return [
          {
            ...finding("exclusion-current", container, undefined, {
              what: `the exclusion of ${describe(container.view)} ends on ${decision.until}.`,
              why: `From the day after, it is a violation. Its reason is: ${decision.reason}.${owner}`,
              fix: "Decide in time: domain(), or a later 'until'.",
            }),
            advisory: true,
          },
        ];
      }
      const login = view.gate?.middleware ?? MIDDLEWARE;
      const routers = Object.values(container.labels.routers);
      if (routers.length === 0 || routers.some((router) => !isGated(router, login))) return [];
      return [
        finding("exclusion-current", container, undefined, {
          what: `the exclusion of ${describe(container.view)} opens nothing: every router of it asks for the login.`,
          why: "An exclusion that covers nothing hides that the service is protected, and waits for a mistake.",
          fix: "Write domain() instead of excluded(), or remove the 'sso.*' labels of the exclusion.",
        }),
      ];
    }),
};

/** Days before its end from which an exclusion is spoken of. */
const NOTICE_DAYS = 14;

function endsSoon(until: string | undefined, today: string): boolean {
  if (until === undefined) return false;
  return (Date.parse(until) - Date.parse(today)) / 86_400_000 <= NOTICE_DAYS;
}
