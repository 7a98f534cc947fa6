export type { Matcher, MatcherName, Rule } from "./ast";
export { matchersOf } from "./ast";
export type { RoutedRequest, Truth } from "./matches";
export { automatonOf, evaluate, hostMatches, matches } from "./matches";
export type { ParsedRule } from "./parse";
export { parseRule } from "./parse";
export { v2Placeholder } from "./placeholder";
export type { Satisfiable } from "./solve";
export { escapes, mustParse, overlaps, satisfiable } from "./solve";
