/** A rule's text cannot be read. */
export class RuleSyntaxError extends Error {
  override readonly name: string = "RuleSyntaxError";
}

export type Token =
  | { readonly kind: "name" | "text"; readonly value: string; readonly at: number }
  | { readonly kind: Operator; readonly at: number }
  | { readonly kind: "newline" | "end"; readonly at: number };

type Operator = "&&" | "||" | "!" | "(" | ")" | "," | "...";

/** Blanks and comments, operators, names, and texts in backticks or double quotes, at the place where it stands. */
const TOKEN =
  /([ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\n)|(&&|\|\||\.\.\.|[!(),])|([\p{L}_][\p{L}\p{Nd}_]*)|(`[^`]*`|"(?:[^"\\\n]|\\.)*")/uy;

/**
 * Splits a rule into tokens.
 *
 * Traefik hands rules to Go's own expression parser (`vulcand/predicate`), so this is Go's lexis: raw strings in
 * backticks, interpreted ones in double quotes, comments, and a line break that ends the expression after a name, a
 * text or a closing parenthesis.
 *
 * @throws {RuleSyntaxError} with the place, counted from 1.
 */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source);
    if (!token) {
      throw new RuleSyntaxError(`unexpected ${JSON.stringify([...source.slice(at)][0])} at character ${at + 1}`);
    }
    const [whole, blank, operator, name] = token;
    if (blank !== undefined) {
      // A comment over several lines counts as a line break.
      if (blank.includes("\n")) {
        const last = found.at(-1)?.kind;
        if (last === "name" || last === "text" || last === ")") found.push({ kind: "newline", at });
      }
    } else if (operator !== undefined) found.push({ kind: operator as Operator, at });
    else if (name !== undefined) found.push({ kind: "name", value: name, at });
    else found.push({ kind: "text", value: unquote(whole, at), at });
    at += whole.length;
  }
  found.push({ kind: "end", at });
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** Escapes stand for bytes, which together are UTF-8. */
function unquote(quoted: string, at: number): string {
  const inner = quoted.slice(1, -1);
  // Go leaves carriage returns out of raw strings.
  if (quoted.startsWith("`")) return inner.replaceAll("\r", "");
  const bytes: Buffer[] = [];
  const part = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)|[^\\]+/gsu;
  for (const [text, sequence] of inner.matchAll(part)) {
    const simple = sequence === undefined ? text : ESCAPES[sequence];
    if (simple !== undefined) bytes.push(Buffer.from(simple));
    else bytes.push(escaped(sequence ?? "", at));
  }
  return Buffer.concat(bytes).toString();
}

function escaped(sequence: string, at: number): Buffer {
  const code = /^[xuU]./.test(sequence) ? Number.parseInt(sequence.slice(1), 16) : Number.parseInt(sequence, 8);
  const character = /^[uU]/.test(sequence) && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (character) return Buffer.from(String.fromCodePoint(code));
  if (/^(x..|[0-7]{3})$/.test(sequence) && code < 256) return Buffer.of(code);
  throw new RuleSyntaxError(`'\\${sequence}' is no escape in double quotes, in the text at character ${at + 1}`);
}
