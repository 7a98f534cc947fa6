import { decisionOf, describe, readContainer } from "../container";
import type { Finding } from "../finding";
import type { GatePart } from "../gateParts";
import { gatePart } from "../gateParts";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { Leaf } from "../leaf";
import { known } from "../leaf";
import type { ContainerView, GateView, StackView } from "../view";
import { GATE_COMPONENT } from "../view";
import { published } from "./common";
import { isLoopback } from "./host";

/** Nothing stands beside the services that nobody decided about. */
export const undecidedContainer: Invariant = {
  id: "undecided-container",
  title: "Every container on the services' network carries a decision",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Against the way round inside: on one network every app reaches every other directly, without Traefik and without the login, so what stands there has to be meant to.",
  remediation: "Give databases and helpers of an app a network of their own, shared with that app alone.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const judged = new Set(published(view));
    return view.containers.flatMap((container): Finding[] => {
      const read = readContainer(container);
      if (container.components.includes(GATE_COMPONENT)) return [];
      // What Traefik publishes without a decision is service-decision's, one unknown label is label-known's. But a
      // container without any label has unknown ones: at a preview the Docker provider leaves them open.
      if (read ? decisionOf(read) || judged.has(read) : container.labels.known) return [];
      const networks = networksOf(container);
      const joins = networks.find(
        (network) => !network.known || !gate.network.known || network.value === gate.network.value,
      );
      if (!joins) return [];
      const error = read ? read.access.errors[0] : "none of its labels is known.";
      return [
        {
          invariant: "undecided-container",
          resource: container.id,
          what: joins.known
            ? `${describe(container)} is on the services' network '${joins.value}' without a valid access decision: ${error}`
            : `${describe(container)} has no access decision and joins a network of which the name is unknown.`,
          why: "Every app on that network reaches it directly, without Traefik and without the login, and it reaches every app.",
          fix: joins.known
            ? "Give it a network of its own that it shares with its app alone, or write down the decision: the labels 'sso.access' and, for an exclusion, 'sso.reason'."
            : "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack.",
        },
      ];
    });
  },
};

/** Networks of the gate that carry what nobody else may talk to. */
interface PrivateNetwork {
  readonly name: string;
  readonly holds: string;
  readonly parts: readonly GatePart[];
}

const ID = "database-network";

/** What keeps sessions, passwords and the Docker API is alone with what needs it. */
export const databaseNetwork: Invariant = {
  id: ID,
  title: "authentik's database, Redis and the socket proxy are alone with what needs them",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Users, sessions and keys: whoever writes to authentik's database is any user, whoever empties Redis lifts the limit of logins, and the socket proxy shows every container's environment.",
  remediation: "Keep the networks that SsoGate makes for them, and let nothing else join or publish a port.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const networks = privateNetworks(view, gate);
    return view.containers.flatMap((container): Finding[] => {
      const part = gatePart(container, gate);
      return [...ownPorts(container, part), ...strangers(container, part, networks)];
    });
  },
};

type PrivatePart = "postgres" | "redis" | "socket-proxy";

const NEEDS: Readonly<Record<PrivatePart, readonly GatePart[]>> = {
  postgres: ["postgres", "server", "worker"],
  redis: ["redis", "traefik"],
  "socket-proxy": ["socket-proxy", "traefik"],
};
const HOLDS = { postgres: "authentik's database", redis: "Redis", "socket-proxy": "the socket proxy" } as const;

function isPrivate(part: GatePart | undefined): part is PrivatePart {
  return part !== undefined && part in NEEDS;
}

/** The networks that the private parts join, and those that SsoGate makes for them where they are in another stack. */
function privateNetworks(view: StackView, gate: GateView): PrivateNetwork[] {
  const of = (name: string, part: PrivatePart) => ({ name, holds: HOLDS[part], parts: NEEDS[part] });
  const named = [
    of(`${gate.prefix}-database`, "postgres"),
    of(`${gate.prefix}-ratelimit`, "redis"),
    of(`${gate.prefix}-socket`, "socket-proxy"),
  ];
  const joined = view.containers.flatMap((container) => {
    const part = gatePart(container, gate);
    return isPrivate(part) ? networksOf(container).flatMap((name) => (name.known ? [of(name.value, part)] : [])) : [];
  });
  return [...new Map([...named, ...joined].map((network) => [`${network.name} ${network.holds}`, network])).values()];
}

/** A port would be a way in past the network. */
function ownPorts(container: ContainerView, part: GatePart | undefined): Finding[] {
  if (!isPrivate(part)) return [];
  return container.ports
    .filter((port) => !port.known || !isLoopback(port.value.ip))
    .map((port) => ({
      invariant: ID,
      resource: container.id,
      what: `${describe(container)} is ${HOLDS[part]} and publishes ${port.known ? `its port ${port.value.internal}` : "an unknown port"}.`,
      why: "Whoever reaches the host reaches it there.",
      fix: "Remove it from 'ports'.",
    }));
}

/** Networks that a container joins, one that stands as its network mode included. */
function networksOf({ networks, networkMode }: ContainerView): readonly Leaf<string>[] {
  const mode = networkMode.known ? networkMode.value : undefined;
  return mode === undefined || /^(|bridge|default|none|host|container:.*)$/.test(mode)
    ? networks
    : [...networks, known(mode)];
}

function strangers(
  container: ContainerView,
  part: GatePart | undefined,
  networks: readonly PrivateNetwork[],
): Finding[] {
  return networksOf(container).flatMap((joined) => {
    const refuse = (what: string, fix: string): Finding => ({
      invariant: ID,
      resource: container.id,
      what: `${describe(container)} ${what}.`,
      why: "Nothing on that network asks who somebody is.",
      fix,
    });
    if (!joined.known) {
      const inside = container.components.includes(GATE_COMPONENT);
      return inside && !isPrivate(part)
        ? []
        : [
            refuse(
              "joins a network of which the name is unknown",
              "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack.",
            ),
          ];
    }
    return networks
      .filter(({ name, parts }) => name === joined.value && !(part && parts.includes(part)))
      .map(({ name, holds, parts }) =>
        refuse(`is on the network '${name}' of ${holds}`, `Take it off: only ${parts.join(", ")} belong there.`),
      );
  });
}
