import type { ReadContainer } from "../container";
import { describe } from "../container";
import type { Finding } from "../finding";
import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import type { ResolvedRouter } from "../resolve";
import { fingerprint, resolve, routersByContainer } from "../resolve";
import { servicesOf } from "../services";
import type { StackView } from "../view";
import { enumerate, finding } from "./common";

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
  check: (view) => [...joinedServices(view), ...sharedRouterNames(view)],
};

/** Services of one name on several containers, unless these are replicas of one service. */
function joinedServices(view: StackView): Finding[] {
  const several = [...servicesOf(view).byReference].filter(([, { length }]) => length > 1);
  return several.flatMap(([reference, servers]) => {
    const containers = [...new Set(servers.map(({ container }) => container))];
    if (containers.length < 2 || areReplicas(containers, view)) return [];
    const names = containers.map(({ view: container }) => describe(container));
    return [
      finding("service-owner", undefined, undefined, {
        what: `service '${reference.replace(/@.*$/, "").replace(":", " ")}' is defined by ${enumerate(names)}.`,
        why: "Traefik joins them into one pool: the router of either serves both, with its own middlewares only.",
        fix: "Rename all but one. Replicas of one service have the same routers, each behind the login.",
      }),
    ];
  });
}

/** Replicas say the same, and all of it is behind the login: then it does not matter which of them answers. */
function areReplicas(containers: readonly ReadContainer[], view: StackView): boolean {
  const [first, ...others] = containers.map(
    (container) => routersByContainer(view).get(container)?.map(fingerprint).sort().join("\n") ?? "",
  );
  const gated = containers.every((container) =>
    (routersByContainer(view).get(container) ?? []).every((router) => router.gated),
  );
  return gated && first !== "" && others.every((other) => other === first);
}

/** Routers of one name on several containers, which Traefik takes for one. */
function sharedRouterNames(view: StackView): Finding[] {
  const owners = new Map<string, ResolvedRouter[]>();
  for (const router of resolve(view)) {
    const name = `${router.name || router.container.defaultName}@${router.container.view.provider}`;
    const routers = owners.get(name);
    if (routers) routers.push(router);
    else owners.set(name, [router]);
  }
  return [...owners.values()]
    .filter(({ length }) => length > 1)
    .flatMap((routers) => {
      if (new Set(routers.map(fingerprint)).size < 2) return [];
      const [first] = routers;
      const names = routers.map(({ container }) => describe(container.view));
      return [
        finding("service-owner", first?.container, first?.name, {
          what: `router '${first?.name || first?.container.defaultName}' is defined differently by ${enumerate(names)}.`,
          why: "Traefik drops all of them, and serves the one that is left as soon as the other containers stop.",
          fix: "Rename all but one.",
        }),
      ];
    });
}
