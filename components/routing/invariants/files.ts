import { describe } from "../container";
import type { Finding } from "../finding";
import type { GatePart } from "../gateParts";
import { gatePart } from "../gateParts";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { mountSource } from "../mounts";
import type { ContainerView, GateView, MountView } from "../view";
import { GATE_COMPONENT } from "../view";

const ID = "gate-files";

/** Files decide about the login too: Traefik takes routers from a folder as well, without any label. */
export const gateFiles: Invariant = {
  id: ID,
  title: "The gate's volumes are mounted by the gate alone",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects:
    "Against a way in that no label shows: whoever writes into the folder of emergency routes makes routers, whoever reads the certificates' keys can pass for the login, and authentik's database says who may enter.",
  remediation:
    "Give each app volumes of its own. Back authentik up with pg_dump in its container, not by the files under a running database.",
  frameworks: FRAMEWORKS.configuration,
  check: ({ gate, containers }) => {
    if (!gate) return [];
    const volumes = volumesOf(gate);
    return containers.flatMap((container) => ofContainer(container, gate, volumes));
  },
};

/** A volume of the gate, and the parts that may mount it. */
interface GateVolume {
  readonly name: string;
  readonly holds: string;
  readonly parts: readonly GatePart[];
  /** Whether the timer and the guard of an emergency route mount it as well. */
  readonly timers?: true;
}

/** The volumes, as SsoGate names them. */
function volumesOf({ prefix }: GateView): readonly GateVolume[] {
  return [
    {
      name: `${prefix}-break-glass`,
      holds: "the folder from which Traefik takes routers",
      parts: ["traefik"],
      timers: true,
    },
    { name: `${prefix}-acme`, holds: "the keys of the certificates", parts: ["traefik"] },
    { name: `${prefix}-database`, holds: "authentik's database", parts: ["postgres"] },
    { name: `${prefix}-authentik-data`, holds: "authentik's files", parts: ["server", "worker"] },
    { name: `${prefix}-redis`, holds: "the count of logins", parts: ["redis"] },
  ];
}

function ofContainer(container: ContainerView, gate: GateView, volumes: readonly GateVolume[]): Finding[] {
  const part = gatePart(container, gate);
  const foreign = volumes.filter(
    ({ parts, timers }) => !(part && parts.includes(part)) && !(timers && isTimer(container, gate)),
  );
  return container.mounts.flatMap((mount): Finding[] => {
    // Of Traefik itself docker-socket asks that; for others it may be all that Traefik mounts (`--volumes-from`).
    if (!mount.known || mount.value.unknownVolume) {
      return container.components.includes(GATE_COMPONENT) ? [] : [unknownMount(container)];
    }
    const volume = foreign.find((one) => shows(mount.value, one));
    return volume ? [foreignMount(container, mountSource(mount.value), volume)] : [];
  });
}

/** A folder that holds every volume of an engine: the usual places, and what is around them. */
const VOLUMES_FOLDER = /^\/(var(\/lib(\/docker)?)?)?$|\/(docker|containers\/storage)\/volumes$/;

/** Whether a mount shows a volume: by its name, by its path on the host, or with everything around it. */
function shows(mount: MountView, { name }: GateVolume): boolean {
  const source = mountSource(mount);
  if (source === name || source.endsWith(`/volumes/${name}`) || source.includes(`/volumes/${name}/`)) return true;
  // Monitoring reads the whole host; it writes nothing into a folder that it mounts read-only.
  return VOLUMES_FOLDER.test(source) && mount.readOnly !== true;
}

/**
 * Whether a container ends an emergency route: `break-glass open` makes it on the host, on no network, and no program
 * declares it.
 */
function isTimer({ name, networkMode }: ContainerView, { prefix }: GateView): boolean {
  return (
    name.known &&
    name.value.startsWith(`${prefix}-break-glass-`) &&
    /-(timer|guard)$/.test(name.value) &&
    networkMode.known &&
    networkMode.value === "none"
  );
}

function foreignMount(container: ContainerView, source: string, { name, holds, parts }: GateVolume): Finding {
  return {
    invariant: ID,
    resource: container.id,
    what: `${describe(container)} mounts '${source}', which ${source === name ? "is" : "shows"} ${holds}.`,
    why: "Whoever breaks into it decides for the whole login.",
    fix: `Remove that mount: only ${parts.join(" and ")} of the gate ${parts.length > 1 ? "need" : "needs"} the volume '${name}'.`,
  };
}

function unknownMount(container: ContainerView): Finding {
  return {
    invariant: ID,
    resource: container.id,
    what: `${describe(container)} mounts something of which the source is unknown.`,
    why: "It may be the folder from which Traefik takes routers.",
    fix: "Write the mount's source as plain text, or give a volume by 'volumeName', from its 'name' and not its 'id'.",
  };
}
