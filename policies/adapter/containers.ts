import type { ContainerView, LabelView, Leaf, MountView, PortView } from "../../components/routing";
import { known, UNKNOWN, valueOr } from "../../components/routing";
import type { Props } from "./read";
import { read, readObject, readObjects, readText, readTexts } from "./read";

/** String tokens: the pack needs no provider's SDK. */
export const CONTAINER = "docker:index/container:Container";
export const SWARM_SERVICE = "docker:index/service:Service";

/** A resource, of a resource policy or of a stack policy. */
export interface ResourceLike {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
}

/**
 * The containers that a resource makes; empty for any other type.
 *
 * A Swarm service is two: Traefik's Swarm provider reads the labels of the service, a Docker provider beside it those
 * of its tasks.
 */
export function containersOf(resource: ResourceLike): readonly ContainerView[] {
  switch (resource.type) {
    case CONTAINER:
      return [containerView(resource)];
    case SWARM_SERVICE:
      return swarmViews(resource);
    default:
      return [];
  }
}

function containerView(resource: ResourceLike): ContainerView {
  const props: Props = resource.props;
  return {
    ...identity(resource),
    labels: labelsOf(props),
    image: textOf(props, "image"),
    command: readTexts(props, "command"),
    networks: readObjects(props, "networksAdvanced", (network) => textOf(network, "name")),
    addresses: [],
    provider: "docker",
    networkMode: readText(props, "networkMode"),
    ports: readObjects(props, "ports", portOf),
    mounts: [
      ...readObjects(props, "mounts", (mount) => mountOf(mount, "source", "target")),
      ...readObjects(props, "volumes", (volume) =>
        valueOr(read(volume, "hostPath"), undefined) === undefined
          ? mountOf(volume, "volumeName", "containerPath")
          : mountOf(volume, "hostPath", "containerPath"),
      ),
    ],
  };
}

function swarmViews(resource: ResourceLike): ContainerView[] {
  const props: Props = resource.props;
  const task = readObject(props, "taskSpec") ?? {};
  const container = readObject(task, "containerSpec") ?? {};
  const endpoint = readObject(props, "endpointSpec") ?? {};
  const service: ContainerView = {
    ...identity(resource),
    labels: labelsOf(props),
    image: textOf(container, "image"),
    command: readTexts(container, "args"),
    networks: readObjects(task, "networksAdvanceds", (network) => textOf(network, "name")),
    addresses: [],
    provider: "swarm",
    networkMode: known(undefined),
    ports: readObjects(endpoint, "ports", swarmPortOf),
    mounts: readObjects(container, "mounts", (mount) => mountOf(mount, "source", "target")),
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

function mountOf(mount: Props, source: string, target: string): Leaf<MountView> {
  const from = readText(mount, source);
  const to = readText(mount, target);
  return from.known && to.known ? known({ source: from.value ?? "", target: to.value ?? "" }) : UNKNOWN;
}

function textOf(props: Props, name: string): Leaf<string> {
  const text = readText(props, name);
  return text.known ? known(text.value ?? "") : text;
}
