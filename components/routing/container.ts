import type { AccessDecision, ParsedAccess } from "./access";
import { parseAccess } from "./access";
import type { ParsedLabels, ParsedRouter } from "./labels/parse";
import { parseLabels } from "./labels/parse";
import { defaultName, qualified } from "./references";
import type { LabelProvider } from "./staticConfiguration";
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
  /** Name of the router and service that Traefik makes where labels name none; `undefined` while it is unknown. */
  readonly defaultName: string | undefined;
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
  let text = "";
  for (const { key, value } of view.labels.value) {
    if (!key.known) return undefined;
    if (!isJudged(key.value)) continue;
    if (!value.known) return undefined;
    const earlier = pairs[key.value];
    if (earlier !== undefined && earlier !== value.value) repeated.push(key.value);
    pairs[key.value] = value.value;
    text += `${key.value.length}:${key.value}${value.value.length}:${value.value}`;
  }
  const { labels, access } = parse(pairs, text);
  return {
    view,
    pairs,
    repeated,
    labels,
    access,
    inGate: view.components.includes(GATE_COMPONENT),
    inExternalService: view.components.includes(EXTERNAL_COMPONENT),
    defaultName: defaultNameOf(view),
  };
}

function defaultNameOf(view: ContainerView): string | undefined {
  const service = labelOf(view, "com.docker.compose.service");
  const project = labelOf(view, "com.docker.compose.project");
  if (service === undefined || project === undefined) return undefined;
  if (service !== "" && project !== "") return defaultName("", [service, project]);
  return view.name.known ? defaultName(view.name.value, undefined) : undefined;
}

/** Value of any label, `""` for one that is missing; `undefined` while it is unknown. */
export function labelOf(view: ContainerView, name: string): string | undefined {
  if (!view.labels.known) return undefined;
  let found: string | undefined = "";
  for (const { key, value } of view.labels.value) {
    if (!key.known) return undefined;
    if (key.value === name) found = value.known ? value.value : undefined;
  }
  return found;
}

type Parsed = Pick<ReadContainer, "labels" | "access">;

/** By text: the pack reads the same labels in the container's policy and in that of the stack. */
const parsed = new Map<string, Parsed>();

function parse(pairs: Readonly<Record<string, string>>, text: string): Parsed {
  let found = parsed.get(text);
  if (!found) {
    found = { labels: parseLabels(pairs), access: parseAccess(pairs) };
    parsed.set(text, found);
  }
  return found;
}

/** Folds as Traefik does, which takes two characters outside ASCII for letters. */
const JUDGED = /^(traefik|sso)\./iu;

/** Whether a label has a say in who is let in: Traefik's and ours. */
export function isJudged(key: string): boolean {
  return JUDGED.test(key);
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

/** Whether an item of a list of middlewares is `reference`, with or without its provider. */
export function isReference(item: string | undefined, reference: string, provider: LabelProvider): boolean {
  return item !== undefined && qualified(item, `@${provider}`) === reference;
}

/**
 * Whether a router's own labels put the login first: only then does nothing answer, rewrite or reveal before it.
 *
 * What the whole stack makes of it (entry points, the middleware's definition, chains) is in `ResolvedRouter.gated`.
 */
export function isGated(router: ParsedRouter, middleware: string, provider: LabelProvider): boolean {
  return isReference(router.middlewares?.[0], middleware, provider);
}
