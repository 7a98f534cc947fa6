/**
 * Which host ports an update will need, and who stands in the way. Pure.
 */
import { CONTAINER } from "../stack/deployment";

/** A port on the engine's host. */
export interface WantedPort {
  /** Name of the container that will publish it. */
  readonly container: string;
  readonly address: string;
  readonly port: number;
}

/** The inputs of a resource as the preview planned them. */
export interface PlannedResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Ports that the planned containers publish. */
export function wantedPorts(planned: readonly PlannedResource[]): readonly WantedPort[] {
  return planned
    .filter((resource) => resource.type === CONTAINER)
    .flatMap((resource) => {
      const name = resource.inputs.name;
      const ports = resource.inputs.ports;
      if (!Array.isArray(ports)) return [];
      return ports.flatMap((entry: unknown) => wantedPort(typeof name === "string" ? name : "a container", entry));
    });
}

function wantedPort(container: string, entry: unknown): WantedPort[] {
  if (typeof entry !== "object" || entry === null) return [];
  const { external, ip, protocol } = entry as { external?: unknown; ip?: unknown; protocol?: unknown };
  if (typeof external !== "number" || (protocol ?? "tcp") !== "tcp") return [];
  return [{ container, address: typeof ip === "string" && ip !== "" ? ip : "0.0.0.0", port: external }];
}

/** Somebody who has a port. */
export interface PortHolder {
  readonly address: string;
  readonly port: number;
  /** `container traefik`, `nginx (pid 812)`; nothing where it cannot be told. */
  readonly who?: string;
}

const EVERY = new Set(["0.0.0.0", "::", "*", ""]);

/** Whether one listener keeps another away: same port, and the same address or one of them on every address. */
export function collides(a: { address: string; port: number }, b: { address: string; port: number }): boolean {
  return a.port === b.port && (a.address === b.address || EVERY.has(a.address) || EVERY.has(b.address));
}

/** Names that the planned containers will take. */
export function wantedNames(planned: readonly PlannedResource[]): readonly string[] {
  return planned.flatMap(({ type, inputs }) =>
    type === CONTAINER && typeof inputs.name === "string" && inputs.name !== "" ? [inputs.name] : [],
  );
}

/** One line per name that a container has which the stack does not know. */
export function describeTakenNames(
  wanted: readonly string[],
  onEngine: readonly { readonly id: string; readonly name: string }[],
  own: ReadonlySet<string>,
): string[] {
  return onEngine
    .filter(({ id, name }) => wanted.includes(name) && !own.has(id))
    .map(({ name }) => `There is a container ${name} already, and this stack did not make it.`);
}

/** One line per wanted port that somebody else holds. */
export function describeConflicts(wanted: readonly WantedPort[], holders: readonly PortHolder[]): string[] {
  return wanted.flatMap((port) => {
    const holder = holders.find((candidate) => collides(port, candidate));
    if (!holder) return [];
    return [
      `${port.address}:${port.port}, wanted by ${port.container}, is held by ${holder.who ?? "another program"}.`,
    ];
  });
}
