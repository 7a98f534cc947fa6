import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageArgs, MemoryArgs } from "../containers";
import { containerOptions, hardened, imageOf } from "../containers";

/**
 * Redis with its one job: the counters of Traefik's login rate limit.
 *
 * It shares an internal network with Traefik alone and has no password: one would have to stand in a label. The
 * counters outlive a restart in a volume; losing them costs nothing.
 */
export function createRedis(
  name: string,
  args: { prefix: string; network: pulumi.Input<string>; images?: ImageArgs; memory?: MemoryArgs },
  parent: pulumi.Resource,
): { container: docker.Container; endpoint: string } {
  const host = `${args.prefix}-redis`;
  const volume = new docker.Volume(`${name}-redis`, { name: `${args.prefix}-redis` }, { parent });
  const container = new docker.Container(
    `${name}-redis`,
    {
      ...hardened(),
      name: host,
      image: imageOf(args.images, "redis"),
      user: "redis",
      command: [
        "redis-server",
        "--save",
        "60 1",
        "--maxmemory",
        "48mb",
        "--maxmemory-policy",
        "volatile-ttl",
        // Bound to an internal network that only Traefik shares; without a password Redis would refuse the peer.
        "--protected-mode",
        "no",
      ],
      volumes: [{ volumeName: volume.name, containerPath: "/data" }],
      networksAdvanced: [{ name: args.network }],
      memory: args.memory?.redis ?? 96,
      healthcheck: { tests: ["CMD", "redis-cli", "ping"], interval: "15s", timeout: "5s", retries: 5 },
    },
    containerOptions(parent),
  );
  return { container, endpoint: `${host}:6379` };
}
