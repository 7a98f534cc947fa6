import { valueOr } from "./leaf";
import { isTraefik } from "./staticConfiguration";
import type { ContainerView, GateView } from "./view";
import { GATE_COMPONENT, SOCKET_PROXY_COMPONENT, serverNameOf } from "./view";

/** What a container of the gate is for. */
export type GatePart = "server" | "outpost" | "worker" | "postgres" | "redis" | "socket-proxy" | "traefik";

/** Name of the image without registry, folders, tag and digest. */
export function imageName(container: ContainerView): string {
  const image = valueOr(container.image, "");
  return (image.replace(/@.*$/, "").split("/").at(-1) ?? "").replace(/:.*$/, "");
}

const names = new WeakMap<GateView, ReadonlyMap<string, GatePart>>();

function namesOf(gate: GateView): ReadonlyMap<string, GatePart> {
  let found = names.get(gate);
  if (!found) {
    const { prefix } = gate;
    found = new Map<string, GatePart>([
      [gate.serverName, "server"],
      ...(gate.outpost === "standalone"
        ? ([
            [serverNameOf(prefix), "server"],
            [gate.serverName, "outpost"],
          ] as const)
        : []),
      [`${prefix}-authentik-worker`, "worker"],
      [`${prefix}-postgres`, "postgres"],
      [`${prefix}-redis`, "redis"],
      [`${prefix}-socket-proxy`, "socket-proxy"],
      [`${prefix}-traefik`, "traefik"],
    ]);
    names.set(gate, found);
  }
  return found;
}

/**
 * Which part of the gate a container is, by the component that made it, or by the name that only that part can have on
 * its host; `undefined` for any other container.
 */
export function gatePart(container: ContainerView, gate: GateView): GatePart | undefined {
  const part = container.name.known ? namesOf(gate).get(container.name.value) : undefined;
  if (part || !container.components.includes(GATE_COMPONENT)) return part;
  if (container.components.includes(SOCKET_PROXY_COMPONENT)) return "socket-proxy";
  if (isTraefik(valueOr(container.image, undefined), valueOr(container.command, []))) return "traefik";
  const image = imageName(container);
  if (/^postgres/.test(image)) return "postgres";
  if (/^(redis|valkey)/.test(image)) return "redis";
  const [command] = valueOr(container.command, []);
  return command === "server" || command === "worker" ? command : undefined;
}
