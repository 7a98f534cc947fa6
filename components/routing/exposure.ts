import type { ReadContainer } from "./container";
import { decisionOf, readContainer } from "./container";
import { beyondScope, isLimited } from "./exclusionScope";
import { provenHosts } from "./oidc";
import { isOpen, openTargets } from "./reachable";
import type { ResolvedRouter } from "./resolve";
import { resolve } from "./resolve";
import type { StreamRouter } from "./streams";
import { streamsOf } from "./streams";
import type { ContainerView, StackView } from "./view";

/** A container that somebody reaches through Traefik without the login, and whether that was decided. */
export interface Exposure {
  /** The container whose app answers, wherever the router stands. */
  readonly container: ContainerView;
  /** Names of the open routers; `""` is Traefik's default router. */
  readonly routers: readonly string[];
  /** Reason of the decision that covers all of them; `undefined`: nobody decided it. */
  readonly reason: string | undefined;
}

type OpenRouter = ResolvedRouter | StreamRouter;

/**
 * Containers of which some page is served without the login, over all requests: see `reachable` for one.
 *
 * Unknown labels count as open. What is open by decision is listed too, with its reason: a report has to show both.
 */
export function exposure(view: StackView): readonly Exposure[] {
  const behind = new Map<ContainerView, OpenRouter[]>();
  for (const router of [...resolve(view).filter(isOpen), ...streamsOf(view)]) {
    for (const container of openTargets(router, view)) {
      const routers = behind.get(container) ?? [];
      routers.push(router);
      behind.set(container, routers);
    }
  }
  return view.containers.flatMap((container): Exposure[] => {
    const read = readContainer(container);
    const routers = behind.get(container) ?? [];
    const unsure = !read || read.repeated.length > 0;
    if (routers.length === 0 && !unsure) return [];
    const reason = unsure ? undefined : reasonFor(read, routers, view);
    return [{ container, routers: routers.map(({ name }) => name), reason }];
  });
}

function reasonFor(container: ReadContainer, routers: readonly OpenRouter[], view: StackView): string | undefined {
  const decision = decisionOf(container);
  const own = routers.every((router) => router.container === container && "rule" in router);
  switch (decision?.mode) {
    case "gate":
      return container.inGate ? "part of the gate" : undefined;
    case "excluded": {
      const { until, reason } = decision;
      if (until !== undefined && until < view.today) return undefined;
      const covers = ({ parsed }: OpenRouter) => parsed?.ok && beyondScope(parsed.rule, decision) === undefined;
      return !isLimited(decision) || (own && routers.every(covers)) ? reason : undefined;
    }
    case "oidc": {
      const proven = provenHosts(view);
      const logsIn = (router: OpenRouter) => "hosts" in router && router.hosts?.every((host) => proven.has(host));
      return own && routers.every(logsIn) ? "logs in through authentik itself" : undefined;
    }
    default:
      return undefined;
  }
}
