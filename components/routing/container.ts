import type { AccessDecision, ParsedAccess } from "./access";
import { parseAccess } from "./access";
import type { ParsedLabels, ParsedRouter } from "./labels/parse";
import { parseSortedLabels } from "./labels/parse";
import type { Label } from "./labels/tree";
import { defaultName, qualified } from "./references";
import type { LabelProvider } from "./staticConfiguration";
import type { ContainerView, LabelView } from "./view";
import { EXTERNAL_COMPONENT, GATE_COMPONENT } from "./view";

/** A container whose labels are all known, read once for every invariant. */
export interface ReadContainer {
  readonly view: ContainerView;
  /** Labels of the decision as written, valid or not. */
  readonly decisionLabels: Readonly<Record<string, string>>;
  /** Whether any label is meant for Traefik. */
  readonly speaksToTraefik: boolean;
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

const cache = new WeakMap<ContainerView, ReadContainer | null>();

/**
 * Reads the labels of a container.
 *
 * @returns `undefined` while a label is unknown: invariant `label-known` reports that, and nothing can be said beyond
 */
export function readContainer(view: ContainerView): ReadContainer | undefined {
  let found = cache.get(view);
  if (found === undefined) {
    found = read(view) ?? null;
    cache.set(view, found);
  }
  return found ?? undefined;
}

function read(view: ContainerView): ReadContainer | undefined {
  if (!view.labels.known) return undefined;
  const labels = readLabels(view.labels.value);
  if (!labels) return undefined;
  return {
    view,
    ...labels,
    inGate: view.components.includes(GATE_COMPONENT),
    inExternalService: view.components.includes(EXTERNAL_COMPONENT),
    defaultName: defaultNameOf(view),
  };
}

type ReadLabels = Pick<ReadContainer, "decisionLabels" | "speaksToTraefik" | "repeated" | "labels" | "access">;

/** By list: the pack hands over the same one with the container and with its stack. */
const readLists = new WeakMap<readonly LabelView[], ReadLabels | null>();

function readLabels(list: readonly LabelView[]): ReadLabels | undefined {
  let found = readLists.get(list);
  if (found === undefined) {
    found = readList(list) ?? null;
    readLists.set(list, found);
  }
  return found ?? undefined;
}

function readList(list: readonly LabelView[]): ReadLabels | undefined {
  const judged: Label[] = [];
  for (const { key, value } of list) {
    if (!key.known) return undefined;
    if (!isJudged(key.value)) continue;
    if (!value.known) return undefined;
    judged.push({ key: key.value, value: value.value });
  }
  const repeated: string[] = [];
  const labels: Label[] = [];
  const decisionLabels: Record<string, string> = {};
  sorted(judged).forEach((label, index) => {
    const next = judged[index + 1];
    if (next?.key === label.key) {
      if (next.value !== label.value) repeated.push(label.key);
    } else if (isOwn(label.key)) decisionLabels[label.key] = label.value;
    else labels.push(label);
  });
  return {
    decisionLabels,
    speaksToTraefik: labels.length > 0,
    repeated,
    labels: parseSortedLabels(labels),
    access: parseAccess(decisionLabels),
  };
}

/** Sorts in place, in byte order of the keys; labels of one key stay as given. */
function sorted(labels: Label[]): readonly Label[] {
  const inOrder = labels.every(({ key }, index) => index === 0 || (labels[index - 1]?.key ?? "") <= key);
  return inOrder ? labels : labels.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
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

/** Folds as Traefik does, which takes two characters outside ASCII for letters. */
const JUDGED = /^(traefik|sso)\./iu;
const OWN = /^sso\./iu;

function isOwn(key: string): boolean {
  return key.startsWith("sso.") || OWN.test(key);
}

/** Whether a label has a say in who is let in: Traefik's and ours. */
export function isJudged(key: string): boolean {
  return key.startsWith("traefik.") || key.startsWith("sso.") || JUDGED.test(key);
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
