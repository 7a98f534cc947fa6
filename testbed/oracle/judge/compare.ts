/** The model's word against what Traefik did. */
import { check, type Finding, reachable, type StackView } from "../../../components/routing";
import { type Fleet, SERVER } from "../fleet/model";
import type { Asked } from "../real/ask";
import type { Probe } from "../real/probes";
import { type Effect, type EffectKind, GRAVE } from "./effects";

/** Traefik did something that the model excludes. */
export interface Disagreement {
  /**
   * `reach`: the model says that this app cannot be reached so without a login. `silence`: Traefik did what the login
   * exists against, and no invariant is reported broken.
   */
  readonly level: "reach" | "silence";
  readonly effect: EffectKind;
  readonly container: string;
  readonly probe?: Probe;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly dangerous: readonly Disagreement[];
  /** Lesser effects of which the model says nothing. */
  readonly silent: readonly Effect[];
}

/** Judges one observed fleet. */
export function compare(view: StackView, asked: readonly Asked[], effects: readonly Effect[]): Verdict {
  const findings = check(view).filter(({ advisory }) => !advisory);
  const silent = findings.length === 0 ? effects : [];
  const dangerous: Disagreement[] = [];
  const told = new Set<string>();
  for (const { probe, answer } of asked) {
    const app = answer.witness?.app;
    if (app === undefined || app === SERVER || probe.login || told.has(app)) continue;
    if (isReachable(view, probe, app)) continue;
    told.add(app);
    dangerous.push({ level: "reach", effect: "open", container: app, probe });
  }
  for (const { kind, container, probe } of silent) {
    if (!GRAVE.has(kind) || told.has(container)) continue;
    told.add(container);
    dangerous.push({ level: "silence", effect: kind, container, ...(probe && { probe }) });
  }
  return { findings, dangerous, silent: silent.filter(({ kind }) => !GRAVE.has(kind)) };
}

/** Whether the model allows for `app` answering this without a login. */
export function isReachable(view: StackView, probe: Probe, app: string): boolean {
  const { host, path, method, entryPoint, sni, headers } = probe;
  const request = {
    host,
    path,
    method,
    entryPoint,
    tls: entryPoint !== "web",
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(sni !== undefined && { sni }),
  };
  return reachable(view, request).some(({ title }) => title === app);
}

/** A router that Traefik protected and the model calls exposed. */
export interface Caution {
  readonly container: string;
  /** Invariant id, or `exposure`. */
  readonly by: string;
  readonly why: string;
}

/** Services that are truly protected, and of those the ones that the model would not pass. Only for sound fleets. */
export function cautionOf(
  fleet: Fleet,
  view: StackView,
  asked: readonly Asked[],
  findings: readonly Finding[],
): { readonly protectedRouters: number; readonly cautious: readonly Caution[] } {
  const cautious: Caution[] = [];
  let protectedRouters = 0;
  for (const service of fleet.services) {
    if (service.mode === "excluded" || service.mode === "oidc") continue;
    const pages = asked.filter(({ probe }) => probe.service === service.container && !probe.login);
    const leaked = pages.some(({ answer, probe }) => answer.witness && !isMeantOpen(service.openPaths, probe.path));
    const challenged = pages.some(({ answer }) => answer.login);
    if (leaked || !challenged) continue;
    protectedRouters++;
    const finding = findings.find(
      ({ resource }) =>
        resource === "" || view.containers.some(({ id, title }) => id === resource && title === service.container),
    );
    if (finding) cautious.push({ container: service.container, by: finding.invariant, why: finding.what });
    else {
      const page = pages.find(({ probe, answer }) => answer.login && isReachable(view, probe, service.container));
      if (page && service.openPaths.length === 0) {
        cautious.push({ container: service.container, by: "exposure", why: `${page.probe.host}${page.probe.path}` });
      }
    }
  }
  return { protectedRouters, cautious };
}

function isMeantOpen(openPaths: readonly string[], path: string): boolean {
  return openPaths.some((prefix) => path.startsWith(prefix));
}
