/** The oracle: the real Traefik, asked what it does with a fleet. */

import type { StackView } from "../../components/routing";
import type { Fleet } from "./fleet/model";
import { compare, type Verdict } from "./judge/compare";
import type { Effect } from "./judge/effects";
import { effectsOf } from "./judge/effects";
import { viewOf } from "./judge/view";
import { Apps } from "./real/apps";
import { type Asked, askAll } from "./real/ask";
import { documentsOf } from "./real/documents";
import { probesOf } from "./real/probes";
import { Traefik } from "./real/traefik";

export interface Judged {
  readonly fleet: Fleet;
  readonly view: StackView;
  readonly asked: readonly Asked[];
  readonly effects: readonly Effect[];
  readonly verdict: Verdict;
}

/** Processes kept alive, one per static configuration. */
const ALIVE = 3;

export class Oracle {
  private readonly processes = new Map<string, Traefik>();

  private constructor(
    private readonly binary: string,
    private readonly apps: Apps,
  ) {}

  /** @param binary Traefik's */
  static async start(binary: string): Promise<Oracle> {
    return new Oracle(binary, await Apps.start());
  }

  /** Shows the fleet to Traefik, asks every probe, and judges the answers by the fleet's intent and by the model. */
  async judge(fleet: Fleet): Promise<Judged> {
    const traefik = await this.processOf(fleet.variant);
    const { port } = this.apps;
    this.apps.name(namesOf(fleet));
    await traefik.serve(documentsOf(fleet, traefik.flags, port), port);
    const asked = await askAll(probesOf(fleet), traefik.ports);
    const touched = this.apps.touched();
    const api = await traefik.opensApi();
    const effects = effectsOf(fleet, { asked, touched, unlogged: unlogged(fleet, asked, traefik), api });
    const view = viewOf(fleet, traefik.flags, port);
    return { fleet, view, asked, effects, verdict: compare(view, asked, effects) };
  }

  close(): void {
    for (const process of this.processes.values()) process.close();
    this.processes.clear();
    this.apps.close();
  }

  private async processOf(variant: string): Promise<Traefik> {
    const found = this.processes.get(variant) ?? (await Traefik.start(this.binary, variant));
    this.processes.delete(variant);
    this.processes.set(variant, found);
    const [oldest] = this.processes.keys();
    if (this.processes.size > ALIVE && oldest !== undefined) {
      this.processes.get(oldest)?.close();
      this.processes.delete(oldest);
    }
    return found;
  }
}

function namesOf(fleet: Fleet): Map<string, string> {
  const names = new Map(fleet.containers.map(({ address, name }) => [address, name]));
  for (const { container, externalAddress } of fleet.services) {
    if (externalAddress !== undefined) names.set(externalAddress, container);
  }
  return names;
}

/** Services with an answered request that the access log does not know. */
function unlogged(fleet: Fleet, asked: readonly Asked[], traefik: Traefik): string[] {
  const logged = traefik.logged();
  const answered = new Set(
    asked.flatMap(({ probe, answer }) =>
      probe.path === "/" && probe.entryPoint === "websecure" && (answer.login || answer.witness)
        ? [`${probe.service} ${probe.host}`]
        : [],
    ),
  );
  return fleet.services.flatMap(({ container, hosts: [host = ""] }) =>
    answered.has(`${container} ${host}`) && !logged.has(`${host} /`) ? [container] : [],
  );
}
