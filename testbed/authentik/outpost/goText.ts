/**
 * Text as Go writes it. The outpost is a Go program up to 2026.5, and its answers are compared byte by byte with the
 * recorded ones (`testbed/contract/outpost-exchanges.json`), so queries and HTML are coded by Go's rules, not Node's.
 */

const UNRESERVED = /^[A-Za-z0-9\-_.~]$/;

/** Codes every byte that `keep` does not name as `%XX`. */
export function escapeBytes(text: string, keep: (character: string) => boolean): string {
  let coded = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const character = String.fromCharCode(byte);
    const plain = byte < 0x80 && (UNRESERVED.test(character) || keep(character));
    coded += plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return coded;
}

/** Undoes `%XX`; undefined where an escape is broken, as Go refuses it. */
export function unescapeBytes(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const bytes: Buffer[] = [];
  for (const part of text.split(/(%[0-9A-Fa-f]{2})/)) {
    const escaped = /^%([0-9A-Fa-f]{2})$/.exec(part)?.[1];
    bytes.push(escaped === undefined ? Buffer.from(part, "utf8") : Buffer.from(escaped, "hex"));
  }
  return Buffer.concat(bytes).toString("utf8");
}

/** Go's `url.QueryEscape`: a space becomes `+`. */
function escapeQuery(text: string): string {
  return escapeBytes(text, (character) => character === " ").replaceAll(" ", "+");
}

/** Go's `url.Values.Encode`: sorted by key. */
export function encodeQuery(values: { [key: string]: string }): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escapeQuery(key)}=${escapeQuery(value)}`)
    .join("&");
}

/** Go's `url.Query`: pairs with a broken escape or a semicolon are left out; the first value of a key counts. */
export function queryValue(rawQuery: string, key: string): string {
  for (const pair of rawQuery.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const at = pair.indexOf("=");
    const name = unescapeBytes((at < 0 ? pair : pair.slice(0, at)).replaceAll("+", " "));
    const value = unescapeBytes((at < 0 ? "" : pair.slice(at + 1)).replaceAll("+", " "));
    if (name === key && value !== undefined) return value;
  }
  return "";
}

/** Go's `template.HTMLEscapeString`-like escaping of `http.Redirect`. */
export function escapeHref(text: string): string {
  const entities: { [character: string]: string } = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&#34;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A header value as Node hands it over (one character a byte) read as the UTF-8 that Go sees. */
export function fromWire(value: string): string {
  return Buffer.from(value, "latin1").toString("utf8");
}

/** UTF-8 text in the one-character-a-byte form that Node puts on the wire; line breaks become spaces as in Go. */
export function toWire(value: string): string {
  return Buffer.from(value.replace(/[\r\n]/g, " "), "utf8").toString("latin1");
}

/** Go's spelling of a header name: each word begins with a capital. */
export function canonicalHeader(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, (_match, dash: string, letter: string) => dash + letter.toUpperCase());
}
