import Docker from "dockerode";

/** Removes what a killed run of the same test left on the engine: containers, networks and volumes of this prefix. */
export async function removeLeftovers(prefix: string): Promise<void> {
  const docker = new Docker();
  const ours = (name: string) => name.replace(/^\//, "").startsWith(`${prefix}-`);
  for (const { Id, Names } of await docker.listContainers({ all: true })) {
    if (Names.some(ours)) await docker.getContainer(Id).remove({ force: true });
  }
  for (const { Id, Name } of await docker.listNetworks()) {
    if (ours(Name)) await docker.getNetwork(Id).remove();
  }
  for (const { Name } of (await docker.listVolumes()).Volumes ?? []) {
    if (ours(Name)) await docker.getVolume(Name).remove();
  }
}
