import type { AccessDecision } from "../access";
import { portOf } from "../accessProblems";
import { decisionOf, describe, readContainer } from "../container";
import { isLimited } from "../exclusionScope";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { ContainerView } from "../view";
import { GATE_COMPONENT } from "../view";

/** Nobody reaches a container past Traefik unless somebody decided so. */
export const publishedPort: Invariant = {
  id: "published-port",
  title: "No container publishes a port past the login without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects:
    "Against the way past Traefik: a published port answers on the host's address, whatever the labels say, of a container without any label too.",
  remediation: "Remove the port, bind it to 127.0.0.1, or list it in 'sso.ports' with a reason.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    view.containers.flatMap((container) => {
      if (isGates(container)) return [];
      const decision = decisionFor(container);
      if (opensEverything(decision)) return [];
      const listed = new Set(portsOf(decision));
      return container.ports.flatMap((port) => {
        if (port.known && (isLoopback(port.value.ip) || listed.has(`${port.value.internal}/${port.value.protocol}`))) {
          return [];
        }
        const name = port.known ? `${port.value.internal}/${port.value.protocol}` : "<port>";
        return [
          report("published-port", container, decision, {
            what: port.known
              ? `publishes its port ${name} on ${port.value.ip || "every address of the host"}`
              : "publishes a port of which the address or number is unknown",
            why: "Whoever reaches the host reaches it there without any login.",
            fix: `Remove it from 'ports', bind it to the host alone (ip: "127.0.0.1"), or write ${
              decision ? "" : "'sso.access=excluded', "
            }'sso.ports=${[...listed, name].join(",")}' and 'sso.reason'.`,
          }),
        ];
      });
    }),
};

/** Every container has a network of its own. */
export const networkMode: Invariant = {
  id: "network-mode",
  title: "No container shares the host's network without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: in the host's network every port of a container is a port of the host.",
  remediation: "Give the container a network of its own instead of networkMode 'host' or 'container:…'.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    view.containers.flatMap((container) => {
      const { networkMode: mode } = container;
      if (mode.known && !/^(host|container:.*)$/.test(mode.value ?? "")) return [];
      const decision = decisionFor(container);
      if (opensEverything(decision)) return [];
      return [
        report("network-mode", container, decision, {
          what: `has network mode '${mode.known ? mode.value : "unknown"}'`,
          why: "Its ports then belong to the host, or to another container, and answer there without any login.",
          fix: "Remove 'networkMode' and join a network through 'networksAdvanced'; where that cannot be, exclude the whole container: 'sso.access=excluded' with 'sso.reason'.",
        }),
      ];
    }),
};

function decisionFor(container: ContainerView): AccessDecision | undefined {
  const read = readContainer(container);
  return read && decisionOf(read);
}

/** Traefik and the API port are how the gate is reached. */
function isGates(container: ContainerView): boolean {
  return container.components.includes(GATE_COMPONENT);
}

function opensEverything(decision: AccessDecision | undefined): boolean {
  return decision?.mode === "excluded" && !isLimited(decision);
}

function portsOf(decision: AccessDecision | undefined): string[] {
  if (!decision || decision.mode === "gate") return [];
  return (decision.ports ?? []).flatMap((port) => portOf(port) ?? []);
}

export function isLoopback(ip: string): boolean {
  return /^127\.|^::1$/.test(ip);
}

function report(
  invariant: string,
  container: ContainerView,
  decision: AccessDecision | undefined,
  { what, why, fix }: { readonly what: string; readonly why: string; readonly fix: string },
): Finding {
  const standing = !decision
    ? "has no valid access decision"
    : decision.mode === "excluded"
      ? "is excluded for some paths or clients only"
      : "is behind the login";
  return { invariant, resource: container.id, what: `${describe(container)} ${standing} and ${what}.`, why, fix };
}
