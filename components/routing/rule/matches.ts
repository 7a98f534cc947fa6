import { BlockList, isIP } from "node:net";
import { Automaton } from "../regexp/automaton";
import { UnsupportedRegexp } from "../regexp/parse";
import type { Matcher, Rule, Tree } from "./ast";

/** An answer, or that there is none: a part of the request or of the rule is not known. */
export type Truth = boolean | "unknown";

/** A request as Traefik routes it. What is left out may be anything. */
export interface RoutedRequest {
  /** Host without port, in lower case. */
  readonly host?: string;
  /** Path, decoded except for reserved characters, dots already resolved. */
  readonly path?: string;
  readonly method?: string;
  /** Values by header, names in any case. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly clientIp?: string;
  /** Server name of the TLS handshake, for TCP rules. */
  readonly sni?: string;
}

/**
 * Whether Traefik v3 would take this rule for `request`.
 *
 * @returns `"unknown"` when that depends on what is not given, or on an expression that the model cannot read
 * @example matches(rule, { host: "wiki.example.com", path: "/" })
 */
export function matches(rule: Rule, request: RoutedRequest): Truth {
  return evaluate(rule, (matcher) => matchOne(matcher, request));
}

/** Three-valued logic over a rule, or a condition of the same form: `answer` decides each matcher. */
export function evaluate<Leaf extends { readonly kind: "matcher" }>(
  rule: Tree<Leaf>,
  answer: (leaf: Leaf) => Truth,
): Truth {
  switch (rule.kind) {
    case "matcher":
      return answer(rule);
    case "not": {
      const inner = evaluate(rule.rule, answer);
      return inner === "unknown" ? inner : !inner;
    }
    case "and": {
      const left = evaluate(rule.left, answer);
      if (left === false) return false;
      const right = evaluate(rule.right, answer);
      return right === false ? false : left === true ? right : left;
    }
    case "or": {
      const left = evaluate(rule.left, answer);
      if (left === true) return true;
      const right = evaluate(rule.right, answer);
      return right === true ? true : left === false ? right : left;
    }
  }
}

function matchOne({ name, args }: Matcher, request: RoutedRequest): Truth {
  const [first = "", second] = args;
  switch (name) {
    case "Host":
      return request.host === undefined ? "unknown" : hostMatches(first, request.host);
    case "HostRegexp":
      return expressionFound(first, request.host);
    case "HostSNI":
      return first === "*" ? true : request.sni === undefined ? "unknown" : hostMatches(first, request.sni);
    case "HostSNIRegexp":
      return expressionFound(first, request.sni);
    case "Path":
      return request.path === undefined ? "unknown" : request.path === first;
    case "PathPrefix":
      return request.path === undefined ? "unknown" : request.path.startsWith(first);
    case "PathRegexp":
      return expressionFound(first, request.path);
    case "Method":
      return request.method === undefined ? "unknown" : request.method === first.toUpperCase();
    case "Header":
      return anyOf(valuesOf(request.headers, first), (value) => value === second);
    case "HeaderRegexp":
      return anyOf(valuesOf(request.headers, first), (value) => expressionFound(second ?? "", value));
    case "Query":
      return anyOf(request.query && (request.query[first] ?? []), (value) => value === (second ?? ""));
    case "QueryRegexp":
      return anyOf(request.query && (request.query[first] ?? []), (value) =>
        second === undefined ? value === "" : expressionFound(second, value),
      );
    case "ClientIP":
      return request.clientIp === undefined ? "unknown" : inNetwork(first, request.clientIp);
    case "ALPN":
      return "unknown";
  }
}

/** Traefik's `Host()`: any case, one label for `*`, a trailing dot on either side. */
export function hostMatches(expression: string, host: string): boolean {
  if (expression === "*") return true;
  if (host === "") return false;
  const wanted = expression.toLowerCase();
  const given = host.toLowerCase();
  const same = (a: string, b: string) =>
    b.startsWith("*") ? ["*", ...a.split(".").slice(1)].join(".") === b : a === b;
  return (
    same(given, wanted) ||
    (wanted.endsWith(".") && same(given, wanted.slice(0, -1))) ||
    (given.endsWith(".") && same(given.slice(0, -1), wanted))
  );
}

const automata = new Map<string, Automaton | undefined>();

/** The automaton of an expression; `undefined` where the model cannot read it. */
export function automatonOf(source: string): Automaton | undefined {
  if (!automata.has(source)) automata.set(source, readable(source));
  return automata.get(source);
}

function readable(source: string): Automaton | undefined {
  try {
    return Automaton.of(source);
  } catch (error) {
    if (error instanceof UnsupportedRegexp) return undefined;
    throw error;
  }
}

function expressionFound(source: string, text: string | undefined): Truth {
  return text === undefined ? "unknown" : (automatonOf(source)?.matches(text) ?? "unknown");
}

function valuesOf(headers: RoutedRequest["headers"], name: string): readonly string[] | undefined {
  if (!headers) return undefined;
  return Object.entries(headers).flatMap(([header, values]) =>
    header.toLowerCase() === name.toLowerCase() ? values : [],
  );
}

function anyOf(values: readonly string[] | undefined, test: (value: string) => Truth): Truth {
  if (!values) return "unknown";
  const answers = values.map(test);
  return answers.includes(true) ? true : answers.includes("unknown") ? "unknown" : false;
}

function inNetwork(network: string, address: string): Truth {
  const [base = "", bits] = network.split("/");
  const version = isIP(base) === 6 ? "ipv6" : "ipv4";
  const given = isIP(address);
  if (given === 0) return "unknown";
  const list = new BlockList();
  if (bits === undefined) list.addAddress(base, version);
  else list.addSubnet(base, Number(bits), version);
  return list.check(address, given === 6 ? "ipv6" : "ipv4");
}
