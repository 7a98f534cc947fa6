import { isIP } from "node:net";
import { perView } from "./perView";
import { isTraefik } from "./staticConfiguration";
import type { ContainerView, StackView } from "./view";

/** Where containers are found in the network: who answers under a name or an address. */
interface Locations {
  /** Containers whose processes answer on the addresses of `container`: itself, and who shares its network. */
  sharing(container: ContainerView): readonly ContainerView[];
  at(url: string): Place;
}

/** Where a URL leads. */
interface Place {
  /** Whether that is all; otherwise it may be something that nothing here knows. */
  readonly sure: boolean;
  readonly containers: readonly ContainerView[];
}

export const locationsOf = perView((view): Locations => {
  const { containers } = view;
  const names = indexed(containers, namesOf);
  const addresses = indexed(containers, ({ addresses: own }) => own);
  const traefiks = containers.filter(({ image, command }) =>
    isTraefik(image.known ? image.value : undefined, command.known ? command.value : []),
  );
  const withoutAddress = containers.filter((container) => container.addresses.length === 0);
  // They are also reached through the host's own addresses.
  const onHost = containers.filter((container) => isOnHost(container) && !traefiks.includes(container));
  const spaces = networkSpaces(view, names);
  return {
    sharing: (container) => spaces.get(container) ?? [container],
    at: (url) => {
      const host = hostOf(url);
      if (host === undefined) return { sure: false, containers };
      const found = addresses.get(host) ?? names.get(host) ?? byId(containers, host);
      if (found) return { sure: true, containers: found.flatMap((container) => spaces.get(container) ?? [container]) };
      if (/^(localhost|127\.|::1$|0\.0\.0\.0$|::$)/.test(host))
        return { sure: false, containers: [...traefiks, ...onHost] };
      if (/^(host|gateway)\.(docker|containers)\.internal$/.test(host)) return { sure: false, containers: onHost };
      // A name without a dot can be another name of any container, and an address of IPv6 is never known.
      if (!host.includes(".") || isIP(host) === 6) return { sure: false, containers };
      return { sure: false, containers: [...withoutAddress, ...onHost] };
    },
  };
});

function indexed(
  containers: readonly ContainerView[],
  keysOf: (container: ContainerView) => readonly string[],
): ReadonlyMap<string, readonly ContainerView[]> {
  const index = new Map<string, ContainerView[]>();
  for (const container of containers) {
    for (const key of keysOf(container)) {
      const found = index.get(key) ?? [];
      found.push(container);
      index.set(key, found);
    }
  }
  return index;
}

/** Docker's DNS knows a container by its name, and by that with the name of a network behind it. */
function namesOf({ name, networks }: ContainerView): readonly string[] {
  if (!name.known) return [];
  const plain = name.value.toLowerCase();
  return [plain, ...networks.flatMap((network) => (network.known ? [`${plain}.${network.value.toLowerCase()}`] : []))];
}

/** Docker's DNS knows the first characters of an id as well. */
function byId(containers: readonly ContainerView[], host: string): readonly ContainerView[] | undefined {
  if (!/^[0-9a-f]{12,64}$/.test(host)) return undefined;
  const found = containers.filter(({ id }) => id.startsWith(host));
  return found.length > 0 ? found : undefined;
}

/** Host of a URL in lower case, without brackets and the dot at its end; `undefined` where that cannot be told. */
function hostOf(url: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\%]+$/i.test(url) || !URL.canParse(url)) return undefined;
  const host = new URL(url.replace(/^h2c:/i, "http:")).hostname.toLowerCase();
  return host === "" ? undefined : host.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function isOnHost({ networkMode, ports }: ContainerView): boolean {
  const host = networkMode.known && networkMode.value === "host";
  return host || ports.some((port) => !port.known || !/^(127\.|::1$)/.test(port.value.ip));
}

/**
 * Groups of containers that share one network, each under every member. Traefik reaches a container in the host's
 * network under the host's address, where every published port answers too.
 */
function networkSpaces(
  { containers }: StackView,
  names: ReadonlyMap<string, readonly ContainerView[]>,
): ReadonlyMap<ContainerView, readonly ContainerView[]> {
  const spaces = new Map<ContainerView, readonly ContainerView[]>();
  const join = (members: readonly ContainerView[]): void => {
    const all = [...new Set(members.flatMap((member) => spaces.get(member) ?? [member]))];
    for (const member of all) spaces.set(member, all);
  };
  for (const container of containers) {
    const { networkMode } = container;
    const mode = networkMode.known ? networkMode.value : "container:";
    const other = /^container:(.*)$/.exec(mode ?? "")?.[1]?.toLowerCase();
    if (other !== undefined) join([container, ...(names.get(other) ?? byId(containers, other) ?? containers)]);
    if (mode === "host") join([container, ...containers.filter(isOnHost)]);
  }
  return spaces;
}
