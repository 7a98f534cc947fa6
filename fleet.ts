import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { AccessArgs, SsoGate } from "authentik-sso";
import { domain, ExternalService, IMAGES, ProtectedService, publicUrl, serviceHost } from "authentik-sso";
import type { ServiceConfig, SsoConfig } from "./config";

/** A service as the stack reports it. */
export interface ServiceReport extends Omit<AccessArgs, "mode"> {
  readonly name: string;
  readonly url: string;
  readonly access: string;
  /** The service's own administrator, for the day when authentik is down. */
  readonly localAdmin?: string;
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
export function createFleet(gate: SsoGate, config: SsoConfig, opts: pulumi.ComponentResourceOptions): ServiceReport[] {
  const echo = config.images.echo ?? IMAGES.echo;
  const report = (name: string, host: string, { mode, ...access }: AccessArgs): ServiceReport => ({
    name,
    url: publicUrl(gate.facts, host),
    access: mode,
    ...access,
  });
  const reports = config.services.map((service) => {
    const access = service.access ?? domain();
    const host = serviceHost(gate.facts, service.name, service.host);
    if (service.url !== undefined) {
      new ExternalService(
        service.name,
        { gate: gate.facts, url: service.url, host, access, images: config.images },
        opts,
      );
    } else if (service.port !== undefined) {
      new ProtectedService(
        service.name,
        {
          gate: gate.facts,
          host,
          port: service.port,
          access,
          container: container(service, service.port, echo),
          // Only an application of its own waits for authentik; every other service needs plain facts.
          ...(access.mode === "application" && { contract: gate.contract }),
        },
        access.mode === "application" ? pulumi.mergeOptions(opts, { providers: [gate.authentikProvider] }) : opts,
      );
    } else {
      throw new pulumi.RunError(
        `service '${service.name}' has neither 'port' (a container) nor 'url' (something that is none). Add one of them.`,
      );
    }
    return { ...report(service.name, host, access), ...(service.localAdmin && { localAdmin: service.localAdmin }) };
  });
  const dashboard = config.gate.dashboardHost;
  return dashboard ? [...reports, report("traefik", dashboard, domain())] : reports;
}
