import type { ReadContainer } from "./container";
import type { MiddlewareLabels } from "./labels/model";
import { perView } from "./perView";
import { readable } from "./published";
import { qualified } from "./references";
import type { StackView } from "./view";
import { MIDDLEWARE } from "./view";

/** A middleware as one container defines it. */
export interface Definition {
  readonly container: ReadContainer;
  readonly middleware: MiddlewareLabels;
}

export type Definitions = ReadonlyMap<string, readonly Definition[]>;

/** Every definition of every middleware, by reference. */
export const definitionsOf = perView((view): Definitions => {
  const found = new Map<string, Definition[]>();
  for (const container of readable(view)) {
    for (const [name, middleware] of container.labels.middlewares) {
      const reference = `${name}@${container.view.provider}`;
      const definitions = found.get(reference) ?? [];
      definitions.push({ container, middleware });
      found.set(reference, definitions);
    }
  }
  return found;
});

/** A list that grows beyond this is nobody's work, and not followed. */
const MAX_ITEMS = 1000;

/**
 * A list of middlewares with every `chain` in it replaced by what it runs, in order.
 *
 * A chain that is defined twice, differently, stays as it is: which of them counts depends on what runs.
 *
 * @param references with their provider
 * @example expand(["secured@docker"], definitions) // ["authentik@docker", "gzip@docker"]
 */
export function expand(references: readonly string[], definitions: Definitions): readonly string[] {
  const items: string[] = [];
  const follow = (reference: string, within: readonly string[]): void => {
    const inner = within.includes(reference) ? undefined : chainOf(definitions.get(reference));
    if (inner === undefined || items.length > MAX_ITEMS || within.length > 10) items.push(reference);
    else for (const item of inner) follow(qualified(item, reference), [...within, reference]);
  };
  for (const reference of references) follow(reference, []);
  return items;
}

function chainOf(definitions: readonly Definition[] | undefined): readonly string[] | undefined {
  const lists = definitions?.map(({ container, middleware }) => {
    const sure = Object.keys(middleware).length === 1 && container.repeated.length === 0;
    if (!sure || !middleware.chain) return undefined;
    const { middlewares } = middleware.chain;
    return Array.isArray(middlewares) ? middlewares : [];
  });
  const first = lists?.[0];
  return lists?.every((list) => list?.join() === first?.join()) ? first : undefined;
}

const OUTPOST_ADDRESS = /^https?:\/\/[^/?#@]+\/outpost\.goauthentik\.io\/auth\/traefik$/;

/**
 * Whether the login's reference means the login, by every definition of it that there is.
 *
 * Two different definitions delete each other in Traefik (404), but only while both containers run and are healthy:
 * then the other one counts, so one wrong definition is enough. With none at all Traefik disables every router that
 * asks for it. Where the gate is another stack's, a definition here is none of the gate's.
 */
export const loginHolds = perView((view): boolean => {
  const { gate } = view;
  const definitions = definitionsOf(view).get(loginOf(view)) ?? [];
  return definitions.every(({ container, middleware }) => {
    if (gate && !gate.here) return false;
    const address = middleware.forwardauth?.address;
    const right = gate ? address === gate.authAddress : typeof address === "string" && OUTPOST_ADDRESS.test(address);
    return right && Object.keys(middleware).length === 1 && container.repeated.length === 0;
  });
});

/** Whether the login passes forwarded headers on as they come, where the entry point lets them through. */
export const loginTrusts = perView((view): boolean => {
  const definitions = definitionsOf(view).get(loginOf(view)) ?? [];
  return (
    !definitions.every(({ middleware }) => middleware.forwardauth?.trustforwardheader === false) || !definitions[0]
  );
});

/** Reference of the login. */
export function loginOf(view: StackView): string {
  return view.gate?.middleware ?? MIDDLEWARE;
}
