import { isIP } from "node:net";
import { Automaton } from "../regexp/automaton";
import { InvalidRegexp, UnsupportedRegexp } from "../regexp/parse";
import type { Matcher, MatcherName, Rule } from "./ast";
import { HTTP_MATCHERS, TCP_MATCHERS } from "./ast";
import type { Token } from "./lexer";
import { RuleSyntaxError, tokens } from "./lexer";

/** A rule, or why Traefik v3 refuses it (the router is then disabled). */
export type ParsedRule = { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly error: string };

/**
 * Parses a rule of Traefik v3.
 *
 * @param protocol decides which matchers exist
 * @example parseRule("Host(`wiki.example.com`) && !PathPrefix(`/admin`)")
 */
export function parseRule(source: string, protocol: "http" | "tcp" = "http"): ParsedRule {
  try {
    const rule = new Parser(tokens(source), protocol).rule();
    return { ok: true, rule };
  } catch (error) {
    if (error instanceof RuleSyntaxError || error instanceof InvalidRegexp) return { ok: false, error: error.message };
    throw error;
  }
}

class Parser {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly protocol: "http" | "tcp",
  ) {}

  rule(): Rule {
    const rule = this.or();
    this.take("newline");
    if (!this.take("end")) throw this.unexpected("'&&', '||' or the end");
    return rule;
  }

  private or(): Rule {
    let rule = this.and();
    while (this.take("||")) rule = { kind: "or", left: rule, right: this.and() };
    return rule;
  }

  private and(): Rule {
    let rule = this.unary();
    while (this.take("&&")) rule = { kind: "and", left: rule, right: this.unary() };
    return rule;
  }

  private unary(): Rule {
    if (this.take("!")) return { kind: "not", rule: this.unary() };
    if (this.take("(")) {
      const rule = this.or();
      if (!this.take(")")) throw this.unexpected("')'");
      return rule;
    }
    return this.matcher();
  }

  private matcher(): Matcher {
    const token = this.tokens[this.position];
    if (token?.kind !== "name") throw this.unexpected("a matcher such as Host(`…`)");
    this.position++;
    const name = matcherName(token.value, this.protocol);
    if (!name) {
      const known = Object.keys(this.protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS).join(", ");
      throw new RuleSyntaxError(`'${token.value}' is no matcher of Traefik v3; there are ${known}`);
    }
    const matcher: Matcher = { kind: "matcher", name, args: this.arguments() };
    checkMatcher(matcher, this.protocol);
    return matcher;
  }

  private arguments(): string[] {
    if (!this.take("(")) throw this.unexpected("'('");
    const args: string[] = [];
    while (!this.take(")")) {
      const token = this.tokens[this.position];
      if (token?.kind !== "text") throw this.unexpected("a text in backticks or double quotes");
      this.position++;
      args.push(token.value);
      if (this.take(",")) continue;
      if (!this.take(")")) throw this.unexpected("',' or ')'");
      break;
    }
    return args;
  }

  private take(kind: Token["kind"]): boolean {
    if (this.tokens[this.position]?.kind !== kind) return false;
    this.position++;
    return true;
  }

  private unexpected(expected: string): RuleSyntaxError {
    const token = this.tokens[this.position];
    const given =
      token === undefined || token.kind === "end"
        ? "the rule ends"
        : `'${"value" in token ? token.value : token.kind}' stands`;
    return new RuleSyntaxError(`${given} at character ${(token?.at ?? 0) + 1} where ${expected} is expected`);
  }
}

/** Traefik takes a matcher's name as written, in lower case, in upper case, and with only the first letter large. */
function matcherName(text: string, protocol: "http" | "tcp"): MatcherName | undefined {
  const names = Object.keys(protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS) as MatcherName[];
  return names.find((name) => {
    const lower = name.toLowerCase();
    return [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)].includes(text);
  });
}

/** What Traefik checks when it adds the rule: numbers of arguments, and the arguments themselves. */
function checkMatcher({ name, args }: Matcher, protocol: "http" | "tcp"): void {
  const counts: readonly number[] =
    protocol === "http"
      ? HTTP_MATCHERS[name as keyof typeof HTTP_MATCHERS]
      : TCP_MATCHERS[name as keyof typeof TCP_MATCHERS];
  if (!counts.includes(args.length)) {
    throw new RuleSyntaxError(`${name} has ${args.length} arguments, it takes ${counts.join(" or ")}`);
  }
  if (args.includes("")) throw new RuleSyntaxError(`${name} has an empty argument`);
  const [first = "", second = ""] = args;
  switch (name) {
    case "Path":
    case "PathPrefix":
      if (!first.startsWith("/")) throw new RuleSyntaxError(`path '${first}' does not start with '/'`);
      break;
    case "Host":
    case "HostRegexp":
    case "HostSNIRegexp":
      if (/[^\0-\x7f]/.test(first)) throw new RuleSyntaxError(`${name} '${first}' has characters outside ASCII`);
      if (name !== "Host") checkRegexp(first);
      break;
    case "PathRegexp":
      checkRegexp(first);
      break;
    case "HeaderRegexp":
    case "QueryRegexp":
      if (args.length === 2) checkRegexp(second);
      break;
    case "ClientIP":
      if (!isNetwork(first)) throw new RuleSyntaxError(`ClientIP '${first}' is neither an address nor a range`);
      break;
    default:
      break;
  }
}

/** Only what Go refuses is an error here; what this model cannot read stays, and matches 'perhaps'. */
function checkRegexp(source: string): void {
  try {
    Automaton.of(source);
  } catch (error) {
    if (!(error instanceof UnsupportedRegexp)) throw error;
  }
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
