import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs } from "authentik-sso";
import { checkKeys, type KnownConfig } from "./configKeys";

/** What every service of the fleet has. */
interface AnyService {
  readonly name: string;
  /** Default `<name>.<domain>`. */
  readonly host?: string;
  readonly access?: AccessArgs;
  /** The service's own administrator for the day when authentik is down, and where its password lies. Never a password. */
  readonly localAdmin?: string;
}

/** A service in a container of this program. */
export interface ContainerConfig extends AnyService {
  /** Port inside the container. */
  readonly port: number;
  readonly url?: undefined;
  /** Default: an echo server that shows the identity headers it received. */
  readonly image?: string;
  /** Variables of an own image. Not for secrets: the stack's file is in plain text. */
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  /** What an own image keeps. */
  readonly volumes?: readonly VolumeConfig[];
  /** Memory limit of an own image in MiB. Default: none. */
  readonly memory?: number;
}

/** Something that is no container. */
export interface ExternalConfig extends AnyService {
  /** Scheme, host and port. */
  readonly url: string;
}

/** One service, as the stack's configuration names it. */
export type ServiceConfig = ContainerConfig | ExternalConfig;

/** A volume of the service's own, by `name`, or a folder of the Docker host, by `hostPath`. */
export interface VolumeConfig {
  readonly name?: string;
  readonly hostPath?: string;
  /** Where it is inside the container. */
  readonly path: string;
  readonly readOnly?: boolean;
}

const COMMON_KEYS = ["name", "host", "access", "localAdmin"];
const IMAGE_KEYS = ["env", "volumes", "memory"] as const;
const CONTAINER_KEYS = [...COMMON_KEYS, "port", "image", ...IMAGE_KEYS];
const EXTERNAL_KEYS = [...COMMON_KEYS, "url"];
const VOLUME_KEYS = ["name", "hostPath", "path", "readOnly"];

/**
 * The services of the configuration. Whatever is written and would have no effect is refused.
 *
 * @throws {pulumi.RunError} that names the service and what is allowed
 */
export function readServices(config: KnownConfig): ServiceConfig[] {
  const services = config.getObject<ServiceConfig[]>("services") ?? [];
  return services.map((service, index) => {
    const where = service.name ? `service '${service.name}'` : `service number ${index + 1}`;
    if (!service.name) throw new pulumi.RunError(`${where} has no name. Write one, e.g. name: grafana.`);
    const isExternal = service.url !== undefined;
    checkKeys(where, Object.keys(service), isExternal ? EXTERNAL_KEYS : CONTAINER_KEYS);
    if (!isExternal) checkContainer(where, service);
    return service.access ? { ...service, access: readAccess(service.access) } : service;
  });
}

function checkContainer(where: string, service: ContainerConfig): void {
  if (!Number.isInteger(service.port)) {
    throw new pulumi.RunError(
      `${where} has neither 'port' (a container) nor 'url' (something that is none). Add one of them.`,
    );
  }
  const idle = service.image ? [] : IMAGE_KEYS.filter((key) => service[key] !== undefined);
  if (idle.length > 0) {
    throw new pulumi.RunError(`${where} has ${idle.join(", ")} and no 'image' that it is for. Name the image.`);
  }
  for (const volume of service.volumes ?? []) checkVolume(where, volume);
}

function checkVolume(where: string, volume: VolumeConfig): void {
  checkKeys(`a volume of ${where}`, Object.keys(volume), VOLUME_KEYS);
  if (!volume.path?.startsWith("/") || (volume.name === undefined) === (volume.hostPath === undefined)) {
    throw new pulumi.RunError(
      `${where} has the volume ${JSON.stringify(volume)}. Write { name: data, path: /data } for a volume of its own, or { hostPath: /srv/media, path: /media }.`,
    );
  }
}

/** YAML reads a date without quotes as a time, and pulumi hands it on in full. */
function readAccess(access: AccessArgs): AccessArgs {
  const day = /^(\d{4}-\d{2}-\d{2})[T ]00:00:00(Z| \+0000 UTC)?$/.exec(access.until ?? "")?.[1];
  return day === undefined ? access : { ...access, until: day };
}
