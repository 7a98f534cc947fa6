import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageName } from "./versions";
import { IMAGES } from "./versions";

/** Image references by part; a missing one is taken from {@link IMAGES}. */
export interface ImageArgs {
  authentik?: string;
  /** A standalone outpost; of the very release of `authentik`. */
  proxy?: string;
  postgres?: string;
  redis?: string;
  traefik?: string;
  socketProxy?: string;
  echo?: string;
}

/** Memory limits in MiB by part. */
export interface MemoryArgs {
  server?: number;
  worker?: number;
  outpost?: number;
  postgres?: number;
  redis?: number;
  traefik?: number;
}

/** The reference to run for `part`. */
export function imageOf(images: ImageArgs | undefined, part: ImageName): string {
  return images?.[part] ?? IMAGES[part];
}

/** Labels as the Docker provider wants them, sorted so that a second `up` changes nothing. */
export function labelList(labels: Readonly<Record<string, string>>): { label: string; value: string }[] {
  return Object.keys(labels)
    .sort()
    .map((label) => ({ label, value: labels[label] as string }));
}

/** Environment as the Docker provider wants it, sorted. */
export function environmentList(env: Readonly<Record<string, string>>): string[] {
  return Object.keys(env)
    .sort()
    .map((name) => `${name}=${env[name]}`);
}

/**
 * What every container of the gate has in common: restarted after a reboot, no new privileges, no capability that
 * it does not name, bounded logs. Capabilities carry the `CAP_` prefix: Docker reads them back so, and another
 * spelling would be a change on every preview.
 */
export function hardened(capabilities: string[] = []): Partial<docker.ContainerArgs> {
  return {
    restart: "unless-stopped",
    securityOpts: ["no-new-privileges:true"],
    capabilities: { drops: ["ALL"], adds: capabilities },
    logDriver: "json-file",
    logOpts: { "max-file": "3", "max-size": "10m" },
  };
}

/**
 * Options of every container. A name and a port belong to one container at a time, so the old one goes first. Swap
 * follows memory: Docker fills it in, and reading it back would be a change on every preview.
 */
export function containerOptions(
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[] = [],
): pulumi.CustomResourceOptions {
  return { parent, dependsOn, deleteBeforeReplace: true, ignoreChanges: ["memorySwap"] };
}
