/**
 * The Docker engine, as far as the command line speaks to it itself: what is there, start, remove.
 */
import type Docker from "dockerode";
import type { EngineInventory } from "./recovery/plan";

/** A port that a container publishes. */
export interface PublishedPort {
  readonly container: string;
  readonly containerId: string;
  readonly address: string;
  readonly port: number;
}

/** Containers, networks and volumes on the engine. */
export async function readInventory(docker: Docker): Promise<EngineInventory> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  return {
    containers: containers.map((container) => ({
      id: container.Id,
      name: bareName(container.Names[0] ?? container.Id),
      running: container.State === "running" || container.State === "restarting",
    })),
    networks: networks.map((network) => ({ id: network.Id, name: network.Name })),
    volumes: (volumes.Volumes ?? []).map((volume) => volume.Name),
  };
}

/** Ports that running containers publish on the host. */
export async function readPublishedPorts(docker: Docker): Promise<readonly PublishedPort[]> {
  const containers = await docker.listContainers();
  return containers.flatMap((container) =>
    container.Ports.filter((port) => port.PublicPort && port.Type === "tcp").map((port) => ({
      container: bareName(container.Names[0] ?? container.Id),
      containerId: container.Id,
      address: port.IP ?? "0.0.0.0",
      port: port.PublicPort,
    })),
  );
}

/** Stops and removes a container; one that is gone already is fine. Its named volumes stay. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  const container = docker.getContainer(id);
  await ignoring([304, 404], container.stop({ t: 15 }));
  await ignoring([404, 409], container.remove({ force: true }));
}

/** Removes a network; one that is gone already is fine. */
export async function removeNetwork(docker: Docker, id: string): Promise<void> {
  await ignoring([404], docker.getNetwork(id).remove());
}

/** Removes a volume; one that is gone already is fine. */
export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await ignoring([404], docker.getVolume(name).remove());
}

/** Starts a container that stands still. */
export async function startContainer(docker: Docker, id: string): Promise<void> {
  await ignoring([304], docker.getContainer(id).start());
}

function bareName(name: string): string {
  return name.replace(/^\//, "");
}

async function ignoring(codes: readonly number[], call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!codes.includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
  }
}
