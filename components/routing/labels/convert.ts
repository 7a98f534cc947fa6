/** Decoded labels as what Traefik makes of them: routers, services, middlewares. */
import type { Decoded, DecodedMap, DecodedRecord } from "./decode";
import type { MiddlewareLabels, OptionValue, TlsLabels } from "./model";
import type { ParsedLabels, ParsedRouter, ParsedService, ParsedStreamRouter } from "./parse";

/** No entry of a map. */
export const NONE: ReadonlyMap<string, never> = new Map<string, never>();

export const EMPTY_STREAMS = { streamRouters: NONE, streamServices: [] } as const;

export function toRouter(router: DecodedRecord): ParsedRouter {
  const { rule, entrypoints, middlewares, service, priority, tls, rulesyntax, observability } = router;
  const parsed: { -readonly [Field in keyof ParsedRouter]: ParsedRouter[Field] } = {};
  if (typeof rule === "string" && rule !== "") parsed.rule = rule;
  if (Array.isArray(entrypoints)) parsed.entryPoints = strings(entrypoints);
  if (Array.isArray(middlewares)) parsed.middlewares = strings(middlewares);
  if (typeof service === "string" && service !== "") parsed.service = service;
  // Zero is Traefik's word for 'not given'.
  if (typeof priority === "number" && priority !== 0) parsed.priority = priority;
  if (tls !== undefined) parsed.tls = toTls(tls);
  if (typeof rulesyntax === "string" && rulesyntax !== "") parsed.ruleSyntax = rulesyntax;
  if (observability !== undefined) parsed.observability = booleans(observability);
  return parsed;
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

export function serverOf(service: DecodedRecord): DecodedRecord {
  const servers = record(service.loadbalancer).server;
  return record(Array.isArray(servers) ? servers[0] : undefined);
}

export function toService(service: DecodedRecord): ParsedService {
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

export function toMiddleware(middleware: DecodedRecord): MiddlewareLabels {
  return Object.fromEntries(entriesOf(middleware).map(([type, options]) => [type, flatOptions(options)]));
}

/** Nested options joined by dots. */
function flatOptions(options: Decoded): Record<string, OptionValue> {
  const flat: Record<string, OptionValue> = {};
  for (const [option, value] of entriesOf(options)) {
    if (Array.isArray(value)) flat[option] = strings(value);
    else if (typeof value !== "object") flat[option] = value;
    else for (const [nested, inner] of Object.entries(flatOptions(value))) flat[`${option}.${nested}`] = inner;
  }
  return flat;
}

export function streamsOf(root: DecodedRecord): Pick<ParsedLabels, "streamRouters" | "streamServices"> {
  if (root.tcp === undefined && root.udp === undefined) return EMPTY_STREAMS;
  return {
    streamRouters: new Map([...streamRouters("tcp", root.tcp), ...streamRouters("udp", root.udp)]),
    streamServices: (["tcp", "udp"] as const).flatMap((protocol) =>
      entriesOf(record(root[protocol]).services).map(([name]) => `${protocol}:${name}`),
    ),
  };
}

function streamRouters(protocol: "tcp" | "udp", part: Decoded | undefined): [string, ParsedStreamRouter][] {
  return entriesOf(record(part).routers).map(([name, value]) => {
    const { rule, entrypoints, service, tls } = record(value);
    return [
      `${protocol}:${name}`,
      {
        protocol,
        ...(typeof rule === "string" && { rule }),
        ...(Array.isArray(entrypoints) && { entryPoints: strings(entrypoints) }),
        ...(typeof service === "string" && { service }),
        tls: tls !== undefined && tls !== false,
      },
    ];
  });
}

export function mapValues<T>(part: Decoded | undefined, convert: (value: DecodedRecord) => T): ReadonlyMap<string, T> {
  const entries = entriesOf(part);
  if (entries.length === 0) return NONE;
  return new Map(entries.map(([name, value]) => [name, convert(record(value))]));
}

export function record(value: Decoded | undefined): DecodedRecord {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Map) ? (value as DecodedRecord) : {};
}

/** What a struct or a map has by name. */
export function entriesOf(value: Decoded | undefined): readonly (readonly [string, Decoded])[] {
  if (value instanceof Map) return [...(value as DecodedMap)];
  return value === undefined ? [] : Object.entries(record(value));
}

function strings(values: readonly Decoded[]): string[] {
  return values.map((value) => String(value));
}

function booleans(value: Decoded): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
  );
}
