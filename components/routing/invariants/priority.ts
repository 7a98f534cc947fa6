import type { Invariant } from "../invariant";
import { FRAMEWORKS } from "../invariant";
import { finding, routerOf, routers } from "./common";

/** Largest priority that a service may give. Above it is the outpost router. */
export const MAX_SERVICE_PRIORITY = 100_000;

/** Priorities stay below those of the gate. */
export const priorityRange: Invariant = {
  id: "priority-range",
  title: "No service takes precedence over the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects:
    "The gate's own routers: a larger priority takes the outpost's path, or the login host, away from authentik.",
  remediation: `Leave priorities away, or keep them at most ${MAX_SERVICE_PRIORITY}.`,
  frameworks: FRAMEWORKS.configuration,
  check: (view) =>
    routers(view).flatMap(({ container, name, router }) =>
      container.inGate ||
      (router.priority ?? 0) <= MAX_SERVICE_PRIORITY ||
      router.rule?.includes("outpost.goauthentik.io")
        ? []
        : [
            finding("priority-range", container, name, {
              what: `${routerOf(container, name)} has priority ${router.priority}.`,
              why: "It could take requests from the gate's own routers.",
              fix: `Remove 'traefik.http.routers.${name}.priority', or write at most ${MAX_SERVICE_PRIORITY}.`,
            }),
          ],
    ),
};
