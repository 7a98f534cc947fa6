/** Mistakes and attacks, one at a time, on a sound fleet. */
import type { Dice } from "../dice";
import { OF_THIS_GATE, STRIP } from "../fleet/gate";
import {
  APP_PORT,
  appAddress,
  containerOf,
  type Fleet,
  type FleetContainer,
  type Labels,
  type Mode,
  SERVER,
  type Service,
  TRAEFIK,
} from "../fleet/model";
import type { EffectKind } from "../judge/effects";

export interface Mutation {
  readonly id: string;
  /** Invariants that it breaks; empty for noise, of which nothing is known beforehand. */
  readonly breaks: readonly string[];
  /** What Traefik then does, one of these at least. */
  readonly shows: readonly EffectKind[];
  /** Changes the fleet; `false` where there is nothing in it to change. */
  apply(dice: Dice, fleet: Fleet): boolean;
}

/** A service that a mutation works on. */
export interface Victim {
  readonly service: Service;
  readonly container: FleetContainer;
  /** Name of its router and of its service. */
  readonly name: string;
  readonly host: string;
  /** `traefik.http.routers.<name>` */
  readonly router: string;
}

/** A service of one of these modes, if there is one. */
export function victimOf(dice: Dice, fleet: Fleet, modes: readonly Mode[] = ["domain"]): Victim | undefined {
  const fitting = fleet.services.filter(({ mode }) => modes.includes(mode));
  if (fitting.length === 0) return undefined;
  const service = dice.pick(fitting);
  const container = containerOf(fleet, service.container);
  const name = service.container.replace(/^sso-/, "");
  return { service, container, name, host: service.hosts[0] ?? "", router: `traefik.http.routers.${name}` };
}

/** A mutation of one service's labels. */
export function onService(
  id: string,
  breaks: readonly string[],
  shows: readonly EffectKind[],
  change: (victim: Victim, dice: Dice, fleet: Fleet) => boolean | undefined,
  modes: readonly Mode[] = ["domain"],
): Mutation {
  return {
    id,
    breaks,
    shows,
    apply: (dice, fleet) => {
      const victim = victimOf(dice, fleet, modes);
      return victim !== undefined && change(victim, dice, fleet) !== false;
    },
  };
}

/** A mutation that needs a protected service and another container that somebody opened. */
export function withIntruder(
  id: string,
  breaks: readonly string[],
  shows: readonly EffectKind[],
  labels: (victim: Victim, dice: Dice) => Readonly<Record<string, string | undefined>>,
): Mutation {
  return {
    id,
    breaks,
    shows,
    apply: (dice, fleet) => {
      const victim = victimOf(dice, fleet);
      if (!victim || fleet.containers.some(({ name }) => name === INTRUDER)) return false;
      addIntruder(fleet, labels(victim, dice));
      return true;
    },
  };
}

const INTRUDER = "intruder";
export const INTRUDER_HOST = "intruder.example.com";
export const INTRUDER_ROUTER = `traefik.http.routers.${INTRUDER}`;

/** A container that is rightly excluded, with further labels of its own; `undefined` values take one away. */
export function addIntruder(fleet: Fleet, labels: Readonly<Record<string, string | undefined>>): void {
  const all: Record<string, string | undefined> = {
    "traefik.enable": "true",
    "traefik.docker.network": "sso-apps",
    [`${INTRUDER_ROUTER}.rule`]: `Host(\`${INTRUDER_HOST}\`)`,
    [`${INTRUDER_ROUTER}.entrypoints`]: "websecure",
    [`${INTRUDER_ROUTER}.tls`]: "true",
    [`${INTRUDER_ROUTER}.middlewares`]: STRIP,
    [`${INTRUDER_ROUTER}.service`]: INTRUDER,
    [`traefik.http.services.${INTRUDER}.loadbalancer.server.port`]: String(APP_PORT),
    ...OF_THIS_GATE,
    "sso.access": "excluded",
    "sso.reason": "A page for visitors without an account",
    ...labels,
  };
  fleet.containers.push({
    name: INTRUDER,
    address: appAddress(20),
    image: "registry.example/intruder:1",
    network: "sso-apps",
    exposed: [APP_PORT],
    labels: Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  const service: Service = {
    container: INTRUDER,
    mode: "excluded",
    hosts: [INTRUDER_HOST],
    openPaths: [],
    paths: ["/api/version"],
  };
  fleet.services.push(service);
}

/** A mutation of the labels of Traefik's container. */
export function onTraefik(
  id: string,
  breaks: readonly string[],
  shows: readonly EffectKind[],
  change: (labels: Labels, dice: Dice, fleet: Fleet) => boolean | undefined,
): Mutation {
  return {
    id,
    breaks,
    shows,
    apply: (dice, fleet) => change(containerOf(fleet, TRAEFIK).labels, dice, fleet) !== false,
  };
}

/** A mutation of the labels of authentik's container. */
export function onServer(
  id: string,
  breaks: readonly string[],
  shows: readonly EffectKind[],
  change: (labels: Labels, dice: Dice, fleet: Fleet) => boolean | undefined,
): Mutation {
  return {
    id,
    breaks,
    shows,
    apply: (dice, fleet) => change(containerOf(fleet, SERVER).labels, dice, fleet) !== false,
  };
}

/** Writes a label, whatever the case in which it stood there; `undefined` removes it. */
export function setLabel(labels: Labels, key: string, value: string | undefined): void {
  for (const present of Object.keys(labels)) {
    if (present.toLowerCase() === key.toLowerCase()) delete labels[present];
  }
  if (value !== undefined) labels[key] = value;
}

/** Reads a label, whatever its case. */
export function getLabel(labels: Labels, key: string): string | undefined {
  return Object.entries(labels).find(([present]) => present.toLowerCase() === key.toLowerCase())?.[1];
}

/** Puts a reference before, or after, the middlewares of a router. */
export function prepend(labels: Labels, router: string, reference: string): void {
  setLabel(labels, `${router}.middlewares`, [reference, getLabel(labels, `${router}.middlewares`)].join(","));
}

export function append(labels: Labels, router: string, reference: string): void {
  setLabel(labels, `${router}.middlewares`, [getLabel(labels, `${router}.middlewares`), reference].join(","));
}

/** The domain under which a host lies. */
export function parentOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}
