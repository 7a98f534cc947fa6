import {
  EMPTY_STREAMS,
  entriesOf,
  mapValues,
  NONE,
  record,
  serverOf,
  streamsOf,
  toMiddleware,
  toRouter,
  toService,
} from "./convert";
import type { DecodedRecord, Oddity } from "./decode";
import { decode } from "./decode";
import type { MiddlewareLabels, ServiceLabels, TlsLabels } from "./model";
import { DYNAMIC_SCHEMA, PROVIDER_SCHEMA } from "./schema";
import type { FoldedLabel, Label } from "./tree";
import { buildTree, DroppedError, fold } from "./tree";

/** A router as Traefik reads it. An absent rule means the provider's default rule. */
export interface ParsedRouter {
  readonly rule?: string;
  readonly entryPoints?: readonly string[];
  readonly middlewares?: readonly string[];
  readonly service?: string;
  readonly priority?: number;
  readonly tls?: boolean | TlsLabels;
  /** `v2` revives the old rule language; deprecated. */
  readonly ruleSyntax?: string;
  /** Switches access logs, metrics or traces off for this router. */
  readonly observability?: Readonly<Record<string, boolean>>;
}

export interface ParsedService extends ServiceLabels {
  /** Middlewares that run for every router of this service. */
  readonly middlewares?: readonly string[];
}

/** A router below HTTP: no middleware of HTTP, so no login, ever runs for it. */
export interface ParsedStreamRouter {
  readonly protocol: "tcp" | "udp";
  readonly rule?: string;
  readonly entryPoints?: readonly string[];
  readonly service?: string;
  readonly tls: boolean;
}

/** Something odd about the labels, in words: what is written, what Traefik makes of it, what to write. */
export interface LabelProblem {
  readonly kind: Oddity["kind"] | "dropped" | "collision" | "foreign-characters" | "port";
  readonly key: string;
  readonly message: string;
}

/** Everything that Traefik takes from the labels of one container, and all that is odd about them. */
export interface ParsedLabels {
  /** `undefined`: not said, so the provider's `exposedByDefault` decides. */
  readonly enable: boolean | undefined;
  readonly network: string | undefined;
  /** Keeps the routers of a stopped container. */
  readonly allowNonRunning: boolean;
  /** Why Traefik takes nothing at all from this container; `undefined` when it does take it. */
  readonly dropped: string | undefined;
  readonly routers: ReadonlyMap<string, ParsedRouter>;
  readonly services: ReadonlyMap<string, ParsedService>;
  readonly middlewares: ReadonlyMap<string, MiddlewareLabels>;
  readonly streamRouters: ReadonlyMap<string, ParsedStreamRouter>;
  /** Names of TCP and UDP services with their protocol, e.g. `tcp:db`. */
  readonly streamServices: readonly string[];
  /** Keys that set the default TLS store. */
  readonly tlsStores: readonly string[];
  readonly problems: readonly LabelProblem[];
}

const EMPTY = { routers: NONE, services: NONE, middlewares: NONE, ...EMPTY_STREAMS } as const;

/**
 * Traefik's own reading of labels, its silent traps included; of what {@link renderLabels} writes it is the inverse.
 *
 * @param pairs all labels of the container; those outside `traefik.` are passed over
 * @example parseLabels({ "traefik.http.routers.a.middlewares[0]": "authentik@docker" }).problems
 * // one 'indexed-list': Traefik ignores it, the router is open
 */
export function parseLabels(pairs: Readonly<Record<string, string>>): ParsedLabels {
  return parseSortedLabels(
    Object.keys(pairs)
      .sort()
      .map((key) => ({ key, value: pairs[key] ?? "" })),
  );
}

/**
 * The same of a list.
 *
 * @param labels in byte order of their keys, each key once
 */
export function parseSortedLabels(labels: readonly Label[]): ParsedLabels {
  const { all, forProvider, dynamic, tlsStores } = sort(labels);
  const problems: LabelProblem[] = keyProblems(all);
  const oddities: Oddity[] = [];
  const drop = (error: unknown): string => {
    if (!(error instanceof DroppedError)) throw error;
    problems.push({
      kind: "dropped",
      key: "traefik",
      message: `${error.message}. Traefik drops every label of this container; correct it.`,
    });
    return error.message;
  };
  let enable: boolean | undefined;
  let docker: DecodedRecord = {};
  try {
    const tree = buildTree(forProvider);
    const provider = tree ? decode(PROVIDER_SCHEMA, tree, oddities) : {};
    enable = provider.enable === undefined ? undefined : provider.enable === true;
    docker = record(provider.docker);
  } catch (error) {
    return { enable, network: undefined, allowNonRunning: false, dropped: drop(error), ...EMPTY, tlsStores, problems };
  }
  const provider = {
    enable,
    network: typeof docker.network === "string" ? docker.network : undefined,
    allowNonRunning: docker.allownonrunning === true,
  };
  try {
    const tree = buildTree(dynamic);
    const root = tree ? decode(DYNAMIC_SCHEMA, tree, oddities) : {};
    const http = record(root.http);
    const services = mapValues(http.services, toService);
    for (const [name, service] of entriesOf(http.services)) {
      const port = serverOf(record(service)).port;
      if (typeof port === "string" && !/^\d+$/.test(port)) {
        problems.push({
          kind: "port",
          key: `http.services.${name}`,
          message: `port of service '${name}' is '${port}'; write a number.`,
        });
      }
    }
    for (const oddity of oddities) problems.push(toProblem(oddity));
    const { streamRouters, streamServices } = streamsOf(root);
    const { network, allowNonRunning } = provider;
    const routers = mapValues(http.routers, toRouter);
    const middlewares = mapValues(http.middlewares, toMiddleware);
    return {
      enable,
      network,
      allowNonRunning,
      dropped: undefined,
      routers,
      services,
      middlewares,
      streamRouters,
      streamServices,
      tlsStores,
      problems,
    };
  } catch (error) {
    return {
      ...provider,
      dropped: drop(error),
      ...EMPTY,
      tlsStores,
      problems: [...problems, ...oddities.map(toProblem)],
    };
  }
}

interface SortedLabels {
  /** Every label of Traefik's. */
  readonly all: readonly FoldedLabel[];
  /** Those that the Docker provider reads for itself. */
  readonly forProvider: readonly FoldedLabel[];
  /** Those that make routers, services and middlewares. */
  readonly dynamic: readonly FoldedLabel[];
  /** Keys that set the default TLS store. */
  readonly tlsStores: readonly string[];
}

function sort(labels: readonly Label[]): SortedLabels {
  const all: FoldedLabel[] = [];
  const forProvider: FoldedLabel[] = [];
  const dynamic: FoldedLabel[] = [];
  const tlsStores: string[] = [];
  const at = "traefik.".length;
  for (const { key, value } of labels) {
    const folded = fold(key);
    if (!folded.startsWith("traefik.")) continue;
    const label = { key, folded, value };
    all.push(label);
    if (["http", "tcp", "udp", "tls.stores.default"].some((root) => folded.startsWith(root, at))) dynamic.push(label);
    else if (folded.startsWith("docker.", at) || folded.startsWith("enable", at)) forProvider.push(label);
    if (folded.startsWith("tls.", at)) tlsStores.push(key);
  }
  return { all, forProvider, dynamic, tlsStores };
}

/** Keys of which the spelling alone is wrong: two for one field, or characters outside ASCII. */
function keyProblems(labels: readonly FoldedLabel[]): LabelProblem[] {
  const problems: LabelProblem[] = [];
  const seen = new Map<string, string>();
  const lower = labels.every(({ key, folded }) => key === folded);
  for (const { key, folded } of labels) {
    const other = lower ? undefined : seen.get(folded);
    if (other !== undefined) {
      problems.push({
        kind: "collision",
        key,
        message: `labels '${other}' and '${key}' are one to Traefik, which lets the later spelling win. Keep one, in lower case.`,
      });
    }
    if (!lower) seen.set(folded, key);
    if (/[^\x20-\x7e]/.test(key)) {
      problems.push({
        kind: "foreign-characters",
        key,
        message: `label '${key}' has characters outside ASCII, some of which Traefik folds into others. Write it in ASCII.`,
      });
    }
  }
  return problems;
}

function toProblem({ kind, key, value }: Oddity): LabelProblem {
  const label = `traefik.${key}`;
  const text: Record<Oddity["kind"], string> = {
    "indexed-list": `'${label}' is ignored by Traefik: a list of strings is one label. Write '${label.replace(/\[[^[]*$/, "")}=${value}'.`,
    "empty-list": `'${label}' is empty, which is the same as not written. Give a value or remove it.`,
    "list-with-gaps": `'${label}=${value}' has an empty item, which Traefik looks up as a name. Remove the comma.`,
    "no-effect": `'${label}' has no effect in labels. Remove it.`,
    "switched-off": `'${label}=${value}' switches it off, and everything below it; only 'true' switches it on.`,
  };
  return { kind, key: label, message: text[kind] };
}
