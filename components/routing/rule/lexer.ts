/** A rule's text cannot be read. */
export class RuleSyntaxError extends Error {
  override readonly name: string = "RuleSyntaxError";
}

export type Token =
  | { readonly kind: "name" | "text"; readonly value: string; readonly at: number }
  | { readonly kind: "&&" | "||" | "!" | "(" | ")" | "," | "..."; readonly at: number }
  | { readonly kind: "newline" | "end"; readonly at: number };

const OPERATORS = ["&&", "||", "!", "(", ")", ",", "..."] as const;

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
    const rest = source.slice(at);
    const blank = /^([ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\n)/.exec(rest);
    if (blank) {
      // A comment over several lines counts as a line break.
      if (blank[0].includes("\n")) {
        const last = found.at(-1)?.kind;
        if (last === "name" || last === "text" || last === ")") found.push({ kind: "newline", at });
      }
      at += blank[0].length;
      continue;
    }
    const operator = OPERATORS.find((text) => rest.startsWith(text));
    if (operator) {
      found.push({ kind: operator, at });
      at += operator.length;
      continue;
    }
    const name = /^[\p{L}_][\p{L}\p{Nd}_]*/u.exec(rest);
    const quoted = /^`[^`]*`/.exec(rest) ?? /^"(?:[^"\\\n]|\\.)*"/.exec(rest);
    if (name) found.push({ kind: "name", value: name[0], at });
    else if (quoted) found.push({ kind: "text", value: unquote(quoted[0], at), at });
    else throw new RuleSyntaxError(`unexpected ${JSON.stringify([...rest][0])} at character ${at + 1}`);
    at += (name ?? quoted)?.[0].length ?? 1;
  }
  return [...found, { kind: "end", at }];
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
