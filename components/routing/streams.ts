import type { ReadContainer } from "./container";
import type { ParsedStreamRouter } from "./labels/parse";
import { perView } from "./perView";
import { readable } from "./published";
import { qualified } from "./references";
import type { ParsedRule } from "./rule";
import { parseRule } from "./rule";
import type { StaticConfiguration } from "./staticConfiguration";

/** A TCP or UDP router that Traefik may serve: no middleware of HTTP, so no login, runs for it. */
export interface StreamRouter {
  /** With its protocol, e.g. `tcp:db`. */
  readonly name: string;
  readonly container: ReadContainer;
  readonly labels: ParsedStreamRouter;
  /** Rule of a TCP router. UDP has none. */
  readonly parsed: ParsedRule | undefined;
  /** In lower case; `undefined`: on any, the static configuration being unknown. */
  readonly entryPoints: readonly string[] | undefined;
  /** Reference of its service with the protocol, `tcp:db@docker`. */
  readonly service: string;
}

/** Every TCP and UDP router that is not sure to be dropped. */
export const streamsOf = perView((view): readonly StreamRouter[] => {
  const configuration = view.static.known ? view.static.value : undefined;
  return readable(view).flatMap((container) =>
    [...container.labels.streamRouters].flatMap(([name, labels]): StreamRouter[] => {
      const service = serviceOf(container, name, labels);
      const entryPoints = entryPointsOf(labels, configuration);
      if (service === undefined || entryPoints?.length === 0) return [];
      const parsed = labels.protocol === "udp" ? undefined : tcpRule(labels);
      if (labels.protocol === "tcp" && (parsed === undefined || isDisabled(parsed, labels))) return [];
      return [{ name, container, labels, parsed, entryPoints, service }];
    }),
  );
});

function tcpRule({ rule }: ParsedStreamRouter): ParsedRule | undefined {
  return rule === undefined || rule === "" ? undefined : parseRule(rule, "tcp");
}

/** Traefik disables a router for a named host that does not speak TLS; within a larger rule it may take the name. */
function isDisabled(parsed: ParsedRule, { tls }: ParsedStreamRouter): boolean {
  if (!parsed.ok) return parsed.refused;
  const { rule } = parsed;
  return !tls && rule.kind === "matcher" && rule.name === "HostSNI" && rule.args[0] !== "*";
}

function serviceOf(container: ReadContainer, router: string, labels: ParsedStreamRouter): string | undefined {
  const { protocol } = labels;
  const user = `${router}@${container.view.provider}`;
  if (labels.service) return `${protocol}:${qualified(labels.service, user)}`;
  const names = container.labels.streamServices.filter((name) => name.startsWith(`${protocol}:`));
  if (names.length > 1) return undefined;
  return `${names[0] ?? `${protocol}:${container.defaultName ?? ""}`}@${container.view.provider}`;
}

/** TCP is on the entry points of HTTP, UDP on those with an address that ends in `/udp`. */
function entryPointsOf(
  labels: ParsedStreamRouter,
  configuration: StaticConfiguration | undefined,
): readonly string[] | undefined {
  const points = configuration && [...configuration.entryPoints.values()];
  if (!points?.some(({ name }) => name !== "traefik")) return undefined;
  const udp = labels.protocol === "udp";
  if (!labels.entryPoints) return points.filter((point) => (udp ? point.udp : point.isDefault)).map(({ name }) => name);
  return labels.entryPoints
    .map((name) => name.toLowerCase())
    .filter((name) => (name === "traefik" && !udp) || points.some((point) => point.name === name && point.udp === udp));
}
