import type { Decoded, DecodedRecord, Oddity } from "./decode";
import { decode } from "./decode";
import type { MiddlewareLabels, OptionValue, ServiceLabels, TlsLabels } from "./model";
import { DYNAMIC_SCHEMA, PROVIDER_SCHEMA } from "./schema";
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
  readonly routers: Readonly<Record<string, ParsedRouter>>;
  readonly services: Readonly<Record<string, ParsedService>>;
  readonly middlewares: Readonly<Record<string, MiddlewareLabels>>;
  readonly streamRouters: Readonly<Record<string, ParsedStreamRouter>>;
  /** Names of TCP and UDP services with their protocol, e.g. `tcp:db`. */
  readonly streamServices: readonly string[];
  /** Keys that set the default TLS store. */
  readonly tlsStores: readonly string[];
  readonly problems: readonly LabelProblem[];
}

const EMPTY = { routers: {}, services: {}, middlewares: {}, streamRouters: {}, streamServices: [] } as const;

/**
 * Traefik's own reading of labels, its silent traps included; of what {@link renderLabels} writes it is the inverse.
 *
 * @param pairs all labels of the container; those outside `traefik.` are passed over
 * @example parseLabels({ "traefik.http.routers.a.middlewares[0]": "authentik@docker" }).problems
 * // one 'indexed-list': Traefik ignores it, the router is open
 */
export function parseLabels(pairs: Readonly<Record<string, string>>): ParsedLabels {
  const problems: LabelProblem[] = keyProblems(pairs);
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
  const tlsStores = Object.keys(pairs).filter((key) => fold(key).startsWith("traefik.tls."));
  let enable: boolean | undefined;
  let docker: DecodedRecord = {};
  try {
    const tree = buildTree(pairs, ["traefik.docker.", "traefik.enable"]);
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
    const tree = buildTree(pairs, ["traefik.http", "traefik.tcp", "traefik.udp", "traefik.tls.stores.default"]);
    const root = tree ? decode(DYNAMIC_SCHEMA, tree, oddities) : {};
    const http = record(root.http);
    const services = mapValues(http.services, toService);
    for (const [name, service] of Object.entries(record(http.services))) {
      const port = serverOf(record(service)).port;
      if (typeof port === "string" && !/^\d+$/.test(port)) {
        problems.push({
          kind: "port",
          key: `http.services.${name}`,
          message: `port of service '${name}' is '${port}'; write a number.`,
        });
      }
    }
    problems.push(...oddities.map(toProblem));
    return {
      ...provider,
      dropped: undefined,
      routers: mapValues(http.routers, toRouter),
      services,
      middlewares: mapValues(http.middlewares, toMiddleware),
      streamRouters: { ...streamRouters("tcp", root.tcp), ...streamRouters("udp", root.udp) },
      streamServices: (["tcp", "udp"] as const).flatMap((protocol) =>
        Object.keys(record(record(root[protocol]).services)).map((name) => `${protocol}:${name}`),
      ),
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

/** Keys of which the spelling alone is wrong: two for one field, or characters outside ASCII. */
function keyProblems(pairs: Readonly<Record<string, string>>): LabelProblem[] {
  const problems: LabelProblem[] = [];
  const seen = new Map<string, string>();
  for (const key of Object.keys(pairs).sort()) {
    const folded = fold(key);
    if (!folded.startsWith("traefik.")) continue;
    const other = seen.get(folded);
    if (other !== undefined) {
      problems.push({
        kind: "collision",
        key,
        message: `labels '${other}' and '${key}' are one to Traefik, which lets the later spelling win. Keep one, in lower case.`,
      });
    }
    seen.set(folded, key);
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

function toRouter(router: DecodedRecord): ParsedRouter {
  const { rule, entrypoints, middlewares, service, priority, tls, rulesyntax, observability } = router;
  return {
    ...(typeof rule === "string" && rule !== "" && { rule }),
    ...(Array.isArray(entrypoints) && { entryPoints: strings(entrypoints) }),
    ...(Array.isArray(middlewares) && { middlewares: strings(middlewares) }),
    ...(typeof service === "string" && service !== "" && { service }),
    // Zero is Traefik's word for 'not given'.
    ...(typeof priority === "number" && priority !== 0 && { priority }),
    ...(tls !== undefined && { tls: toTls(tls) }),
    ...(typeof rulesyntax === "string" && rulesyntax !== "" && { ruleSyntax: rulesyntax }),
    ...(observability !== undefined && { observability: booleans(observability) }),
  };
}

function toTls(tls: Decoded): boolean | TlsLabels {
  if (tls === false) return false;
  const { certresolver, options, domains } = record(tls);
  if (certresolver === undefined && options === undefined && domains === undefined) return true;
  return {
    ...(typeof certresolver === "string" && { certResolver: certresolver }),
    ...(Array.isArray(domains) && {
      domains: domains.map((domain) => {
        const { main, sans } = record(domain);
        return { main: typeof main === "string" ? main : "", ...(Array.isArray(sans) && { sans: strings(sans) }) };
      }),
    }),
    ...(typeof options === "string" && { options }),
  };
}

function serverOf(service: DecodedRecord): DecodedRecord {
  const servers = record(service.loadbalancer).server;
  return record(Array.isArray(servers) ? servers[0] : undefined);
}

function toService(service: DecodedRecord): ParsedService {
  const balancer = record(service.loadbalancer);
  const { port, scheme, url } = serverOf(service);
  return {
    ...(typeof port === "string" && /^\d+$/.test(port) && { port: Number(port) }),
    ...(typeof scheme === "string" && scheme !== "" && { scheme }),
    ...(typeof url === "string" && url !== "" && { url }),
    ...(typeof balancer.serverstransport === "string" && { serversTransport: balancer.serverstransport }),
    ...(typeof balancer.passhostheader === "boolean" && { passHostHeader: balancer.passhostheader }),
    ...(Array.isArray(service.middlewares) && { middlewares: strings(service.middlewares) }),
  };
}

function toMiddleware(middleware: DecodedRecord): MiddlewareLabels {
  return Object.fromEntries(Object.entries(middleware).map(([type, options]) => [type, flatOptions(options)]));
}

/** Nested options joined by dots. */
function flatOptions(options: Decoded): Record<string, OptionValue> {
  const flat: Record<string, OptionValue> = {};
  for (const [option, value] of Object.entries(record(options))) {
    if (Array.isArray(value)) flat[option] = strings(value);
    else if (typeof value !== "object") flat[option] = value;
    else for (const [nested, inner] of Object.entries(flatOptions(value))) flat[`${option}.${nested}`] = inner;
  }
  return flat;
}

function streamRouters(protocol: "tcp" | "udp", part: Decoded | undefined): Record<string, ParsedStreamRouter> {
  const routers = mapValues(record(part).routers, (router) => ({
    protocol,
    ...(typeof router.rule === "string" && { rule: router.rule }),
    ...(Array.isArray(router.entrypoints) && { entryPoints: strings(router.entrypoints) }),
    ...(typeof router.service === "string" && { service: router.service }),
    tls: router.tls !== undefined && router.tls !== false,
  }));
  return Object.fromEntries(Object.entries(routers).map(([name, router]) => [`${protocol}:${name}`, router]));
}

function mapValues<T>(part: Decoded | undefined, convert: (value: DecodedRecord) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record(part)).map(([name, value]) => [name, convert(record(value))]));
}

function record(value: Decoded | undefined): DecodedRecord {
  return typeof value === "object" && !Array.isArray(value) ? (value as DecodedRecord) : {};
}

function strings(values: readonly Decoded[]): string[] {
  return values.map(String);
}

function booleans(value: Decoded): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
  );
}
