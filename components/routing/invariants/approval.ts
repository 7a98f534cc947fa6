import type { AccessDecision } from "../access";
import type { ReadContainer } from "../container";
import { decisionOf, describe } from "../container";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { finding, readContainers } from "./common";

const ID = "exclusion-approved";

/** Where everything is behind the login unless specified otherwise, two people specify it. */
export const exclusionApproved: Invariant = {
  id: ID,
  title: "In strict mode every exclusion stands in the pack's own list",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Against an exclusion by whoever writes the program: in strict mode it counts only with an entry in the configuration of the pack, which others may own.",
  remediation:
    "Have the exclusion approved: add the container's name to 'approvedExclusions' of the policy sso-stack, in policies.<stack>.json.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => {
    const opened = readContainers(view).filter((container) => opens(decisionOf(container)) && !container.inGate);
    const approved = new Set(view.approvedExclusions);
    const refused =
      view.gate?.mode !== "strict"
        ? []
        : opened.filter((container) => !namesOf(container).some((name) => approved.has(name)));
    const names = new Set(opened.flatMap(namesOf));
    return [
      ...refused.map((container) =>
        finding(ID, container, undefined, {
          what: `${describe(container.view)} opens a way past the login that the pack's configuration does not approve.`,
          why: "The gate is in strict mode: a reason in the program alone opens nothing.",
          fix: `Add '${namesOf(container).at(-1)}' to 'approvedExclusions' of the policy sso-stack in policies.<stack>.json, or write domain().`,
        }),
      ),
      ...view.approvedExclusions
        .filter((name) => !names.has(name))
        .map((name) => ({
          ...finding(ID, undefined, undefined, {
            what: `'approvedExclusions' lists '${name}', which no container with an exclusion or an open port is.`,
            why: "An approval that covers nothing waits for somebody to use it.",
            fix: `Remove '${name}' from 'approvedExclusions'.`,
          }),
          advisory: true as const,
        })),
    ];
  },
};

function opens(decision: AccessDecision | undefined): boolean {
  if (!decision || decision.mode === "gate") return false;
  return decision.mode === "excluded" || decision.ports !== undefined;
}

/** A container is approved by the name of its service, which is that of its resource, or by its own. */
function namesOf({ view }: ReadContainer): string[] {
  return [view.title, ...(view.name.known ? [view.name.value] : [])];
}
