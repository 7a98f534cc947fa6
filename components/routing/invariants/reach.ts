import { describe, isGated } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { qualified } from "../references";
import { resolve } from "../resolve";
import { MIDDLEWARE } from "../view";
import { enumerate, finding, readContainers, routerOf, routers } from "./common";

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
      const { provider } = container.view;
      const own = [...container.labels.services.keys()];
      const service = router.service ?? (own.length === 1 ? own[0] : undefined);
      const report = (what: string, why: string, fix: string) => [
        finding("service-reach", container, name, { what: `${routerOf(container, name)} ${what}`, why, fix }),
      ];
      if (service === undefined) return [];
      const reference = qualified(service, `${name}@${provider}`);
      if (reference.endsWith("@internal")) {
        if (isGated(router, view.gate?.middleware ?? MIDDLEWARE, provider)) return [];
        return report(
          `opens Traefik's own service '${service}'.`,
          "It shows, and with rest@internal changes, everything that Traefik serves.",
          `Write 'traefik.http.routers.${name}.middlewares=${view.gate?.middleware ?? MIDDLEWARE}'.`,
        );
      }
      const base = own.find((candidate) => `${candidate}@${provider}` === reference);
      if (base === undefined) {
        if (own.length === 0 && reference === `${container.defaultName ?? ""}@${provider}`) return [];
        const [plain] = service.split("@");
        return report(
          `leads to service '${service}', which this container does not define.`,
          "Another container's service can be reached so without that container's middlewares.",
          `Define 'traefik.http.services.${plain}.loadbalancer.server.port' on this container, or remove the router.`,
        );
      }
      const url = container.labels.services.get(base)?.url;
      if (url === undefined || container.inExternalService) return [];
      return report(
        `leads to '${url}'.`,
        "A URL in a label leads to any address that Traefik reaches, other services and the host itself included.",
        "Declare it through ExternalService, which says so in the program.",
      );
    }),
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
      const names = [...container.labels.streamRouters.keys()];
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
    return resolve(view).flatMap(({ container, name, labels, answering }): Finding[] => {
      const others = labels.entryPoints?.filter((point) => point !== wanted) ?? [];
      if (others.length > 0) {
        return [
          finding("gate-entry-point", container, name, {
            what: `${routerOf(container, name)} is on entry point ${enumerate(others)}; the gate's is '${wanted}'.`,
            why: "There the service may be served without TLS, and the login's paths are missing.",
            fix: `Write 'traefik.http.routers.${name}.entrypoints=${wanted}'.`,
          }),
        ];
      }
      // The outpost router has an invariant of its own.
      if (labels.rule?.includes("outpost.goauthentik.io")) return [];
      const plain = answering.some(({ entryPoint, tls }) => entryPoint === wanted.toLowerCase() && tls === false);
      if (!plain) return [];
      return [
        finding("gate-entry-point", container, name, {
          what: `${routerOf(container, name)} has no TLS, on an entry point that gives none to it.`,
          why: `On '${wanted}' it answers plain HTTP only: the session's cookie and everything else is readable on the way.`,
          fix: `Write 'traefik.http.routers.${name}.tls=true', or '--entrypoints.${wanted}.http.tls=true' on Traefik's command line.`,
        }),
      ];
    });
  },
};
