/** A fleet as Docker's API would describe it: one set of documents, for Traefik and for the model. */
import type { InspectedContainer } from "../../../cli/exposure/inspected";
import { OF_THIS_GATE } from "../fleet/gate";
import { APP_PORT, type Fleet, type FleetContainer, MARKER, TRAEFIK } from "../fleet/model";

/** What `GET /containers/{id}/json` answers, as far as Traefik and the model read it. */
export interface ContainerDocument extends InspectedContainer {
  readonly NetworkSettings: NonNullable<InspectedContainer["NetworkSettings"]> & {
    readonly Ports: Readonly<Record<string, null>>;
  };
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Health?: { readonly Status: string };
  };
}

/**
 * @param flags Traefik's command line, part of its container
 * @param port that the apps really have; `8080` in the fleet stands for it
 */
export function documentsOf(fleet: Fleet, flags: readonly string[], port: number = APP_PORT): ContainerDocument[] {
  return fleet.containers.map((container) => documentOf(container, container.name === TRAEFIK ? flags : [], port));
}

function documentOf(container: FleetContainer, args: readonly string[], port: number): ContainerDocument {
  const { name, address, image, network, labels, exposed, stopped, unhealthy } = container;
  return {
    Id: idOf(name),
    Name: `/${name}`,
    Args: args,
    State: {
      Status: stopped ? "exited" : "running",
      Running: !stopped,
      ...(unhealthy && { Health: { Status: "unhealthy" } }),
    },
    Config: {
      Image: image,
      Labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, withPort(value, port)])),
    },
    HostConfig: { NetworkMode: network, PortBindings: {} },
    NetworkSettings: {
      Networks: { [network]: { IPAddress: address } },
      // What the image exposes and the host does not publish.
      Ports: Object.fromEntries(exposed.map((one) => [`${one === APP_PORT ? port : one}/tcp`, null])),
    },
    Mounts: [],
  };
}

/** 64 hexadecimal digits, as Docker's are. */
function idOf(name: string): string {
  return Buffer.from(name).toString("hex").padEnd(64, "0").slice(0, 64);
}

/** A label or a flag with the apps' port in the place of 8080. */
function withPort(value: string, port: number): string {
  return value === String(APP_PORT) ? String(port) : value.replaceAll(`:${APP_PORT}`, `:${port}`);
}

/**
 * A container that the model is not told of: its one router says which fleet Traefik serves. Its host is nobody's, and
 * it is on the entry point with TLS, so that no fleet can take it.
 */
export function markerDocument(name: string, port: number): ContainerDocument {
  const router = `traefik.http.routers.${name}`;
  const container: FleetContainer = {
    name: MARKER,
    address: "127.77.3.1",
    image: "marker",
    network: "sso-apps",
    exposed: [APP_PORT],
    labels: {
      ...OF_THIS_GATE,
      "traefik.enable": "true",
      [`${router}.rule`]: `Host(\`${name}.marker.invalid\`)`,
      [`${router}.entrypoints`]: "websecure",
      [`${router}.tls`]: "true",
      [`${router}.service`]: MARKER,
      [`traefik.http.services.${MARKER}.loadbalancer.server.port`]: String(APP_PORT),
    },
  };
  return documentOf(container, [], port);
}
