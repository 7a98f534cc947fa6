/**
 * What has to be mended before an update, decided from the state and from what is on the engine. Pure.
 *
 * An update that was killed leaves operations that were begun: what they made exists without the state knowing, and
 * its name is taken. After `down`, or a hand-made `docker rm`, it is the other way round.
 */
import {
  allOf,
  CONTAINER,
  type Deployment,
  engineName,
  NETWORK,
  type PendingOperation,
  resourcesOf,
  VOLUME,
} from "../stack/deployment";

/** Something on the Docker engine. */
export interface EngineObject {
  readonly id: string;
  readonly name: string;
}

/** A container on the engine. */
export interface EngineContainer extends EngineObject {
  readonly running: boolean;
}

/** What the engine holds; volumes have no id but their name. */
export interface EngineInventory {
  readonly containers: readonly EngineContainer[];
  readonly networks: readonly EngineObject[];
  readonly volumes: readonly string[];
}

/** What to do before the update. */
export interface RecoveryPlan {
  /** Made by an interrupted update and unknown to the state: to be removed, so that their names are free. */
  readonly orphanContainers: readonly EngineObject[];
  readonly orphanNetworks: readonly EngineObject[];
  /** Creations that were begun in another system (authentik), which has to be asked for what came of them. */
  readonly otherCreations: readonly PendingOperation[];
  /** The state has operations on record that nobody will finish. */
  readonly clearPending: boolean;
  /** URNs whose object is gone from the engine: to be read anew. */
  readonly gone: readonly string[];
  /** Names of volumes that are gone: their data is lost. */
  readonly lostVolumes: readonly string[];
  /** In the state and on the engine, but not running: to be started. */
  readonly stopped: readonly EngineObject[];
}

/**
 * Compares state and engine.
 *
 * Volumes that an interrupted update made are left alone: creating a volume that exists is no error, and it may hold
 * data. A container is an orphan only if a creation of exactly its name is on record and the state has no such id.
 */
export function planRecovery(state: Deployment, engine: EngineInventory): RecoveryPlan {
  const pending = state.deployment.pending_operations ?? [];
  const creating = pending.filter((operation) => operation.type === "creating");
  const containers = resourcesOf(state, CONTAINER);
  const networks = resourcesOf(state, NETWORK);
  const volumes = resourcesOf(state, VOLUME);
  const onEngine = new Map(engine.containers.map((container) => [container.id, container]));
  const networkIds = new Set(engine.networks.map((network) => network.id));
  const lost = volumes.filter((volume) => !engine.volumes.includes(engineName(volume) ?? volume.id ?? ""));
  return {
    orphanContainers: orphans(creating, CONTAINER, engine.containers, state),
    orphanNetworks: orphans(creating, NETWORK, engine.networks, state),
    otherCreations: creating.filter((operation) => ![CONTAINER, NETWORK, VOLUME].includes(operation.resource.type)),
    clearPending: pending.length > 0,
    gone: [
      ...containers.filter((container) => !onEngine.has(container.id ?? "")),
      ...networks.filter((network) => !networkIds.has(network.id ?? "")),
      ...lost,
    ].map((resource) => resource.urn),
    lostVolumes: lost.map((volume) => engineName(volume) ?? volume.urn),
    stopped: containers.flatMap((container) => {
      const found = onEngine.get(container.id ?? "");
      return found && !found.running && container.inputs?.mustRun !== false ? [found] : [];
    }),
  };
}

/** The state with these unfinished operations and no others. */
export function withPending(state: Deployment, operations: readonly PendingOperation[]): Deployment {
  return { ...state, deployment: { ...state.deployment, pending_operations: operations } };
}

function orphans<T extends EngineObject>(
  creating: readonly PendingOperation[],
  type: string,
  onEngine: readonly T[],
  state: Deployment,
): readonly EngineObject[] {
  const known = new Set(allOf(state, type).map((resource) => resource.id));
  const names = new Set(
    creating.filter((operation) => operation.resource.type === type).map((operation) => engineName(operation.resource)),
  );
  return onEngine
    .filter((object) => names.has(object.name) && !known.has(object.id))
    .map(({ id, name }) => ({ id, name }));
}
