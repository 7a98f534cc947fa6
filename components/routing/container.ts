import type { AccessDecision, ParsedAccess } from "./access";
import { parseAccess } from "./access";
import type { ParsedLabels, ParsedRouter } from "./labels/parse";
import { parseLabels } from "./labels/parse";
import { fold } from "./labels/tree";
import type { ContainerView } from "./view";
import { EXTERNAL_COMPONENT, GATE_COMPONENT } from "./view";

/** A container whose labels are all known, read once for every invariant. */
export interface ReadContainer {
  readonly view: ContainerView;
  readonly pairs: Readonly<Record<string, string>>;
  /** Keys that are given twice, so that it is open which value counts. */
  readonly repeated: readonly string[];
  readonly labels: ParsedLabels;
  readonly access: ParsedAccess;
  /** Whether SsoGate made it. */
  readonly inGate: boolean;
  readonly inExternalService: boolean;
}

const cache = new WeakMap<ContainerView, ReadContainer | undefined>();

/**
 * Reads the labels of a container.
 *
 * @returns `undefined` while a label is unknown: invariant `label-known` reports that, and nothing can be said beyond
 */
export function readContainer(view: ContainerView): ReadContainer | undefined {
  if (!cache.has(view)) cache.set(view, read(view));
  return cache.get(view);
}

function read(view: ContainerView): ReadContainer | undefined {
  if (!view.labels.known) return undefined;
  const pairs: Record<string, string> = {};
  const repeated: string[] = [];
  for (const { key, value } of view.labels.value) {
    if (!key.known) return undefined;
    if (!isJudged(key.value)) continue;
    if (!value.known) return undefined;
    if (Object.hasOwn(pairs, key.value) && pairs[key.value] !== value.value) repeated.push(key.value);
    pairs[key.value] = value.value;
  }
  return {
    view,
    pairs,
    repeated,
    ...parse(pairs),
    inGate: view.components.includes(GATE_COMPONENT),
    inExternalService: view.components.includes(EXTERNAL_COMPONENT),
  };
}

type Parsed = Pick<ReadContainer, "labels" | "access">;

/** By text: the pack reads the same labels in the container's policy and in each policy of the stack. */
const parsed = new Map<string, Parsed>();

function parse(pairs: Readonly<Record<string, string>>): Parsed {
  const text = JSON.stringify(pairs);
  let found = parsed.get(text);
  if (!found) {
    found = { labels: parseLabels(pairs), access: parseAccess(pairs) };
    parsed.set(text, found);
  }
  return found;
}

/** Whether a label has a say in who is let in: Traefik's and ours. */
export function isJudged(key: string): boolean {
  return /^(traefik|sso)\./.test(fold(key));
}

/** What the container says to Traefik in its routers, for messages: title and name. */
export function describe(view: ContainerView): string {
  const name = view.name.known ? view.name.value : undefined;
  return name === undefined || name === view.title
    ? `container '${view.title}'`
    : `container '${view.title}' (${name})`;
}

/** The decision, unless it is missing or wrong: `service-decision` reports that, and then nothing is excused. */
export function decisionOf(container: ReadContainer): AccessDecision | undefined {
  return container.access.decision;
}

/** First reference of a router's middlewares that names `reference`, with or without its provider. */
export function isReference(item: string | undefined, reference: string): boolean {
  if (item === undefined) return false;
  return (item.includes("@") ? item : `${item}@docker`) === reference;
}

/** Whether the login comes first: only then does nothing answer, rewrite or reveal before it. */
export function isGated(router: ParsedRouter, middleware: string): boolean {
  return isReference(router.middlewares?.[0], middleware);
}
