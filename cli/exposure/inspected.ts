/**
 * Running containers, as `docker inspect` prints them, in the terms of the routing model. Pure.
 */
import {
  type ContainerView,
  EXTERNAL_COMPONENT,
  GATE_COMPONENT,
  type GateView,
  isTraefik,
  known,
  MIDDLEWARE,
  type OidcClientView,
  type StackView,
  staticConfigurationOf,
  UNKNOWN,
} from "../../components/routing";
import { UserError } from "../errors";

/** The part of `docker inspect` that decides what Traefik serves (Docker Engine API, `ContainerInspect`). */
export interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Args?: readonly string[];
  readonly Config: {
    readonly Image?: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Cmd?: readonly string[] | null;
  };
  readonly HostConfig?: {
    readonly NetworkMode?: string;
    readonly PortBindings?: Readonly<Record<string, readonly { HostIp?: string }[] | null>> | null;
  };
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string } | null>> | null;
  };
  readonly Mounts?: readonly InspectedMount[];
}

interface InspectedMount {
  readonly Source?: string;
  readonly Name?: string;
  readonly Destination?: string;
  readonly RW?: boolean;
}

/** Reads the document; anything else than a list of containers is the user's fault, told as such. */
export function parseInspected(text: string, from: string): readonly InspectedContainer[] {
  const refuse = (why: string): UserError =>
    new UserError({
      what: `${from} ${why}.`,
      allowed: "what `docker inspect $(docker ps -q)` prints: a JSON list of containers",
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("is not JSON");
  }
  if (!Array.isArray(value)) throw refuse("is not a list");
  value.forEach((entry: unknown, index) => {
    const { Id, Name, Config } = (entry ?? {}) as Partial<InspectedContainer>;
    if (typeof Id !== "string" || typeof Name !== "string" || typeof Config !== "object" || Config === null) {
      throw refuse(`has an entry that is no container (number ${index + 1}: it lacks Id, Name or Config)`);
    }
  });
  return value as InspectedContainer[];
}

/** What containers do not tell of themselves. */
export interface BesideContainers {
  readonly gate?: GateView;
  readonly oidcClients?: readonly OidcClientView[];
  /** Names of containers that only carry the labels of something that is no container. */
  readonly externalServices?: readonly string[];
}

/**
 * The stack as the model judges it. Everything of a running host is known; only what Traefik was told on its command
 * line is not, where no Traefik is among the containers.
 */
export function inspectedView(
  containers: readonly InspectedContainer[],
  today: string,
  beside: BesideContainers = {},
): StackView {
  const traefiks = containers.filter((container) => isTraefik(container.Config.Image, commandOf(container)));
  const [traefik] = traefiks;
  const components = new Map<string, string>();
  for (const name of beside.externalServices ?? []) components.set(name, EXTERNAL_COMPONENT);
  for (const name of gateNames(traefiks, beside.gate)) components.set(name, GATE_COMPONENT);
  return {
    containers: containers.map((container) => containerView(container, components.get(nameOf(container)))),
    gate: beside.gate,
    static: traefik
      ? staticConfigurationOf(
          commandOf(traefik),
          (traefik.Mounts ?? []).map(({ Destination }) => Destination ?? ""),
        )
      : UNKNOWN,
    oidcClients: beside.oidcClients ?? [],
    proxyProviders: [],
    applications: [],
    dnsRecords: [],
    approvedExclusions: [],
    today,
  };
}

/**
 * Names of the containers that may call themselves part of the gate: Traefik where it defines the login's middleware,
 * and the container which that middleware asks. The label alone would let anybody open a router.
 */
function gateNames(traefiks: readonly InspectedContainer[], gate: GateView | undefined): ReadonlySet<string> {
  if (gate) return new Set([...traefiks.map(nameOf), gate.serverName]);
  const names = new Set<string>();
  const middleware = MIDDLEWARE.split("@")[0] ?? MIDDLEWARE;
  for (const traefik of traefiks) {
    const address = Object.entries(traefik.Config.Labels ?? {}).find(
      ([key]) => key.toLowerCase() === `traefik.http.middlewares.${middleware}.forwardauth.address`,
    )?.[1];
    if (address === undefined || !URL.canParse(address)) continue;
    names.add(nameOf(traefik)).add(new URL(address).hostname);
  }
  return names;
}

function containerView(container: InspectedContainer, component: string | undefined): ContainerView {
  const { Config, HostConfig, NetworkSettings, Mounts } = container;
  const name = nameOf(container);
  return {
    id: container.Id,
    title: name,
    name: known(name),
    labels: known(
      Object.entries(Config.Labels ?? {}).map(([key, value]) => ({ key: known(key), value: known(value) })),
    ),
    image: known(Config.Image ?? ""),
    command: known(commandOf(container)),
    networks: Object.keys(NetworkSettings?.Networks ?? {}).map(known),
    addresses: Object.values(NetworkSettings?.Networks ?? {}).flatMap((network) => network?.IPAddress || []),
    provider: "docker",
    networkMode: known(HostConfig?.NetworkMode),
    ports: Object.entries(HostConfig?.PortBindings ?? {}).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp }) => known(portView(port, HostIp ?? ""))),
    ),
    mounts: (Mounts ?? []).map(({ Source, Name, Destination, RW }) =>
      known({ source: Name ?? Source ?? "", target: Destination ?? "", readOnly: RW === false }),
    ),
    components: component === undefined ? [] : [component],
  };
}

/** `443/tcp` as Docker writes it. */
function portView(port: string, ip: string) {
  const [internal = "0", protocol = "tcp"] = port.split("/");
  return { internal: Number(internal), ip: ip === "0.0.0.0" || ip === "::" ? "" : ip, protocol };
}

function nameOf(container: InspectedContainer): string {
  return container.Name.replace(/^\//, "");
}

function commandOf(container: InspectedContainer): readonly string[] {
  return container.Args ?? container.Config.Cmd ?? [];
}
