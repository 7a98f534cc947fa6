/** What a fleet declares at the Docker provider, for the programs that declare the same without components. */
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { fleet } from "./fleet";

/** One Docker resource. */
export interface Declaration {
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, Declaration["kind"]>> = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
};

/**
 * The Docker resources of the gate and `services` services. What is not Docker's (secrets, certificates, authentik's
 * objects) is left out: the other sides then have less to do, never more.
 */
export function declarations(services: number): readonly Declaration[] {
  return fleet(services).flatMap(({ type, name, properties }) => {
    const kind = KINDS[type];
    return kind ? [{ kind, name, inputs: known(properties) }] : [];
  });
}

/** Leaves out what a preview does not know yet. */
function known(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== unknownValue));
}
