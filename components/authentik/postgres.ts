import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageArgs, MemoryArgs } from "../containers";
import { containerOptions, environmentList, hardened, imageOf } from "../containers";

/** authentik's database: its container and where the others find it. */
export interface Postgres {
  readonly container: docker.Container;
  readonly volume: docker.Volume;
  readonly host: string;
  readonly database: string;
  readonly user: string;
}

/** Path of a secret inside a container; files instead of variables keep it out of `docker inspect`. */
export const secretFile = (name: string) => `/run/secrets/${name}`;

/**
 * Postgres with a volume of its own, on the internal database network only.
 *
 * `shmSize` is 256 MiB because authentik's connections exhaust Docker's 64 MiB default (goauthentik/authentik#18151).
 */
export function createPostgres(
  name: string,
  args: {
    prefix: string;
    network: pulumi.Input<string>;
    password: pulumi.Input<string>;
    images?: ImageArgs;
    memory?: MemoryArgs;
    protect: boolean;
  },
  parent: pulumi.Resource,
): Postgres {
  const host = `${args.prefix}-postgres`;
  const volume = new docker.Volume(
    `${name}-database`,
    { name: `${args.prefix}-database` },
    { parent, protect: args.protect, retainOnDelete: args.protect },
  );
  const container = new docker.Container(
    `${name}-postgres`,
    {
      ...hardened(),
      name: host,
      image: imageOf(args.images, "postgres"),
      user: "postgres",
      envs: environmentList({
        POSTGRES_DB: "authentik",
        POSTGRES_PASSWORD_FILE: secretFile("database-password"),
        POSTGRES_USER: "authentik",
      }),
      uploads: [{ file: secretFile("database-password"), content: args.password }],
      volumes: [{ volumeName: volume.name, containerPath: "/var/lib/postgresql/data" }],
      networksAdvanced: [{ name: args.network }],
      shmSize: 256,
      memory: args.memory?.postgres ?? 512,
      stopSignal: "SIGINT",
      healthcheck: {
        tests: ["CMD", "pg_isready", "-d", "authentik", "-U", "authentik"],
        interval: "15s",
        timeout: "5s",
        retries: 5,
      },
    },
    containerOptions(parent),
  );
  return { container, volume, host, database: "authentik", user: "authentik" };
}
