import { InvalidRegexp } from "./regexp/parse";
import type { Tree, Truth } from "./rule";
import { automatonOf, evaluate, parseTree } from "./rule";
import { RuleSyntaxError } from "./rule/lexer";

/** Value of a label; `undefined` while it is unknown. A missing label has the value `""`. */
export type LabelValue = (key: string) => string | undefined;

interface Condition {
  readonly kind: "matcher";
  readonly holds: (value: LabelValue) => Truth;
}

/**
 * Whether the condition `constraints` of a provider holds for a container.
 *
 * Source: Traefik 3.7 `pkg/provider/constraints/constraints_labels.go`: `Label` and `LabelRegex` with two texts, `&&`,
 * `||`, `!` and parentheses. Traefik publishes nothing at all where it cannot read the condition; as that is an
 * accident and no decision, such a container counts as published here.
 *
 * @example admits("Label(`sso.gate`,`sso`)", (key) => labels[key] ?? "")
 */
export function admits(constraints: string, value: LabelValue): Truth {
  if (constraints === "") return true;
  const condition = parsed(constraints);
  return condition === undefined ? "unknown" : evaluate(condition, ({ holds }) => holds(value));
}

const cache = new Map<string, Tree<Condition> | undefined>();

function parsed(constraints: string): Tree<Condition> | undefined {
  if (!cache.has(constraints)) cache.set(constraints, parse(constraints));
  return cache.get(constraints);
}

function parse(constraints: string): Tree<Condition> | undefined {
  try {
    return parseTree(constraints, toCondition);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return undefined;
    throw error;
  }
}

function toCondition(name: string, args: readonly string[]): Condition {
  const [label, text] = args;
  if (label === undefined || text === undefined || args.length > 2)
    throw new RuleSyntaxError(`${name} takes a label and a text`);
  if (name === "Label") return { kind: "matcher", holds: (value) => compare(value(label), (given) => given === text) };
  if (name === "LabelRegex")
    return { kind: "matcher", holds: (value) => compare(value(label), (given) => found(text, given)) };
  throw new RuleSyntaxError(`'${name}' is neither Label nor LabelRegex`);
}

function compare(given: string | undefined, test: (given: string) => Truth): Truth {
  return given === undefined ? "unknown" : test(given);
}

/** An expression that Go refuses never matches. */
function found(expression: string, text: string): Truth {
  try {
    return automatonOf(expression)?.matches(text) ?? "unknown";
  } catch (error) {
    if (error instanceof InvalidRegexp) return "unknown";
    throw error;
  }
}
