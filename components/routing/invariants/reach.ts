import { describe, isGated } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { resolve } from "../resolve";
import { MIDDLEWARE } from "../view";
import { enumerate, finding, published, readContainers, routerOf, routers } from "./common";

/** A container's routers lead to that container. */
export const serviceReach: Invariant = {
  id: "service-reach",
  title: "Routers lead to their own container",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects:
    "Protected services against another container's open router: a service can be named from anywhere, and a URL in a label leads to any address.",
  remediation: "Name only services of the same container; for something that is no container use ExternalService.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    routers(view).flatMap(({ container, name, router }): Finding[] => {
      const own = Object.keys(container.labels.services);
      const service = router.service ?? (own.length === 1 ? own[0] : undefined);
      const report = (what: string, why: string, fix: string) => [
        finding("service-reach", container, name, { what: `${routerOf(container, name)} ${what}`, why, fix }),
      ];
      if (service === undefined) return [];
      if (service.endsWith("@internal")) {
        if (isGated(router, view.gate?.middleware ?? MIDDLEWARE)) return [];
        return report(
          `opens Traefik's own service '${service}'.`,
          "It shows, and with rest@internal changes, everything that Traefik serves.",
          `Write 'traefik.http.routers.${name}.middlewares=${view.gate?.middleware ?? MIDDLEWARE}'.`,
        );
      }
      const base = service.replace(/@docker$/, "");
      if (!own.includes(base)) {
        if (own.length === 0 && router.service === undefined) return [];
        return report(
          `leads to service '${service}', which this container does not define.`,
          "Another container's service can be reached so without that container's middlewares.",
          `Define 'traefik.http.services.${base}.loadbalancer.server.port' on this container, or remove the router.`,
        );
      }
      const url = container.labels.services[base]?.url;
      if (url === undefined || container.inExternalService) return [];
      return report(
        `leads to '${url}'.`,
        "A URL in a label leads to any address that Traefik reaches, other services and the host itself included.",
        "Declare it through ExternalService, which says so in the program.",
      );
    }),
};

/** Services are not merged behind anybody's back. */
export const serviceOwner: Invariant = {
  id: "service-owner",
  title: "A service name belongs to one container",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects:
    "Against merged services: Traefik joins services of one name into one pool, so one container's router serves the other's pages.",
  remediation: "Give each service a name of its own.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const owners = new Map<string, string[]>();
    for (const container of published(view)) {
      for (const name of Object.keys(container.labels.services)) {
        owners.set(name, [...(owners.get(name) ?? []), describe(container.view)]);
      }
    }
    return [...owners].flatMap(([name, containers]) =>
      containers.length < 2
        ? []
        : [
            finding("service-owner", undefined, undefined, {
              what: `service '${name}' is defined by ${enumerate(containers)}.`,
              why: "Traefik joins them into one pool: the router of either serves both, with its own middlewares only.",
              fix: "Rename all but one. For replicas of one service give every router the same labels and level this finding in the pack's configuration.",
            }),
          ],
    );
  },
};

/** Nothing runs below HTTP. */
export const streamRouter: Invariant = {
  id: "stream-router",
  title: "No TCP or UDP router goes past the login",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects:
    "Every service on the entry point: TCP and UDP routers run no HTTP middleware, and one for HostSNI(`*`) takes all traffic of the entry point.",
  remediation: "Publish HTTP through HTTP routers; give other protocols a port of their own past Traefik.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    readContainers(view).flatMap((container) => {
      const names = Object.keys(container.labels.streamRouters);
      if (names.length === 0 || container.labels.enable === false) return [];
      return names.map((name) =>
        finding("stream-router", container, name, {
          what: `${describe(container.view)} has a ${name.replace(":", " router '").toUpperCase().slice(0, 3)} router '${name.slice(4)}'.`,
          why: "No login can stand in front of it, and it can take the traffic of other hosts on the same entry point.",
          fix: `Remove the 'traefik.${name.slice(0, 3)}.*' labels.`,
        }),
      );
    }),
};

/** Every router says where it listens. */
export const explicitEntryPoint: Invariant = {
  id: "explicit-entry-point",
  title: "Every router names its entry points",
  severity: "medium",
  scope: "container",
  oracle: true,
  protects: "Against a plain-HTTP twin: a router without entry points is attached to all of them.",
  remediation: "Write entrypoints=websecure on each router.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    routers(view).flatMap(({ container, name, router }) =>
      router.entryPoints?.length
        ? []
        : [
            finding("explicit-entry-point", container, name, {
              what: `${routerOf(container, name)} names no entry point.`,
              why: "Traefik attaches it to all of them, plain HTTP included.",
              fix: `Write 'traefik.http.routers.${name}.entrypoints=${view.gate?.entryPoint ?? "websecure"}'.`,
            }),
          ],
    ),
};

/** Services are where the gate is. */
export const gateEntryPoint: Invariant = {
  id: "gate-entry-point",
  title: "Services are served on the gate's HTTPS entry point only",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "Sessions: on another entry point the outpost's path, TLS and the trusted proxies may be others.",
  remediation: "Put routers on the gate's entry point.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const wanted = view.gate?.entryPoint;
    if (wanted === undefined) return [];
    return resolve(view).flatMap(({ container, name, labels }) => {
      const others = labels.entryPoints?.filter((point) => point !== wanted) ?? [];
      if (others.length === 0) return [];
      return [
        finding("gate-entry-point", container, name, {
          what: `${routerOf(container, name)} is on entry point ${enumerate(others)}; the gate's is '${wanted}'.`,
          why: "There the service may be served without TLS, and the login's paths are missing.",
          fix: `Write 'traefik.http.routers.${name}.entrypoints=${wanted}'.`,
        }),
      ];
    });
  },
};
