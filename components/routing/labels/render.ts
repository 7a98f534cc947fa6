import { RoutingError } from "../error";
import type { MiddlewareLabels, OptionValue, RouterLabels, ServiceLabels, TlsLabels, TraefikLabels } from "./model";
import { isMapOption } from "./schema";

const NAME = /^[a-z0-9][a-z0-9_-]*$/;

/**
 * Labels that make Traefik do what `labels` say, in the one canonical spelling: lower-case keys, sorted, lists as
 * one scalar. The canonical spelling avoids what Traefik reads silently otherwise: of two keys that differ in case
 * the later wins, and the indexed form of a list of strings is ignored.
 *
 * @throws {RoutingError} for what cannot be written as a label, e.g. a name with a dot or a list item with a comma.
 * @example
 * renderLabels({ enable: true, routers: { wiki: { rule: "Host(`wiki.example.com`)", entryPoints: ["websecure"] } } })
 * // { "traefik.enable": "true", "traefik.http.routers.wiki.entrypoints": "websecure", … }
 */
export function renderLabels(labels: TraefikLabels): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = { "traefik.enable": String(labels.enable) };
  if (labels.network !== undefined) pairs["traefik.docker.network"] = scalar("network", labels.network);
  for (const [name, router] of Object.entries(labels.routers ?? {}))
    renderRouter(pairs, nameOf("router", name), router);
  for (const [name, service] of Object.entries(labels.services ?? {})) {
    renderService(pairs, nameOf("service", name), service);
  }
  for (const [name, middleware] of Object.entries(labels.middlewares ?? {})) {
    renderMiddleware(pairs, nameOf("middleware", name), middleware);
  }
  return Object.fromEntries(Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function renderRouter(pairs: Record<string, string>, name: string, router: RouterLabels): void {
  const prefix = `traefik.http.routers.${name}`;
  pairs[`${prefix}.rule`] = scalar(`rule of router '${name}'`, router.rule);
  pairs[`${prefix}.entrypoints`] = list(`entryPoints of router '${name}'`, router.entryPoints);
  if (router.middlewares) pairs[`${prefix}.middlewares`] = list(`middlewares of router '${name}'`, router.middlewares);
  if (router.service !== undefined) pairs[`${prefix}.service`] = scalar(`service of router '${name}'`, router.service);
  if (router.priority !== undefined)
    pairs[`${prefix}.priority`] = integer(`priority of router '${name}'`, router.priority);
  if (typeof router.tls === "boolean") pairs[`${prefix}.tls`] = String(router.tls);
  else if (router.tls) renderTls(pairs, `${prefix}.tls`, router.tls);
}

function renderTls(pairs: Record<string, string>, prefix: string, tls: TlsLabels): void {
  if (tls.certResolver === undefined && tls.options === undefined && !tls.domains?.length) {
    throw new RoutingError(
      `${prefix} is an empty object; write 'tls: true', or give certResolver, domains or options.`,
    );
  }
  if (tls.certResolver !== undefined) pairs[`${prefix}.certresolver`] = scalar(prefix, tls.certResolver);
  if (tls.options !== undefined) pairs[`${prefix}.options`] = scalar(prefix, tls.options);
  for (const [index, domain] of (tls.domains ?? []).entries()) {
    pairs[`${prefix}.domains[${index}].main`] = scalar(prefix, domain.main);
    if (domain.sans) pairs[`${prefix}.domains[${index}].sans`] = list(`${prefix}.domains`, domain.sans);
  }
}

function renderService(pairs: Record<string, string>, name: string, service: ServiceLabels): void {
  const prefix = `traefik.http.services.${name}.loadbalancer`;
  if (service.url !== undefined && (service.port !== undefined || service.scheme !== undefined)) {
    throw new RoutingError(
      `service '${name}' has a url and a port or scheme; Traefik drops the container. Give one of them.`,
    );
  }
  const fields: Record<string, string | undefined> = {
    "server.url": service.url,
    "server.port": service.port === undefined ? undefined : integer(`port of service '${name}'`, service.port),
    "server.scheme": service.scheme,
    serverstransport: service.serversTransport,
    passhostheader: service.passHostHeader === undefined ? undefined : String(service.passHostHeader),
  };
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) pairs[`${prefix}.${field}`] = scalar(`${field} of service '${name}'`, value);
  }
}

function renderMiddleware(pairs: Record<string, string>, name: string, middleware: MiddlewareLabels): void {
  const types = Object.keys(middleware);
  if (types.length !== 1) {
    throw new RoutingError(`middleware '${name}' has ${types.length} types (${types.join(", ")}); give exactly one.`);
  }
  for (const [type, options] of Object.entries(middleware)) {
    const prefix = `traefik.http.middlewares.${name}.${type.toLowerCase()}`;
    const entries = Object.entries(options);
    if (entries.length === 0) pairs[prefix] = "true";
    for (const [option, value] of entries) {
      const inMap = isMapOption(type, option);
      const key = inMap ? option.replace(/^[^.]+/, (map) => map.toLowerCase()) : option.toLowerCase();
      pairs[`${prefix}.${key}`] = optionText(`${option} of middleware '${name}'`, value, inMap);
    }
  }
}

function optionText(what: string, value: OptionValue, mayBeEmpty: boolean): string {
  if (typeof value === "number") return integer(what, value);
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return list(what, value);
  return mayBeEmpty && value === "" ? "" : scalar(what, value);
}

function nameOf(kind: string, name: string): string {
  if (NAME.test(name)) return name;
  throw new RoutingError(
    `${kind} '${name}' cannot be named so in a label: a dot or bracket would split the key, and Traefik tells names apart by case only sometimes. Use a-z, 0-9, '-' and '_'.`,
  );
}

function scalar(what: string, value: string): string {
  if (value !== "") return value;
  throw new RoutingError(
    `${what} is empty; Traefik would silently leave it out. Give a value or leave the field away.`,
  );
}

function integer(what: string, value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new RoutingError(`${what} is ${value}; give a whole number.`);
}

function list(what: string, items: readonly string[]): string {
  const wrong = items.find((item) => item === "" || item !== item.trim() || item.includes(","));
  if (items.length > 0 && wrong === undefined) return items.join(",");
  const given = wrong === undefined ? "an empty list" : `the item '${wrong}'`;
  throw new RoutingError(
    `${what} has ${given}; a label holds items separated by commas. Give at least one item, none empty, padded or with a comma.`,
  );
}
