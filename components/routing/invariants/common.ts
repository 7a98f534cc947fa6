import type { ReadContainer } from "../container";
import { describe, readContainer } from "../container";
import type { Finding } from "../finding";
import type { ParsedRouter } from "../labels/parse";
import type { StackView } from "../view";

/** Containers whose labels are all known. */
export function readContainers(view: StackView): readonly ReadContainer[] {
  return cached(read, view, () => view.containers.flatMap((container) => readContainer(container) ?? []));
}

const read = new WeakMap<StackView, readonly ReadContainer[]>();
const publishedOf = new WeakMap<StackView, readonly ReadContainer[]>();

/** Every invariant asks the same of a view. */
function cached<T>(cache: WeakMap<StackView, T>, view: StackView, compute: () => T): T {
  let value = cache.get(view);
  if (value === undefined) {
    value = compute();
    cache.set(view, value);
  }
  return value;
}

/**
 * Containers that Traefik publishes as far as they say so themselves: with `traefik.enable=true`, or with anything
 * for Traefik and no word on `enable`, which its static configuration then decides.
 */
export function published(view: StackView): readonly ReadContainer[] {
  return cached(publishedOf, view, () => publishedContainers(view));
}

function publishedContainers(view: StackView): ReadContainer[] {
  const byDefault = view.static.known && view.static.value.exposedByDefault;
  return readContainers(view).filter(({ labels, pairs }) => {
    if (labels.dropped !== undefined) return false;
    const speaks = Object.keys(pairs).some((key) => /^traefik\./i.test(key));
    return labels.enable ?? (byDefault || (speaks && !view.static.known));
  });
}

/** Named HTTP routers of the containers that Traefik publishes. */
export function routers(view: StackView): { container: ReadContainer; name: string; router: ParsedRouter }[] {
  return published(view).flatMap((container) =>
    Object.entries(container.labels.routers).map(([name, router]) => ({ container, name, router })),
  );
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
