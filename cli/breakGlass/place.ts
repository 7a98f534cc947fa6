/** Where a stack's emergency routes live, and what they lead to: from its outputs and from what runs. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import type Docker from "dockerode";
import type { GateFacts } from "../../components/contract";
import { parseLabels } from "../../components/routing";
import { DYNAMIC_DIRECTORY, emergencyVolumeOf } from "../../components/traefik/staticConfiguration";
import { EXIT, UserError } from "../errors";
import type { ServiceOutput } from "../live/outputs";
import type { EmergencyPlace } from "./timer";

/** What the routes need of the gate's contract. */
export type GateOfRoutes = Pick<GateFacts, "prefix" | "entryPoint" | "certResolver"> & {
  readonly traefik: { readonly staticConfiguration: readonly string[] };
};

/** The gate of a stack's outputs. @throws {UserError} when they hold none */
export function gateOf(outputs: OutputMap): GateOfRoutes {
  const gate = outputs.sso?.value as Partial<GateOfRoutes> | undefined;
  if (gate?.prefix && gate.entryPoint && gate.traefik) return { certResolver: "", ...gate } as GateOfRoutes;
  throw new UserError(
    { what: "The stack has no output `sso` (contract).", fix: "bring it up first: npm run up" },
    EXIT.failed,
  );
}

/**
 * Finds the volume by the Traefik that runs.
 *
 * @throws {UserError} when Traefik does not run, or its file provider does not read the volume
 */
export async function findPlace(docker: Docker, prefix: string): Promise<EmergencyPlace> {
  const place = await findServedPlace(docker, prefix);
  if (place) return place;
  throw new UserError(
    {
      what: `${traefikOf(prefix)} does not run on this engine, so no route could be served.`,
      fix: "start it (docker start), or bring the stack up: npm run up. An adopted Traefik has no emergency routes",
    },
    EXIT.failed,
  );
}

/** Name of the gate's own Traefik. */
export function traefikOf(prefix: string): string {
  return `${prefix}-traefik`;
}

/**
 * The same for whoever only looks: nothing where Traefik does not run, since then no route is served.
 *
 * @throws {UserError} when the file provider of the Traefik that runs does not read the volume
 */
export async function findServedPlace(docker: Docker, prefix: string): Promise<EmergencyPlace | undefined> {
  const volume = emergencyVolumeOf(prefix);
  const name = traefikOf(prefix);
  const traefik = await docker
    .getContainer(name)
    .inspect()
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode === 404) return undefined;
      throw error;
    });
  if (!traefik?.State.Running) return undefined;
  const mounted = traefik.Mounts.some((mount) => mount.Name === volume && mount.Destination === DYNAMIC_DIRECTORY);
  if (!mounted) {
    throw new UserError(
      { what: `${name} does not read the volume ${volume}: it was made by an older release.`, fix: "npm run up" },
      EXIT.failed,
    );
  }
  return { docker, prefix, volume, image: traefik.Image };
}

/** The service that an opening is for. @throws {UserError} when there is nothing to open */
export function findService(services: readonly ServiceOutput[], name: string): ServiceOutput {
  const service = services.find((one) => one.name === name);
  if (!service) {
    throw new UserError({
      what: `The stack has no service "${name}".`,
      allowed: services.map((one) => one.name).join(", "),
    });
  }
  if (service.access === "oidc") {
    const hasAdmin = service.localAdmin !== undefined && service.localAdmin !== false && service.localAdmin !== "";
    throw new UserError({
      what: `${name} has its own login (oidc): nothing stands in front of it that could be opened.`,
      fix: hasAdmin
        ? "use the app's local administrator: npx authentik-sso inventory"
        : "log in with an account of the app itself; the stack names no local administrator of it",
    });
  }
  if (service.access === "excluded" && !service.paths?.length && !service.sources?.length) {
    throw new UserError({ what: `${name} is excluded from the login: it is open already.` });
  }
  return service;
}

/**
 * Traefik's service behind a host, from the labels of the containers that run.
 *
 * @throws {UserError} when no running container serves the host, or Traefik itself does
 */
export async function findTraefikService(docker: Docker, prefix: string, host: string): Promise<string> {
  const containers = await docker.listContainers({ filters: { label: [`sso.gate=${prefix}`] } });
  for (const { Labels } of containers) {
    for (const router of parseLabels(Labels).routers.values()) {
      if (router.rule !== `Host(\`${host}\`)` || router.service === undefined) continue;
      if (router.service.endsWith("@internal")) {
        throw new UserError({
          what: `${host} is Traefik's own, and Traefik keeps no access log of that: its use could not be seen.`,
          fix: "look at Traefik on the Docker host: docker logs",
        });
      }
      return router.service.includes("@") ? router.service : `${router.service}@docker`;
    }
  }
  throw new UserError(
    {
      what: `No running container serves ${host}: there is nothing that a route could lead to.`,
      fix: "npx authentik-sso status",
    },
    EXIT.failed,
  );
}
