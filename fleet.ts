import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs, SsoGate } from "authentik-sso";
import { domain, ExternalService, IMAGES, OIDC_PRESETS, ProtectedService, publicUrl, serviceHost } from "authentik-sso";
import type { SsoConfig } from "./config";
import type { ContainerConfig, VolumeConfig } from "./serviceConfig";

/** A service as the stack reports it. */
export interface ServiceReport extends Omit<AccessArgs, "mode"> {
  readonly name: string;
  readonly url: string;
  readonly access: string;
  /** The service's own administrator, for the day when authentik is down. */
  readonly localAdmin?: string;
}

/** A client of authentik whose settings somebody has to enter, because its app keeps them itself. */
export interface ManualClient {
  readonly clientId: pulumi.Output<string>;
  /** Secret. */
  readonly clientSecret: pulumi.Output<string>;
}

/** What a fleet is: reports of its services, and what is left to enter by hand. */
export interface Fleet {
  readonly services: ServiceReport[];
  readonly oidcClients: Readonly<Record<string, ManualClient>>;
}

/** The container that a service runs in; without an image of its own, an echo server on its port. */
function container(service: ContainerConfig, config: SsoConfig): docker.ContainerArgs {
  const hardening = { securityOpts: ["no-new-privileges:true"] };
  if (!service.image) {
    return {
      ...hardening,
      memory: 64,
      image: config.images.echo ?? IMAGES.echo,
      command: ["--port", String(service.port), "--name", service.name],
      capabilities: { drops: ["ALL"] },
    };
  }
  const variables = Object.entries(service.env ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    ...hardening,
    image: service.image,
    ...(service.memory !== undefined && { memory: service.memory }),
    ...(variables.length > 0 && { envs: variables.sort() }),
    ...(service.volumes && { volumes: service.volumes.map((volume) => mount(service.name, volume, config)) }),
  };
}

/** A folder of the host, or a volume that is made here and kept outside of development. */
function mount(service: string, { name, hostPath, path, readOnly = false }: VolumeConfig, { gate }: SsoConfig) {
  const target = { containerPath: path, readOnly };
  if (name === undefined) return { ...target, hostPath: hostPath ?? "" };
  const kept = gate.protect ?? true;
  const volume = new docker.Volume(
    `${service}-${name}`,
    { name: `${gate.prefix ?? "sso"}-${service}-${name}` },
    { protect: kept, retainOnDelete: kept },
  );
  return { ...target, volumeName: volume.name };
}

/**
 * Brings up every service of the configuration with its decision, and the dashboard that the gate serves itself.
 */
export function createFleet(gate: SsoGate, config: SsoConfig, opts: pulumi.ComponentResourceOptions): Fleet {
  const report = (name: string, host: string, { mode, ...access }: AccessArgs): ServiceReport => ({
    name,
    url: publicUrl(gate.facts, host),
    access: mode,
    ...access,
  });
  const oidcClients: Record<string, ManualClient> = {};
  const reports = config.services.map((service) => {
    const access = service.access ?? domain();
    const host = serviceHost(gate.facts, service.name, service.host);
    // Only what has objects of its own in authentik waits for it; every other service needs plain facts.
    const waits = needsAuthentik(access);
    const contract = waits ? { contract: gate.contract } : {};
    const options = waits ? pulumi.mergeOptions(opts, { providers: [gate.authentikProvider] }) : opts;
    let made: ManualClient;
    if (service.url !== undefined) {
      made = new ExternalService(
        service.name,
        { gate: gate.facts, url: service.url, host, access, images: config.images, ...contract },
        options,
      );
    } else {
      const { name, port } = service;
      const own = { gate: gate.facts, host, port, access, container: container(service, config), ...contract };
      made = new ProtectedService(name, own, options);
    }
    if (isManual(access)) {
      oidcClients[service.name] = { clientId: made.clientId, clientSecret: made.clientSecret };
    }
    return { ...report(service.name, host, access), ...(service.localAdmin && { localAdmin: service.localAdmin }) };
  });
  const dashboard = config.gate.dashboardHost;
  return {
    services: dashboard ? [...reports, report("traefik", dashboard, domain())] : reports,
    oidcClients,
  };
}

/** Whether a decision has objects of its own in authentik: an application, or the client of an app. */
function needsAuthentik({ mode, preset }: AccessArgs): boolean {
  return mode === "application" || (mode !== "excluded" && preset !== undefined);
}

/** Whether somebody has to enter the client into the app. */
function isManual({ mode, preset = "" }: AccessArgs): boolean {
  return mode === "oidc" && OIDC_PRESETS[preset]?.delivery.kind === "manual";
}
