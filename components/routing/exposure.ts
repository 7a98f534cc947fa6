import { decisionOf, readContainer } from "./container";
import { isPublished, resolve } from "./resolve";
import type { ContainerView, StackView } from "./view";

/** A container that somebody reaches through Traefik without the login, and whether that was decided. */
export interface Exposure {
  readonly container: ContainerView;
  /** Names of the open routers; `""` is Traefik's default router. */
  readonly routers: readonly string[];
  /** Reason of the exclusion that covers it; `undefined`: nobody decided it. */
  readonly reason: string | undefined;
}

/**
 * Containers of which some page is served without the login.
 *
 * Unknown labels count as open. What is open by decision is listed too, with its reason: a report has to show both.
 */
export function exposure(view: StackView): readonly Exposure[] {
  const configuration = view.static.known ? view.static.value : undefined;
  const open = resolve(view).filter(({ gated }) => !gated);
  return view.containers.flatMap((container): Exposure[] => {
    const read = readContainer(container);
    if (!read) return [{ container, routers: [], reason: undefined }];
    const routers = open.filter((router) => router.container === read).map(({ name }) => name);
    const streams = isPublished(read, configuration) ? Object.keys(read.labels.streamRouters) : [];
    if (routers.length + streams.length === 0) return [];
    const decision = decisionOf(read);
    const reason =
      decision?.mode === "excluded"
        ? decision.reason
        : decision?.mode === "gate" && read.inGate
          ? "part of the gate"
          : undefined;
    return [{ container, routers: [...routers, ...streams], reason }];
  });
}
