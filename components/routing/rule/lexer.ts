/** A rule's text cannot be read. */
export class RuleSyntaxError extends Error {
  override readonly name = "RuleSyntaxError";
}

export type Token =
  | { readonly kind: "name" | "text"; readonly value: string; readonly at: number }
  | { readonly kind: "&&" | "||" | "!" | "(" | ")" | ","; readonly at: number }
  | { readonly kind: "newline" | "end"; readonly at: number };

const OPERATORS = ["&&", "||", "!", "(", ")", ","] as const;

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
    const blank = /^([ \t\r]+|\/\/[^\n]*|\/\*[^\n]*?\*\/)/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (rest.startsWith("\n")) {
      const last = found.at(-1)?.kind;
      if (last === "name" || last === "text" || last === ")") found.push({ kind: "newline", at });
      at += 1;
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

function unquote(quoted: string, at: number): string {
  const inner = quoted.slice(1, -1);
  // Go leaves carriage returns out of raw strings.
  if (quoted.startsWith("`")) return inner.replaceAll("\r", "");
  return inner.replaceAll(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gu, (_, sequence: string) => {
    const simple = ESCAPES[sequence];
    if (simple !== undefined) return simple;
    const code = /^[xuU]./.test(sequence) ? Number.parseInt(sequence.slice(1), 16) : Number.parseInt(sequence, 8);
    // Bytes above ASCII would have to be joined to UTF-8 first: nobody writes a rule so.
    const valid = /^([xuU].+|[0-7]{3})$/.test(sequence) && code <= 0x10ffff && (/^[uU]/.test(sequence) || code < 128);
    if (!valid)
      throw new RuleSyntaxError(`'\\${sequence}' is no escape in double quotes, in the text at character ${at + 1}`);
    return String.fromCodePoint(code);
  });
}
