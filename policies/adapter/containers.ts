import type { ContainerView, LabelView, Leaf, MountView, PortView } from "../../components/routing";
import { known, UNKNOWN, valueOr } from "../../components/routing";
import type { Networks } from "./networks";
import { NETWORK, namesOf } from "./networks";
import type { Props } from "./read";
import { read, readObject, readObjects, readText, readTexts, textOf } from "./read";

/** String tokens: the pack needs no provider's SDK. */
export const CONTAINER = "docker:index/container:Container";
export const SWARM_SERVICE = "docker:index/service:Service";

/** A resource, of a resource policy or of a stack policy. */
export interface ResourceLike {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  /** Of a stack policy only: what the values of each property were made from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly ResourceLike[]>>;
}

/**
 * The containers that a resource makes; empty for any other type.
 *
 * A Swarm service is two: Traefik's Swarm provider reads the labels of the service, a Docker provider beside it those
 * of its tasks.
 *
 * @param networks networks of the stack, by which references to them are read; without it they stay as they are
 * @param earlier the labels that were read of the same container before; the same list is used where they still hold,
 *   since what the model makes of a list it makes once
 */
export function containersOf(
  resource: ResourceLike,
  networks?: Networks,
  earlier?: ContainerView["labels"],
): readonly ContainerView[] {
  switch (resource.type) {
    case CONTAINER:
      return [containerView(resource, networks, earlier)];
    case SWARM_SERVICE:
      return swarmViews(resource, networks);
    default:
      return [];
  }
}

function containerView(
  resource: ResourceLike,
  networks: Networks | undefined,
  earlier: ContainerView["labels"] | undefined,
): ContainerView {
  const props: Props = resource.props;
  const labels = labelsOf(props);
  return {
    ...identity(resource),
    labels: earlier && areSame(labels, earlier) ? earlier : labels,
    image: textOf(props, "image"),
    command: readTexts(props, "command"),
    networks: namesOf(
      readObjects(props, "networksAdvanced", (network) => textOf(network, "name")),
      resource.propertyDependencies?.networksAdvanced,
      networks,
    ),
    addresses: [],
    provider: "docker",
    networkMode: readText(props, "networkMode"),
    ports: [...readObjects(props, "ports", portOf), ...everyPort(props)],
    mounts: [...readObjects(props, "mounts", mountOf), ...readObjects(props, "volumes", volumeOf)],
  };
}

function swarmViews(resource: ResourceLike, networks: Networks | undefined): ContainerView[] {
  const props: Props = resource.props;
  const task = readObject(props, "taskSpec") ?? {};
  const container = readObject(task, "containerSpec") ?? {};
  const endpoint = readObject(props, "endpointSpec") ?? {};
  const service: ContainerView = {
    ...identity(resource),
    labels: labelsOf(props),
    image: textOf(container, "image"),
    command: readTexts(container, "args"),
    networks: namesOf(
      readObjects(task, "networksAdvanceds", (network) => textOf(network, "name")),
      resource.propertyDependencies?.taskSpec?.filter(({ type }) => type === NETWORK),
      networks,
    ),
    addresses: [],
    provider: "swarm",
    networkMode: known(undefined),
    ports: readObjects(endpoint, "ports", swarmPortOf),
    mounts: readObjects(container, "mounts", mountOf),
  };
  const tasks = labelsOf(container);
  if (tasks.known && tasks.value.length === 0) return [service];
  return [service, { ...service, provider: "docker", title: `${service.title} (tasks)`, labels: tasks }];
}

function identity(resource: ResourceLike): Pick<ContainerView, "id" | "title" | "name" | "components"> {
  return {
    id: resource.urn,
    title: resource.name,
    name: textOf(resource.props, "name"),
    components: componentsOf(resource.urn),
  };
}

/**
 * Types of the components around a resource, outermost first.
 *
 * @example componentsOf("urn:pulumi:dev::p::a:b:Gate$docker:index/container:Container::x") // ["a:b:Gate"]
 */
export function componentsOf(urn: string): readonly string[] {
  const types = urn.split("::")[2]?.split("$") ?? [];
  return types.slice(0, -1);
}

function labelsOf(props: Props): Leaf<readonly LabelView[]> {
  const list = readObjects(props, "labels", (label) =>
    known<LabelView>({ key: textOf(label, "label"), value: textOf(label, "value") }),
  );
  const labels = list.map((label) => valueOr(label, undefined));
  return labels.includes(undefined) ? UNKNOWN : known(labels.filter((label) => label !== undefined));
}

function areSame(left: ContainerView["labels"], right: ContainerView["labels"]): boolean {
  if (!left.known || !right.known || left.value.length !== right.value.length) return false;
  return left.value.every(({ key, value }, index) => {
    const other = right.value[index];
    return other !== undefined && isSameText(key, other.key) && isSameText(value, other.value);
  });
}

function isSameText(left: Leaf<string>, right: Leaf<string>): boolean {
  return left.known && right.known && left.value === right.value;
}

function portOf(port: Props): Leaf<PortView> {
  const internal = read(port, "internal");
  const ip = readText(port, "ip");
  const protocol = readText(port, "protocol");
  if (!internal.known || !ip.known || !protocol.known) return UNKNOWN;
  return known({ internal: Number(internal.value), ip: ip.value ?? "", protocol: protocol.value ?? "tcp" });
}

function swarmPortOf(port: Props): Leaf<PortView> {
  const target = read(port, "targetPort");
  const protocol = readText(port, "protocol");
  if (!target.known || !protocol.known) return UNKNOWN;
  // Swarm publishes on every address of every node.
  return known({ internal: Number(target.value), ip: "", protocol: protocol.value ?? "tcp" });
}

/** With `publishAllPorts` Docker publishes whatever the image exposes. */
function everyPort(props: Props): Leaf<PortView>[] {
  const all = read(props, "publishAllPorts");
  return all.known && all.value !== true ? [] : [UNKNOWN];
}

function mountOf(mount: Props): Leaf<MountView> {
  const [type, source] = [readText(mount, "type"), readText(mount, "source")];
  const isBind = !type.known || type.value === undefined || type.value === "bind";
  return mountView(source, isBind, readText(mount, "target"), mount);
}

/** An entry of `volumes`: a folder of the host, a volume, or everything that another container mounts. */
function volumeOf(volume: Props): Leaf<MountView> {
  const [hostPath, from] = [readText(volume, "hostPath"), readText(volume, "fromContainer")];
  if (!from.known || from.value !== undefined) return UNKNOWN;
  const isPath = !hostPath.known || hostPath.value !== undefined;
  const source = isPath ? hostPath : readText(volume, "volumeName");
  return mountView(source, isPath, readText(volume, "containerPath"), volume);
}

/** A volume of an unknown name is at least no path of the host. */
function mountView(
  from: Leaf<string | undefined>,
  isPath: boolean,
  to: Leaf<string | undefined>,
  mount: Props,
): Leaf<MountView> {
  if (!to.known || (isPath && !from.known)) return UNKNOWN;
  const readOnly = valueOr(read(mount, "readOnly"), false) === true;
  const source = from.known ? { source: from.value ?? "" } : { source: "", unknownVolume: true };
  return known({ ...source, target: to.value ?? "", ...(readOnly && { readOnly }) });
}
