import type { ReadContainer } from "../container";
import { describe, readContainer } from "../container";
import type { Finding } from "../finding";
import type { ParsedRouter } from "../labels/parse";
import { perView } from "../perView";
import { readable } from "../published";
import { literalHosts, parseRule } from "../rule";

/** Containers whose labels are all known. */
export const readContainers = perView((view): readonly ReadContainer[] =>
  view.containers.flatMap((container) => readContainer(container) ?? []),
);

/**
 * Containers that Traefik publishes as far as they say so themselves: with `traefik.enable=true`, or with anything
 * for Traefik and no word on `enable`, which its static configuration then decides.
 */
export const published = perView((view): readonly ReadContainer[] =>
  readable(view).filter(
    ({ labels, speaksToTraefik }) =>
      labels.dropped === undefined && (labels.enable || view.static.known || speaksToTraefik),
  ),
);

/** Named HTTP routers of the containers that Traefik publishes. */
export const routers = perView((view): readonly NamedRouter[] =>
  published(view).flatMap((container) =>
    Array.from(container.labels.routers, ([name, router]) => ({ container, name, router })),
  ),
);

interface NamedRouter {
  readonly container: ReadContainer;
  readonly name: string;
  readonly router: ParsedRouter;
}

/** Starts a finding about a container, or about one router of it. */
export function finding(
  invariant: string,
  container: ReadContainer | undefined,
  router: string | undefined,
  text: { readonly what: string; readonly why: string; readonly fix: string },
): Finding {
  return { invariant, resource: container?.view.id ?? "", ...(router !== undefined && { router }), ...text };
}

/** `router 'wiki' of container 'wiki' (sso-wiki)`. */
export function routerOf(container: ReadContainer, router: string): string {
  return `router '${router}' of ${describe(container.view)}`;
}

/** `a, b, c and 4 more`: keeps a message readable on a large fleet. */
export function enumerate(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

/** Literal hosts of all routers of a container; an empty text for a router whose rule names none. */
export function namedHosts({ labels }: ReadContainer): string[] {
  const hosts = [...labels.routers.values()].flatMap(({ rule }) => {
    const parsed = parseRule(rule ?? "");
    return parsed.ok ? (literalHosts(parsed.rule) ?? [""]) : [""];
  });
  return [...new Set(hosts)];
}

/** What {@link namedHosts} found, for a message. */
export function hostsText(hosts: readonly string[]): string {
  return enumerate(hosts.map((host) => host || "its host (which is no literal Host())"));
}
