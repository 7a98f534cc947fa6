import type { ReadContainer } from "./container";
import { isReference, readContainer } from "./container";
import type { ParsedRouter } from "./labels/parse";
import type { ParsedRule } from "./rule";
import { parseRule } from "./rule";
import type { StaticConfiguration } from "./staticConfiguration";
import type { GateView, StackView } from "./view";
import { MIDDLEWARE } from "./view";

/** An HTTP router as Traefik would serve it. */
export interface ResolvedRouter {
  /** Name as written; `""` for the one that Traefik makes from its default rule. */
  readonly name: string;
  readonly container: ReadContainer;
  readonly labels: ParsedRouter;
  /** Text of the rule; of a default rule only the container's name is known. */
  readonly rule: string;
  /** `ok: false`: Traefik disables the router. */
  readonly parsed: ParsedRule;
  /** Explicit, or the length of the rule. */
  readonly priority: number;
  /** Entry points it is attached to; `undefined` when that depends on an unknown static configuration. */
  readonly entryPoints: readonly string[] | undefined;
  /** References with their provider, those of the entry points first. */
  readonly middlewares: readonly string[];
  /** Whether the login comes first on every entry point. */
  readonly gated: boolean;
  readonly target: Target;
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

const tables = new WeakMap<StackView, readonly ResolvedRouter[]>();

/** Every HTTP router of the stack, largest priority first. Containers with unknown labels are missing from it. */
export function resolve(view: StackView): readonly ResolvedRouter[] {
  let table = tables.get(view);
  if (!table) {
    const configuration = view.static.known ? view.static.value : undefined;
    table = view.containers
      .flatMap((container) => readContainer(container) ?? [])
      .filter((container) => isPublished(container, configuration))
      .flatMap((container) => routersOf(container, view.gate, configuration))
      .sort((a, b) => b.priority - a.priority);
    tables.set(view, table);
  }
  return table;
}

/** Whether Traefik takes the container's configuration; unknown defaults count as yes. */
export function isPublished(container: ReadContainer, configuration: StaticConfiguration | undefined): boolean {
  if (container.labels.dropped !== undefined) return false;
  return container.labels.enable ?? configuration?.exposedByDefault ?? true;
}

function routersOf(
  container: ReadContainer,
  gate: GateView | undefined,
  configuration: StaticConfiguration | undefined,
): ResolvedRouter[] {
  const { routers, services, streamServices, streamRouters } = container.labels;
  const named = Object.entries(routers);
  const onlyStreams = streamServices || Object.keys(streamRouters).length > 0;
  if (named.length === 0 && Object.keys(services).length <= 1 && !onlyStreams) named.push(["", {}]);
  return named.flatMap(([name, labels]) => {
    if (labels.rule === undefined && configuration?.defaultRule === false) return [];
    const rule = labels.rule ?? defaultRule(container);
    const entryPoints = labels.entryPoints ?? defaultEntryPoints(configuration);
    const target = targetOf(container, labels);
    // A service's own middlewares run after those of the router, so they never put the login first.
    const last = target.kind === "own" || target.kind === "url" ? (services[target.service]?.middlewares ?? []) : [];
    const own = (labels.middlewares ?? []).map(qualified);
    const before = (entryPoints ?? []).map(
      (point) => configuration?.entryPoints.get(point.toLowerCase())?.middlewares ?? [],
    );
    const chains = before.length > 0 ? before.map((middlewares) => [...middlewares, ...own]) : [own];
    const login = gate?.middleware ?? MIDDLEWARE;
    return [
      {
        name,
        container,
        labels,
        rule,
        parsed: parseRule(rule),
        priority: labels.priority ?? Buffer.byteLength(rule),
        entryPoints,
        middlewares: [...(chains[0] ?? own), ...last.map(qualified)],
        gated: chains.every((chain) => isReference(chain[0], login)),
        target,
      },
    ];
  });
}

/** Traefik's default rule names the container; where its name is unknown, every host counts. */
function defaultRule(container: ReadContainer): string {
  const { name } = container.view;
  return name.known && /^[\w.-]+$/.test(name.value) ? `Host(\`${name.value}\`)` : "PathPrefix(`/`)";
}

function defaultEntryPoints(configuration: StaticConfiguration | undefined): string[] | undefined {
  if (!configuration) return undefined;
  return [...configuration.entryPoints.values()].filter(({ isDefault }) => isDefault).map(({ name }) => name);
}

function targetOf(container: ReadContainer, router: ParsedRouter): Target {
  const { services } = container.labels;
  const names = Object.keys(services);
  let service = router.service;
  if (service === undefined) {
    if (names.length > 1) return { kind: "none" };
    service = names[0] ?? "";
  }
  const reference = qualified(service);
  if (reference.endsWith("@internal")) return { kind: "internal", reference };
  const own = names.find((name) => `${name}@docker` === reference) ?? (service === "" ? "" : undefined);
  if (own === undefined) return { kind: "elsewhere", reference };
  const url = services[own]?.url;
  return url === undefined ? { kind: "own", service: own } : { kind: "url", service: own, url };
}

/** A reference with its provider, as Traefik completes it. */
export function qualified(reference: string): string {
  return reference.includes("@") ? reference : `${reference}@docker`;
}
