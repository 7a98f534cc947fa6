import { perView } from "./perView";
import type { ResolvedRouter } from "./resolve";
import { resolve } from "./resolve";
import type { RoutedRequest, Rule } from "./rule";
import { matches } from "./rule";
import type { StreamRouter } from "./streams";
import { streamsOf } from "./streams";
import { targetsOf } from "./targets";
import type { ContainerView, StackView } from "./view";

/** A request without any session, as a client sends it. What is left out may be anything. */
export interface RoutingRequest {
  /** Host header, with or without a port. */
  readonly host: string;
  /** Path and query as sent, e.g. `/a%20b?c=1`. */
  readonly path: string;
  readonly method?: string;
  /** Name of the entry point. */
  readonly entryPoint: string;
  readonly tls: boolean;
  /** Values by header. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly clientIp?: string;
  /** Server name of the TLS handshake. @default the host */
  readonly sni?: string;
}

/**
 * Containers whose app may answer `request` without the login. Never too few: a router that loses to another one by
 * its priority counts too, for it answers as soon as the other one's container stops.
 *
 * @example reachable(view, { host: "wiki.example.com", path: "/", entryPoint: "websecure", tls: true })
 */
export function reachable(view: StackView, request: RoutingRequest): readonly ContainerView[] {
  const host = request.host.toLowerCase().replace(/:\d*$/, "");
  const { byHost, broad } = openRouters(view);
  const candidates = [...(byHost.get(host.replace(/\.$/, "")) ?? []), ...broad];
  const forms = routedForms(request, host);
  const http = candidates.filter((router) => answers(router, request) && mayMatch(router.parsed, forms));
  const tcp = streamsOf(view).filter((router) => carries(router, request, forms));
  const found = new Set<ContainerView>();
  for (const router of [...http, ...tcp]) for (const container of openTargets(router, view)) found.add(container);
  return view.containers.filter((container) => found.has(container));
}

/** Containers behind a router that is open on some entry point, without the login. */
export function openTargets(router: ResolvedRouter | StreamRouter, view: StackView): ReadonlySet<ContainerView> {
  const { container, service } = router;
  if (service === undefined) return new Set();
  return targetsOf({ container, service, middlewares: "middlewares" in router ? router.middlewares : [] }, view);
}

/** Routers that answer without the login on some entry point. */
export function isOpen(router: ResolvedRouter): boolean {
  return router.answering.some(({ gated }) => !gated);
}

interface OpenRouters {
  readonly byHost: ReadonlyMap<string, readonly ResolvedRouter[]>;
  /** Those without literal hosts. */
  readonly broad: readonly ResolvedRouter[];
}

const openRouters = perView((view): OpenRouters => {
  const byHost = new Map<string, ResolvedRouter[]>();
  const broad: ResolvedRouter[] = [];
  for (const router of resolve(view).filter(isOpen)) {
    if (!router.hosts) broad.push(router);
    for (const host of router.hosts ?? []) {
      const routers = byHost.get(host) ?? [];
      routers.push(router);
      byHost.set(host, routers);
    }
  }
  return { byHost, broad };
});

function answers(router: ResolvedRouter, { entryPoint, tls }: RoutingRequest): boolean {
  return router.answering.some(
    (answer) =>
      !answer.gated &&
      (answer.entryPoint === undefined || answer.entryPoint === entryPoint.toLowerCase()) &&
      (answer.tls === undefined || answer.tls === tls),
  );
}

function carries(
  { labels, entryPoints, parsed }: StreamRouter,
  request: RoutingRequest,
  forms: RoutedRequest[],
): boolean {
  return (
    parsed !== undefined &&
    labels.tls === request.tls &&
    (entryPoints?.includes(request.entryPoint.toLowerCase()) ?? true) &&
    mayMatch(parsed, forms)
  );
}

function mayMatch(parsed: { ok: true; rule: Rule } | { ok: false; refused: boolean }, forms: RoutedRequest[]): boolean {
  return parsed.ok ? forms.some((form) => matches(parsed.rule, form) !== false) : !parsed.refused;
}

/** Traefik resolves dots and decodes most of a path before it routes; every stage is tried, so that none is missed. */
function routedForms(request: RoutingRequest, host: string): RoutedRequest[] {
  const [path = "", ...query] = request.path.split("?");
  const paths = new Set([path, decoded(path, RESERVED), decoded(path)].flatMap((form) => [form, cleaned(form)]));
  return [...paths].map((form) => ({
    host,
    path: form,
    query: queryOf(query.join("?")),
    // Without a handshake nobody has named a server.
    sni: request.tls ? (request.sni ?? host) : "",
    ...(request.method !== undefined && { method: request.method }),
    ...(request.headers && { headers: request.headers }),
    ...(request.clientIp !== undefined && { clientIp: request.clientIp }),
  }));
}

/** Characters that stay encoded for the rules. Source: Traefik 3.7 `pkg/muxer/http/mux.go`. */
const RESERVED = /[:/?#[\]@!$&'()*+,;=%]/;

function decoded(path: string, except?: RegExp): string {
  return path.replaceAll(/(%[0-9a-f]{2})+/gi, (text) => {
    const bytes = text.match(/%../g) ?? [];
    const parts = bytes.map((byte) => {
      const code = Number.parseInt(byte.slice(1), 16);
      return except?.test(String.fromCharCode(code)) ? Buffer.from(byte) : Buffer.of(code);
    });
    return Buffer.concat(parts).toString();
  });
}

function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  const slash = /\/\.{0,2}$/.test(path) && parts.length > 0 ? "/" : "";
  return `/${parts.join("/")}${slash}`;
}

function queryOf(text: string): Record<string, readonly string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) values[name] = [...(values[name] ?? []), value];
  return values;
}
