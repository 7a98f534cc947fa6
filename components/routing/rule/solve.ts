import { Automaton } from "../regexp/automaton";
import { combinations } from "../regexp/product";
import type { Matcher, Rule } from "./ast";
import { matchersOf } from "./ast";
import type { Truth } from "./matches";
import { automatonOf, evaluate, hostMatches } from "./matches";
import { parseRule } from "./parse";

/** Whether some request satisfies a rule. `perhaps` where the model cannot tell. */
export type Satisfiable =
  | { readonly answer: "yes" | "perhaps"; readonly host?: string; readonly path?: string }
  | { readonly answer: "no" };

/** A host as Traefik routes it is in lower case; anything else is answered before routing. */
const HOST_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
const PATH_ALPHABET = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("");

/**
 * Whether two rules can match the same request. Errs on the side of 'perhaps', which counts as yes.
 *
 * Exact over host, path and method, whatever the expressions; headers, queries and client addresses are taken to be
 * free.
 *
 * @example overlaps(parse("HostRegexp(`^.+$`)"), parse("Host(`wiki.example.com`)")).answer // "yes"
 */
export function overlaps(a: Rule, b: Rule): Satisfiable {
  return satisfiable({ kind: "and", left: a, right: b });
}

/** A request that `inner` matches and `outer` does not; `no` means that `outer` covers `inner`. */
export function escapes(inner: Rule, outer: Rule): Satisfiable {
  return satisfiable({ kind: "and", left: inner, right: { kind: "not", rule: outer } });
}

/** Whether any request at all satisfies `rule`. */
export function satisfiable(rule: Rule): Satisfiable {
  const all = matchersOf(rule);
  const hosts = hostCombinations(all.filter(({ name }) => name === "Host" || name === "HostRegexp"));
  const paths = pathCombinations(all.filter(({ name }) => name.startsWith("Path")));
  const methods = methodCombinations(all.filter(({ name }) => name === "Method"));
  let perhaps: Satisfiable | undefined;
  for (const host of hosts) {
    for (const path of paths) {
      for (const method of methods) {
        const truth = evaluate(
          rule,
          (matcher) => host.truth(matcher) ?? path.truth(matcher) ?? method.truth(matcher) ?? "unknown",
        );
        if (truth === false) continue;
        const example = {
          ...(host.example !== undefined && { host: host.example }),
          ...(path.example !== undefined && { path: path.example }),
        };
        if (truth === true) return { answer: "yes", ...example };
        perhaps ??= { answer: "perhaps", ...example };
      }
    }
  }
  return perhaps ?? { answer: "no" };
}

/** One way in which a group of matchers can be answered together. */
interface Answers {
  /** `undefined`: the matcher is not of this group. */
  truth(matcher: Matcher): Truth | undefined;
  readonly example?: string;
}

function answers(matchers: readonly Matcher[], truths: readonly Truth[], example?: string): Answers {
  const table = new Map(matchers.map((matcher, index) => [keyOf(matcher), truths[index] ?? "unknown"]));
  return { truth: (matcher) => table.get(keyOf(matcher)), ...(example !== undefined && { example }) };
}

function keyOf({ name, args }: Matcher): string {
  return JSON.stringify([name, ...args]);
}

function hostCombinations(matchers: readonly Matcher[]): readonly Answers[] {
  const distinct = unique(matchers);
  if (distinct.every(({ name, args }) => name === "Host" && !args[0]?.startsWith("*"))) return literalHosts(distinct);
  return automatonCombinations(distinct, HOST_ALPHABET, ({ name, args: [text = ""] }) =>
    name === "Host" ? Automaton.of(hostExpression(text)) : automatonOf(text),
  );
}

/** Literal hosts exclude each other, except for case and a trailing dot: no search is needed. */
function literalHosts(matchers: readonly Matcher[]): readonly Answers[] {
  const hosts = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toLowerCase()))];
  const cases = [...hosts, undefined].map((host) =>
    answers(
      matchers,
      matchers.map(({ args }) => host !== undefined && hostMatches(args[0] ?? "", host)),
      host,
    ),
  );
  return cases;
}

/** What `Host()` accepts, as an expression. */
function hostExpression(text: string): string {
  if (text === "*") return "";
  const literal = text.toLowerCase().replace(/\.$/, "");
  const quoted = literal.replace(/^\*/, "").replaceAll(/[^a-z0-9_]/g, "\\$&");
  return literal.startsWith("*") ? `^[^.]*${quoted}\\.?$` : `^${quoted}\\.?$`;
}

function pathCombinations(matchers: readonly Matcher[]): readonly Answers[] {
  const distinct = unique(matchers);
  if (distinct.length === 0) return [answers([], [])];
  const slash: Matcher = { kind: "matcher", name: "PathPrefix", args: ["/"] };
  const cases = automatonCombinations([slash, ...distinct], PATH_ALPHABET, ({ name, args: [text = ""] }) => {
    if (name === "PathRegexp") return automatonOf(text);
    return Automaton.of(`^${text.replaceAll(/[^A-Za-z0-9_\u0080-\u{10ffff}]/gu, "\\$&")}${name === "Path" ? "$" : ""}`);
  });
  return cases.filter((one) => one.truth(slash) !== false);
}

function automatonCombinations(
  matchers: readonly Matcher[],
  alphabet: string,
  toAutomaton: (matcher: Matcher) => Automaton | undefined,
): readonly Answers[] {
  const pairs = matchers.map((matcher) => ({ matcher, automaton: toAutomaton(matcher) }));
  const readable = pairs.flatMap(({ matcher, automaton }) => (automaton ? [{ matcher, automaton }] : []));
  const found = combinations(
    readable.map(({ automaton }) => automaton),
    alphabet,
  );
  const opaque = pairs.filter(({ automaton }) => !automaton || !found).map(({ matcher }) => matcher);
  if (!found)
    return [
      answers(
        opaque,
        opaque.map(() => "unknown" as const),
      ),
    ];
  return found.map(({ matches, example }) =>
    answers(
      [...readable.map(({ matcher }) => matcher), ...opaque],
      [...matches, ...opaque.map(() => "unknown" as const)],
      example,
    ),
  );
}

function methodCombinations(matchers: readonly Matcher[]): readonly Answers[] {
  const methods = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toUpperCase())), undefined];
  return methods.map((method) =>
    answers(
      matchers,
      matchers.map(({ args }) => method !== undefined && args[0]?.toUpperCase() === method),
    ),
  );
}

function unique(matchers: readonly Matcher[]): Matcher[] {
  return [...new Map(matchers.map((matcher) => [keyOf(matcher), matcher])).values()];
}

/** A rule that is known to be right, e.g. one that this model wrote. */
export function mustParse(source: string): Rule {
  const parsed = parseRule(source);
  if (!parsed.ok) throw new Error(`rule ${source}: ${parsed.error}`);
  return parsed.rule;
}
