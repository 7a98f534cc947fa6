import type { CharSet } from "./charSet";
import { ANY, DIGIT, foldCase, NOT_NEWLINE, negate, normalise, POSIX, SPACE, WORD } from "./charSet";

/** A regular expression as a tree. */
export type Expression =
  | { readonly kind: "chars"; readonly set: CharSet }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly min: number; readonly max: number }
  | { readonly kind: "begin" | "end" | "boundary" | "no-boundary" };

/** Go refuses the expression, so Traefik disables the router. */
export class InvalidRegexp extends Error {
  override readonly name = "InvalidRegexp";
}

/** Go takes the expression and this model does not: whatever it matches is unknown. */
export class UnsupportedRegexp extends Error {
  override readonly name = "UnsupportedRegexp";
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

/** Go's limit for counted repetition. */
const MAX_REPEAT = 1000;

/**
 * Parses Go's regular expressions (RE2 syntax, `regexp/syntax` with Perl flags).
 *
 * Greediness is read and forgotten: it does not change whether a text matches.
 *
 * @throws {InvalidRegexp} for what Go refuses, e.g. look-ahead and back-references
 * @throws {UnsupportedRegexp} for Unicode classes, multi-line mode and octal escapes
 */
export function parseRegexp(source: string): Expression {
  const parser = new Parser(source);
  const expression = parser.choice({ ignoreCase: false, dotAll: false });
  if (!parser.atEnd()) throw new InvalidRegexp(`unexpected ')' in '${source}'`);
  return expression;
}

class Parser {
  private position = 0;

  constructor(private readonly source: string) {}

  atEnd(): boolean {
    return this.position >= this.source.length;
  }

  choice(flags: Flags): Expression {
    const parts: Expression[] = [];
    let current = flags;
    for (;;) {
      const [part, after] = this.sequence(current);
      parts.push(part);
      // `(?i)` in one branch holds for the branches after it too.
      current = after;
      if (!this.take("|")) break;
    }
    return parts.length === 1 ? (parts[0] as Expression) : { kind: "choice", parts };
  }

  private sequence(flags: Flags): [Expression, Flags] {
    const parts: Expression[] = [];
    let current = flags;
    while (!this.atEnd() && !this.peek("|") && !this.peek(")")) {
      const inline = this.inlineFlags(current);
      if (inline) {
        current = inline;
        continue;
      }
      if (this.take("\\Q")) {
        parts.push(...this.quoted(current));
        continue;
      }
      parts.push(this.repeated(this.atom(current)));
    }
    return [parts.length === 1 ? (parts[0] as Expression) : { kind: "sequence", parts }, current];
  }

  /** `(?i)`: flags for the rest of the group. */
  private inlineFlags(flags: Flags): Flags | undefined {
    const match = /^\(\?([a-zA-Z-]*)\)/.exec(this.rest());
    if (!match) return undefined;
    this.position += match[0].length;
    return this.withFlags(flags, match[1] ?? "");
  }

  private withFlags(flags: Flags, letters: string): Flags {
    if (!/^[imsU]*(-[imsU]+)?$/.test(letters) || letters === "") {
      throw new InvalidRegexp(`'(?${letters}' in '${this.source}' is no group that Go knows`);
    }
    const [on = "", off = ""] = letters.split("-");
    if (on.includes("m")) throw new UnsupportedRegexp(`multi-line mode in '${this.source}'`);
    return {
      ignoreCase: (flags.ignoreCase || on.includes("i")) && !off.includes("i"),
      dotAll: (flags.dotAll || on.includes("s")) && !off.includes("s"),
    };
  }

  private quoted(flags: Flags): Expression[] {
    const end = this.source.indexOf("\\E", this.position);
    const text = this.source.slice(this.position, end < 0 ? undefined : end);
    this.position = end < 0 ? this.source.length : end + 2;
    const parts = [...text].map((character) => this.chars(codeOf(character), flags));
    const last = parts.pop();
    return last ? [...parts, this.repeated(last)] : [];
  }

  private repeated(part: Expression): Expression {
    let repeated = part;
    for (let times = 0; ; times++) {
      const range = this.quantifier();
      if (!range) return repeated;
      if (times > 0) throw new InvalidRegexp(`invalid nested repetition operator in '${this.source}'`);
      repeated = { kind: "repeat", part: repeated, min: range[0], max: range[1] };
      this.take("?");
    }
  }

  private quantifier(): [number, number] | undefined {
    if (this.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.take("?")) return [0, 1];
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.rest());
    // Any other brace is a brace: `{name:re}` of Traefik v2 is plain text to Go.
    if (!match) return undefined;
    this.position += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_REPEAT || (Number.isFinite(max) && (max > MAX_REPEAT || max < min))) {
      throw new InvalidRegexp(`invalid repeat count '${match[0]}' in '${this.source}'`);
    }
    return [min, max];
  }

  private atom(flags: Flags): Expression {
    if (this.peek("*") || this.peek("+") || this.peek("?") || /^\{\d+(,\d*)?\}/.test(this.rest())) {
      throw new InvalidRegexp(`missing argument to repetition operator in '${this.source}'`);
    }
    if (this.take("(")) return this.group(flags);
    if (this.take("[")) return this.characterClass(flags);
    if (this.take(".")) return { kind: "chars", set: flags.dotAll ? ANY : NOT_NEWLINE };
    if (this.take("^")) return { kind: "begin" };
    if (this.take("$")) return { kind: "end" };
    if (this.take("\\")) return this.escape(flags);
    return this.chars(this.next(), flags);
  }

  private group(flags: Flags): Expression {
    let inner = flags;
    const named = /^\?P?<([A-Za-z0-9_]+)>/.exec(this.rest());
    const flagged = /^\?([a-zA-Z-]*):/.exec(this.rest());
    if (named) this.position += named[0].length;
    else if (flagged) {
      this.position += flagged[0].length;
      if (flagged[1]) inner = this.withFlags(flags, flagged[1]);
    } else if (this.peek("?"))
      throw new InvalidRegexp(`'(${this.rest().slice(0, 3)}' in '${this.source}' is no group that Go knows`);
    const expression = this.choice(inner);
    if (!this.take(")")) throw new InvalidRegexp(`missing ')' in '${this.source}'`);
    return expression;
  }

  private escape(flags: Flags): Expression {
    if (this.atEnd()) throw new InvalidRegexp(`trailing backslash in '${this.source}'`);
    if (this.take("A")) return { kind: "begin" };
    if (this.take("z")) return { kind: "end" };
    if (this.take("b")) return { kind: "boundary" };
    if (this.take("B")) return { kind: "no-boundary" };
    const set = this.escapedSet();
    return set ? { kind: "chars", set } : this.chars(this.escapedCode(), flags);
  }

  private escapedSet(): CharSet | undefined {
    if (this.take("d")) return DIGIT;
    if (this.take("D")) return negate(DIGIT);
    if (this.take("s")) return SPACE;
    if (this.take("S")) return negate(SPACE);
    if (this.take("w")) return WORD;
    if (this.take("W")) return negate(WORD);
    if (this.peek("p") || this.peek("P")) throw new UnsupportedRegexp(`Unicode class in '${this.source}'`);
    return undefined;
  }

  private escapedCode(): number {
    const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.rest());
    if (hex) {
      this.position += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    }
    if (/^\d/.test(this.rest())) {
      if (/^([89]|[1-7](?![0-7]))/.test(this.rest())) throw new InvalidRegexp(`back-reference in '${this.source}'`);
      throw new UnsupportedRegexp(`octal escape in '${this.source}'`);
    }
    const code = this.next();
    const control = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }[String.fromCodePoint(code)];
    if (control !== undefined) return control;
    if (code >= 128 || /[A-Za-z]/.test(String.fromCodePoint(code))) {
      throw new InvalidRegexp(`'\\${String.fromCodePoint(code)}' in '${this.source}' is no escape that Go knows`);
    }
    return code;
  }

  private characterClass(flags: Flags): Expression {
    const negated = this.take("^");
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || !this.peek("]"); first = false) {
      if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.rest());
      if (posix) {
        const set = POSIX[posix[2] ?? ""];
        if (!set) throw new InvalidRegexp(`'${posix[0]}' in '${this.source}' is no class that Go knows`);
        this.position += posix[0].length;
        ranges.push(...(posix[1] ? negate(set) : set));
        continue;
      }
      const set = this.classEscape();
      if (set) {
        ranges.push(...set);
        continue;
      }
      ranges.push(this.classRange());
    }
    this.position++;
    const set = this.folded(normalise(ranges), flags);
    return { kind: "chars", set: negated ? negate(set) : set };
  }

  private classEscape(): CharSet | undefined {
    if (!/^\\[dDsSwWpP]/.test(this.rest())) return undefined;
    this.position++;
    return this.escapedSet();
  }

  private classRange(): readonly [number, number] {
    const low = this.classCharacter();
    if (!this.peek("-") || /^-(\]|$)/.test(this.rest())) return [low, low];
    this.position++;
    const high = this.classCharacter();
    if (high < low) throw new InvalidRegexp(`invalid character class range in '${this.source}'`);
    return [low, high];
  }

  private classCharacter(): number {
    if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
    return this.take("\\") ? this.escapedCode() : this.next();
  }

  private chars(code: number, flags: Flags): Expression {
    return { kind: "chars", set: this.folded([[code, code]], flags) };
  }

  private folded(set: CharSet, flags: Flags): CharSet {
    const folded = flags.ignoreCase ? foldCase(set) : set;
    if (!folded) throw new UnsupportedRegexp(`letters outside ASCII without regard to case in '${this.source}'`);
    return folded;
  }

  private rest(): string {
    return this.source.slice(this.position);
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.position += text.length;
    return true;
  }

  private next(): number {
    if (this.atEnd()) throw new InvalidRegexp(`'${this.source}' ends too early`);
    const code = this.source.codePointAt(this.position) ?? 0;
    this.position += code > 0xffff ? 2 : 1;
    return code;
  }
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
