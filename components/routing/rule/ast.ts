/** A condition of several parts. */
export type Tree<Leaf> =
  | { readonly kind: "and" | "or"; readonly left: Tree<Leaf>; readonly right: Tree<Leaf> }
  | { readonly kind: "not"; readonly rule: Tree<Leaf> }
  | Leaf;

/** A rule of Traefik v3 as a tree. */
export type Rule = Tree<Matcher>;

/** One condition, e.g. ``Host(`wiki.example.com`)``. */
export interface Matcher {
  readonly kind: "matcher";
  /** In Traefik's own spelling, whatever the case in the text. */
  readonly name: MatcherName;
  readonly args: readonly string[];
}

/** HTTP matchers with their numbers of arguments. Source: Traefik 3.7 `pkg/muxer/http/matcher.go`. */
export const HTTP_MATCHERS = {
  ClientIP: [1],
  Method: [1],
  Host: [1],
  HostRegexp: [1],
  Path: [1],
  PathRegexp: [1],
  PathPrefix: [1],
  Header: [2],
  HeaderRegexp: [2],
  Query: [1, 2],
  QueryRegexp: [1, 2],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** TCP matchers. Source: Traefik 3.7 `pkg/muxer/tcp/matcher.go`. */
export const TCP_MATCHERS = {
  ALPN: [1],
  ClientIP: [1],
  HostSNI: [1],
  HostSNIRegexp: [1],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type MatcherName = keyof typeof HTTP_MATCHERS | keyof typeof TCP_MATCHERS;

/** All matchers of a rule, from left to right. */
export function matchersOf(rule: Rule): readonly Matcher[] {
  switch (rule.kind) {
    case "matcher":
      return [rule];
    case "not":
      return matchersOf(rule.rule);
    default:
      return [...matchersOf(rule.left), ...matchersOf(rule.right)];
  }
}
