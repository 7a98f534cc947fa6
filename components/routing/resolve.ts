import type { ReadContainer } from "./container";
import type { ParsedRouter } from "./labels/parse";
import { definitionsOf, expand, loginHolds, loginOf, loginTrusts } from "./middlewares";
import { perView } from "./perView";
import { readable } from "./published";
import { qualified } from "./references";
import type { ParsedRule } from "./rule";
import { literalHosts, parseRule } from "./rule";
import { onlyStreams } from "./services";
import type { EntryPoint, StaticConfiguration } from "./staticConfiguration";
import { DEFAULT_RULE } from "./staticConfiguration";
import type { StackView } from "./view";

/** An HTTP router as Traefik would serve it. */
export interface ResolvedRouter {
  /** Name as written; `""` for the one that Traefik makes from its default rule. */
  readonly name: string;
  readonly container: ReadContainer;
  readonly labels: ParsedRouter;
  /** Text of the rule; of a default rule only the container's name is known. */
  readonly rule: string;
  /** `ok: false`: this model cannot read it, and Traefik most likely disables the router. */
  readonly parsed: ParsedRule;
  /** Hosts outside of which it never answers; `undefined` when they are no literal ones. */
  readonly hosts: readonly string[] | undefined;
  /** Explicit, or the length of the rule. */
  readonly priority: number;
  /** Entry points it is attached to; `undefined` when that depends on an unknown static configuration. */
  readonly entryPoints: readonly string[] | undefined;
  /** Those of them on which it may answer; empty: Traefik never serves it. */
  readonly answering: readonly Answer[];
  /** References with their provider, those of the first entry point first. */
  readonly middlewares: readonly string[];
  /** Whether the login comes first on every entry point on which it may answer. */
  readonly gated: boolean;
  /** Reference of its service; `undefined`: Traefik drops the router. */
  readonly service: string | undefined;
  readonly target: Target;
}

/** How a router answers on one entry point. */
export interface Answer {
  /** In lower case; `undefined`: on any, the static configuration being unknown. */
  readonly entryPoint: string | undefined;
  /** `undefined`: with or without. */
  readonly tls: boolean | undefined;
  /** Whether the login comes first. */
  readonly gated: boolean;
}

/** Where a router's requests go. */
export type Target =
  /** The container itself. */
  | { readonly kind: "own"; readonly service: string }
  /** A service of another container, or of none that is known. */
  | { readonly kind: "elsewhere"; readonly reference: string }
  /** Traefik's own, e.g. `api@internal`. */
  | { readonly kind: "internal"; readonly reference: string }
  /** Any address. */
  | { readonly kind: "url"; readonly service: string; readonly url: string }
  /** Nothing: Traefik drops the router. */
  | { readonly kind: "none" };

/** Every HTTP router of the stack, largest priority first. Containers with unknown labels are missing from it. */
export const resolve = perView((view): readonly ResolvedRouter[] =>
  readable(view)
    .flatMap((container) => routersOf(container, view))
    .sort((a, b) => b.priority - a.priority),
);

/** The same by container. */
export const routersByContainer = perView((view): ReadonlyMap<ReadContainer, readonly ResolvedRouter[]> => {
  const found = new Map<ReadContainer, ResolvedRouter[]>();
  for (const router of resolve(view)) {
    const routers = found.get(router.container) ?? [];
    routers.push(router);
    found.set(router.container, routers);
  }
  return found;
});

function routersOf(container: ReadContainer, view: StackView): ResolvedRouter[] {
  const { routers, services } = container.labels;
  const named: (readonly [string, ParsedRouter])[] = [...routers];
  if (named.length === 0 && services.size <= 1 && !onlyStreams(container)) named.push(["", {}]);
  return named.flatMap(([name, labels]) => {
    const rule = labels.rule ?? defaultRule(container, view);
    return rule === "" ? [] : [router(container, view, name, labels, rule)];
  });
}

function router(
  container: ReadContainer,
  view: StackView,
  name: string,
  labels: ParsedRouter,
  rule: string,
): ResolvedRouter {
  const configuration = configurationOf(view);
  const user = `${name}@${container.view.provider}`;
  const service = serviceOf(container, labels, user);
  const parsed = readRule(rule, labels, configuration);
  const hosts = parsed.ok ? literalHosts(parsed.rule) : undefined;
  const target = targetOf(container, service);
  // A service's own middlewares run after those of the router, so they never put the login first.
  const last =
    target.kind === "own" || target.kind === "url"
      ? (container.labels.services.get(target.service)?.middlewares ?? [])
      : [];
  const own = (labels.middlewares ?? []).map((item) => qualified(item, user));
  const points = entryPointsOf(labels, configuration);
  const before = (points?.[0]?.middlewares ?? []).map((item) => qualified(item, user));
  const gated = (point: EntryPoint | undefined) => {
    // There a client names the host and path that authentik judges.
    if (container.repeated.length > 0 || (point?.trustsEverybody && loginTrusts(view))) return false;
    const first = point?.middlewares ?? [];
    return startsWithLogin(first.length === 0 ? own : [...first.map((item) => qualified(item, user)), ...own], view);
  };
  const served = service !== undefined && (parsed.ok || !parsed.refused);
  const answering: Answer[] = !served
    ? []
    : points === undefined
      ? [{ entryPoint: undefined, tls: labels.tls ? true : undefined, gated: gated(undefined) }]
      : points
          .map((point) => ({ point, tls: tlsOn(point, labels, configuration) }))
          .filter(({ point, tls }) => !point.udp && !(point.redirects && tls === false && hosts))
          .map(({ point, tls }) => ({ entryPoint: point.name, tls, gated: gated(point) }));
  return {
    name,
    container,
    labels,
    rule,
    parsed,
    hosts,
    priority: labels.priority ?? Buffer.byteLength(rule),
    entryPoints: labels.entryPoints ?? points?.map((point) => point.name),
    answering,
    middlewares:
      before.length + last.length === 0
        ? own
        : [...before, ...own, ...last.map((item) => qualified(item, service ?? user))],
    gated: answering.length > 0 ? answering.every((answer) => answer.gated) : gated(points?.[0]),
    service,
    target,
  };
}

function configurationOf(view: StackView): StaticConfiguration | undefined {
  return view.static.known ? view.static.value : undefined;
}

function startsWithLogin(middlewares: readonly string[], view: StackView): boolean {
  const login = loginOf(view);
  const [first] = middlewares[0] === login ? middlewares : expand(middlewares, definitionsOf(view));
  return first === login && loginHolds(view);
}

/** A rule of Traefik v2's language can mean anything to this model. */
function readRule(rule: string, labels: ParsedRouter, configuration: StaticConfiguration | undefined): ParsedRule {
  const syntax = labels.ruleSyntax ?? configuration?.flags.get("core.defaultrulesyntax") ?? "v3";
  const parsed = parseRule(rule);
  if (syntax !== "v2") return parsed;
  return { ok: false, error: "it is written in the rule language of Traefik v2", refused: false };
}

/** Traefik's default rule names the container; where its name is unknown, every host counts. */
function defaultRule({ view: container, defaultName }: ReadContainer, view: StackView): string {
  const template = configurationOf(view)?.providers[container.provider].defaultRule ?? DEFAULT_RULE;
  if (template.trim() === "") return template;
  const name = template === DEFAULT_RULE ? defaultName : undefined;
  return name === undefined || name === "" ? "PathPrefix(`/`)" : `Host(\`${name}\`)`;
}

/** Entry points by the router's labels that exist; `undefined` when the configuration does not say. */
function entryPointsOf(
  labels: ParsedRouter,
  configuration: StaticConfiguration | undefined,
): readonly EntryPoint[] | undefined {
  const points = configuration?.entryPoints;
  // Without any, Traefik makes one of its own.
  if (!points || ![...points.keys()].some((name) => name !== "traefik")) return undefined;
  if (!labels.entryPoints) return [...points.values()].filter(({ isDefault }) => isDefault);
  return labels.entryPoints.flatMap((written) => {
    const name = written.toLowerCase();
    const point = points.get(name);
    // Traefik makes this one for its API, its metrics or its ping, whatever it was told.
    return point ?? (name === "traefik" ? INTERNAL : []);
  });
}

const INTERNAL: EntryPoint = {
  name: "traefik",
  isDefault: false,
  tls: false,
  middlewares: [],
  udp: false,
  redirects: false,
  trustsEverybody: false,
};

function tlsOn(point: EntryPoint, labels: ParsedRouter, configuration: StaticConfiguration | undefined): boolean {
  return Boolean(labels.tls) || (configuration?.entryPoints.get(point.name)?.tls ?? false);
}

/** The service that a router leads to, as Traefik links it: the one named, or the only one there is. */
function serviceOf(container: ReadContainer, router: ParsedRouter, user: string): string | undefined {
  if (router.service !== undefined) return qualified(router.service, user);
  const { services } = container.labels;
  if (services.size > 1) return undefined;
  const [only] = services.keys();
  return `${only ?? container.defaultName ?? ""}@${container.view.provider}`;
}

function targetOf(container: ReadContainer, reference: string | undefined): Target {
  if (reference === undefined) return { kind: "none" };
  if (reference.endsWith("@internal")) return { kind: "internal", reference };
  const { provider } = container.view;
  const names = [...container.labels.services.keys()];
  const own =
    names.length === 0
      ? reference === `${container.defaultName ?? ""}@${provider}`
        ? ""
        : undefined
      : names.find((name) => `${name}@${provider}` === reference);
  if (own === undefined) return { kind: "elsewhere", reference };
  const url = container.labels.services.get(own)?.url;
  return url === undefined ? { kind: "own", service: own } : { kind: "url", service: own, url };
}

/** What Traefik compares of two routers of one name: the same is merged, anything else drops both. */
export function fingerprint({ container, name, rule, labels, service }: ResolvedRouter): string {
  const { entryPoints, middlewares, priority, ruleSyntax, tls, observability } = labels;
  const { provider } = container.view;
  const fields = [name, provider, rule, service, entryPoints, middlewares, priority, ruleSyntax, tls || undefined];
  return JSON.stringify([...fields, observability].map((field) => field ?? null));
}
