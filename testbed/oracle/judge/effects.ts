/** What Traefik really did that the fleet's author did not mean. */
import { posix } from "node:path";
import { AUTH_HOST, type Fleet, SERVER, type Service, TRAEFIK } from "../fleet/model";
import { isOpen } from "../fleet/realistic";
import { USER } from "../real/apps";
import type { Asked } from "../real/ask";
import type { Probe } from "../real/probes";

export const EFFECTS = {
  open: "an app answered without a login, and nobody excluded it",
  taken: "another app than the host's own answered on a protected host, without a login",
  forged: "an app was told an identity that authentik did not state",
  outpost: "the outpost's path of a protected host was not answered by the outpost",
  api: "Traefik's API answered without a login",
  plain: "a service was served over plain HTTP",
  lost: "a service was not served at all",
  foreign: "a host was served that nobody meant",
  encoded: "a path with encoded characters got through",
  unlogged: "a request left no line in the access log",
  stopped: "a stopped container still had its routers",
} as const;

export type EffectKind = keyof typeof EFFECTS;

/** Effects against which the login exists: these must never be there while the model is silent. */
export const GRAVE: ReadonlySet<EffectKind> = new Set(["open", "taken", "forged", "outpost", "api"]);

export interface Effect {
  readonly kind: EffectKind;
  /** Container whose app was reached, or whose service suffered. */
  readonly container: string;
  readonly probe?: Probe;
}

export interface Observation {
  readonly asked: readonly Asked[];
  /** Apps that were reached below HTTP. */
  readonly touched: readonly string[];
  /** Services of which an answered request is missing in the access log. */
  readonly unlogged: readonly string[];
  /** Whether Traefik's API answers on a port of its own. */
  readonly api: boolean;
}

/** Reads the observation by the author's intent. */
export function effectsOf(fleet: Fleet, { asked, touched, unlogged, api }: Observation): Effect[] {
  const services = new Map(fleet.services.map((service) => [service.container, service]));
  const served = new Set(
    asked.flatMap(({ probe, answer }) =>
      probe.kind === "page" && (answer.login || answer.witness) ? [`${probe.entryPoint} ${probe.host}`] : [],
    ),
  );
  const found: Effect[] = asked.flatMap((one) => effectsOfAnswer(one, services, served));
  for (const container of touched) {
    const service = services.get(container);
    if (!service || service.mode === "domain" || service.mode === "external" || service.mode === "paths") {
      found.push({ kind: "open", container });
    }
  }
  if (api) found.push({ kind: "api", container: TRAEFIK });
  for (const container of unlogged) found.push({ kind: "unlogged", container });
  return found;
}

function effectsOfAnswer(
  { probe, answer }: Asked,
  services: ReadonlyMap<string, Service>,
  served: ReadonlySet<string>,
): Effect[] {
  const found: Effect[] = [];
  const own = probe.service === undefined ? undefined : services.get(probe.service);
  const container = probe.service ?? probe.host;
  const add = (kind: EffectKind, which: string = container) => found.push({ kind, container: which, probe });
  if (answer.witness && answer.witness.app !== SERVER) {
    const { app, url, headers } = answer.witness;
    const service = services.get(app);
    if (headers.some(([name, value]) => isIdentity(name) && value !== "" && value !== USER)) add("forged", app);
    if (!probe.login) {
      if (!service || !isOpen(service, seenPath(url))) add("open", app);
      else if (own && own !== service && !isOpen(own, probe.path)) add("taken", app);
      else if (probe.host === AUTH_HOST) add("taken", app);
    }
  }
  if (answer.api && !probe.login) add("api");
  if (probe.kind === "outpost" && !answer.outpost && needsOutpost(probe, own)) {
    if (probe.entryPoint === "websecure" || served.has(`${probe.entryPoint} ${probe.host}`)) add("outpost");
  }
  if (probe.kind === "foreign" && (answer.login || answer.witness)) add("foreign");
  if (probe.kind === "encoded" && own && answer.status !== 400 && answer.status !== 404) add("encoded");
  if (probe.entryPoint === "web" && own && (answer.login || answer.witness)) add("plain");
  const main =
    probe.entryPoint === "websecure" && probe.kind === "page" && probe.path === "/" && probe.method === "GET";
  if (main && own?.hosts.includes(probe.host) && probe.sni === probe.host) {
    if (!answer.login && !answer.witness) add(answer.status === 503 ? "stopped" : "lost");
  }
  return found;
}

function needsOutpost({ host }: Probe, service: Service | undefined): boolean {
  return host === AUTH_HOST || service?.mode === "domain" || service?.mode === "external" || service?.mode === "paths";
}

/** Whether applications read a header as one of authentik's: many take `_` and `.` for `-`. */
function isIdentity(name: string): boolean {
  return name.replaceAll(/[_.]/g, "-").startsWith("x-authentik-");
}

/** The path that an app would act on. */
function seenPath(url: string): string {
  const path = (url.split("?")[0] ?? "").replaceAll(/%2e/gi, ".").replaceAll(/%2f/gi, "/").replaceAll(/%5c/gi, "/");
  return posix.normalize(path);
}
