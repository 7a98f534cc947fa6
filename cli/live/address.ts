/** Where a probe finds Traefik, without asking DNS. */
import { engineIsHere } from "../setup/context";
import { CONTAINER, type Deployment, resourcesOf } from "../stack/deployment";

/** Port on which Traefik's container takes HTTPS. */
const HTTPS = 443;

/**
 * The address that Traefik's HTTPS port is bound to, from the state; nothing where the state publishes none (an
 * adopted Traefik), so that DNS decides.
 *
 * @param dockerHost DOCKER_HOST: on another machine, `0.0.0.0` there is that machine's address here
 */
export function traefikAddress(state: Deployment, dockerHost: string): string | undefined {
  for (const container of resourcesOf(state, CONTAINER)) {
    const ports = container.outputs?.ports ?? container.inputs?.ports;
    if (!Array.isArray(ports)) continue;
    for (const port of ports as { internal?: unknown; ip?: unknown }[]) {
      if (port.internal !== HTTPS) continue;
      const bound = typeof port.ip === "string" && port.ip !== "" ? port.ip : "0.0.0.0";
      if (bound !== "0.0.0.0" && bound !== "::") return bound;
      return engineIsHere(dockerHost) ? "127.0.0.1" : remoteAddress(dockerHost);
    }
  }
  return undefined;
}

/** Host of a tcp or ssh DOCKER_HOST, if it is written as an address; else DNS has to say where the services are. */
function remoteAddress(dockerHost: string): string | undefined {
  if (!URL.canParse(dockerHost)) return undefined;
  const { hostname } = new URL(dockerHost.replace(/^(tcp|ssh):/, "http:"));
  return /^[\d.]+$/.test(hostname) ? hostname : undefined;
}
