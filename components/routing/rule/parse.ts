import { isIP } from "node:net";
import { Automaton } from "../regexp/automaton";
import { InvalidRegexp, UnsupportedRegexp } from "../regexp/parse";
import type { Matcher, MatcherName, Rule, Tree } from "./ast";
import { HTTP_MATCHERS, TCP_MATCHERS } from "./ast";
import type { Token } from "./lexer";
import { RuleSyntaxError, tokens } from "./lexer";

/** A rule, or why Traefik v3 refuses it (the router is then disabled). */
export type ParsedRule =
  | { readonly ok: true; readonly rule: Rule }
  | {
      readonly ok: false;
      readonly error: string;
      /** Traefik surely refuses it. Otherwise only this model is known to, and the router may answer. */
      readonly refused: boolean;
    };

/** The text is well formed, and Traefik has no such matcher or takes no such argument. */
class RefusedError extends RuleSyntaxError {
  override readonly name = "RefusedError";
}

/**
 * Parses a rule of Traefik v3.
 *
 * @param protocol decides which matchers exist
 * @example parseRule("Host(`wiki.example.com`) && !PathPrefix(`/admin`)")
 */
export function parseRule(source: string, protocol: "http" | "tcp" = "http"): ParsedRule {
  const known = parsed[protocol];
  let found = known.get(source);
  if (!found) {
    if (known.size >= MAX_PARSED) known.clear();
    found = parse(source, protocol);
    known.set(source, found);
  }
  return found;
}

/** Every invariant reads the same rules. */
const parsed = { http: new Map<string, ParsedRule>(), tcp: new Map<string, ParsedRule>() };
const MAX_PARSED = 20_000;

function parse(source: string, protocol: "http" | "tcp"): ParsedRule {
  try {
    const rule = parseTree(source, (name, args) => toMatcher(name, args, protocol));
    return { ok: true, rule };
  } catch (error) {
    if (error instanceof RuleSyntaxError || error instanceof InvalidRegexp)
      return { ok: false, error: error.message, refused: error instanceof RefusedError };
    throw error;
  }
}

/**
 * Parses a condition of calls with texts, `&&`, `||`, `!` and parentheses, as Traefik's rules and constraints are.
 *
 * @param toLeaf makes a leaf of a call; may throw
 * @throws {RuleSyntaxError} for what is not of that form
 */
export function parseTree<Leaf>(source: string, toLeaf: (name: string, args: readonly string[]) => Leaf): Tree<Leaf> {
  return new Parser(tokens(source), toLeaf).tree();
}

class Parser<Leaf> {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly toLeaf: (name: string, args: readonly string[]) => Leaf,
  ) {}

  tree(): Tree<Leaf> {
    const tree = this.or();
    this.take("newline");
    if (!this.take("end")) throw this.unexpected("'&&', '||' or the end");
    return tree;
  }

  private or(): Tree<Leaf> {
    let tree = this.and();
    while (this.take("||")) tree = { kind: "or", left: tree, right: this.and() };
    return tree;
  }

  private and(): Tree<Leaf> {
    let tree = this.unary();
    while (this.take("&&")) tree = { kind: "and", left: tree, right: this.unary() };
    return tree;
  }

  private unary(): Tree<Leaf> {
    if (this.take("!")) return { kind: "not", rule: this.unary() };
    if (this.take("(")) {
      const tree = this.or();
      if (!this.take(")")) throw this.unexpected("')'");
      return tree;
    }
    return this.call();
  }

  private call(): Leaf {
    const token = this.tokens[this.position];
    if (token?.kind !== "name") throw this.unexpected("a matcher such as Host(`…`)");
    this.position++;
    return this.toLeaf(token.value, this.arguments());
  }

  private arguments(): string[] {
    if (!this.take("(")) throw this.unexpected("'('");
    const args: string[] = [];
    while (!this.take(")")) {
      const token = this.tokens[this.position];
      if (token?.kind !== "text") throw this.unexpected("a text in backticks or double quotes");
      this.position++;
      args.push(token.value);
      // Go's grammar has dots after the last argument, and Traefik looks past them.
      const dots = this.take("...");
      if (this.take(",") && !dots) continue;
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

function toMatcher(text: string, args: readonly string[], protocol: "http" | "tcp"): Matcher {
  const name = SPELLINGS[protocol].get(text);
  if (!name) {
    const known = Object.keys(protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS).join(", ");
    throw new RefusedError(`'${text}' is no matcher of Traefik v3; there are ${known}`);
  }
  const matcher: Matcher = { kind: "matcher", name, args };
  checkMatcher(matcher, protocol);
  return matcher;
}

/** Traefik takes a matcher's name as written, in lower case, in upper case, and with only the first letter large. */
function spellingsOf(names: readonly string[]): ReadonlyMap<string, MatcherName> {
  return new Map(
    (names as readonly MatcherName[]).flatMap((name) => {
      const lower = name.toLowerCase();
      const spellings = [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)];
      return spellings.map((spelling) => [spelling, name] as const);
    }),
  );
}

const SPELLINGS = { http: spellingsOf(Object.keys(HTTP_MATCHERS)), tcp: spellingsOf(Object.keys(TCP_MATCHERS)) };

/** What Traefik checks when it adds the rule: numbers of arguments, and the arguments themselves. */
function checkMatcher({ name, args }: Matcher, protocol: "http" | "tcp"): void {
  const counts: readonly number[] =
    protocol === "http"
      ? HTTP_MATCHERS[name as keyof typeof HTTP_MATCHERS]
      : TCP_MATCHERS[name as keyof typeof TCP_MATCHERS];
  if (!counts.includes(args.length)) {
    throw new RefusedError(`${name} has ${args.length} arguments, it takes ${counts.join(" or ")}`);
  }
  if (args.includes("")) throw new RefusedError(`${name} has an empty argument`);
  const [first = "", second = ""] = args;
  switch (name) {
    case "Path":
    case "PathPrefix":
      if (!first.startsWith("/")) throw new RefusedError(`path '${first}' does not start with '/'`);
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
