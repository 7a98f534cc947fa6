import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs, SsoGate } from "authentik-sso";
import { domain, ExternalService, IMAGES, OIDC_PRESETS, ProtectedService, publicUrl, serviceHost } from "authentik-sso";
import type { ServiceConfig, SsoConfig } from "./config";

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
function container(service: ServiceConfig, port: number, echo: string): docker.ContainerArgs {
  const base = { memory: 64, securityOpts: ["no-new-privileges:true"] };
  if (service.image) return { ...base, image: service.image };
  return {
    ...base,
    image: echo,
    command: ["--port", String(port), "--name", service.name],
    capabilities: { drops: ["ALL"] },
  };
}

/**
 * Brings up every service of the configuration with its decision, and the dashboard that the gate serves itself.
 *
 * @throws {pulumi.RunError} for a service with neither a port nor a URL.
 */
export function createFleet(gate: SsoGate, config: SsoConfig, opts: pulumi.ComponentResourceOptions): Fleet {
  const echo = config.images.echo ?? IMAGES.echo;
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
    } else if (service.port !== undefined) {
      made = new ProtectedService(
        service.name,
        {
          gate: gate.facts,
          host,
          port: service.port,
          access,
          container: container(service, service.port, echo),
          ...contract,
        },
        options,
      );
    } else {
      throw new pulumi.RunError(
        `service '${service.name}' has neither 'port' (a container) nor 'url' (something that is none). Add one of them.`,
      );
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
