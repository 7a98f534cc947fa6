import { canonicalHeader, escapeHref, toWire } from "./goText";

/** What the outpost answers, before it is written in Go's order. */
export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
}

/** The two ways an outpost request ends: an answer of its own, or the core's. */
export type Outcome = Answer | "core";

/** 302 as Go's `http.Redirect` writes it: content type for GET and HEAD, a link as body for GET only. */
export function redirect(method: string, location: string, cookies: string[]): Answer {
  const visible = method === "GET" || method === "HEAD";
  return {
    status: 302,
    headers: [
      ...(visible ? ([["Content-Type", "text/html; charset=utf-8"]] as Answer["headers"]) : []),
      ["Location", escapeNonAscii(location)],
      ...cookies.map((cookie): [string, string] => ["Set-Cookie", cookie]),
    ],
    body: method === "GET" ? redirectBody(location) : "",
  };
}

/** The link that Go puts into the body of a redirect. */
export function redirectBody(location: string): string {
  return `<a href="${escapeHref(location)}">Found</a>.\n\n`;
}

/** Plain text error as Go's `http.Error` writes it. */
export function plainError(status: number, text: string): Answer {
  return {
    status,
    headers: [
      ["Content-Type", "text/plain; charset=utf-8"],
      ["X-Content-Type-Options", "nosniff"],
    ],
    body: `${text}\n`,
  };
}

/** An answer without content type and body. */
export function empty(status: number, cookies: string[] = []): Answer {
  return { status, headers: cookies.map((cookie): [string, string] => ["Set-Cookie", cookie]), body: "" };
}

/** The 200 that lets a request through; only this kind carries X-Powered-By (rule 23). */
export function pass(headers: { [name: string]: string }, cookies: string[]): Answer {
  const all: Answer["headers"] = [...Object.entries(headers), ["X-Powered-By", "authentik_proxy2"]];
  return {
    status: 200,
    headers: [...all, ...cookies.map((cookie): [string, string] => ["Set-Cookie", cookie])],
    body: "",
  };
}

/** What a standalone outpost says to a host that it has no app for. */
export function noApp(host: string): Answer {
  const text = {
    Message: "no app for hostname",
    Host: host,
    Detail: `Check the outpost settings and make sure '${host}' is included.`,
  };
  return {
    status: 400,
    headers: [["Content-Type", "application/json"]],
    body: `${JSON.stringify(text, null, "\t")}\n`,
  };
}

/**
 * The header list as it goes on the wire, names and values alternating: Go sorts its headers by name and puts Date and
 * Content-Length last. A HEAD answer has no length, a 204 neither.
 */
export function wireHeaders({ status, headers, body }: Answer, method: string, now: Date): string[] {
  const sorted = headers
    .map(([name, value]): [string, string] => [canonicalHeader(name), toWire(value)])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  sorted.push(["Date", now.toUTCString()]);
  if (status !== 204 && method !== "HEAD") sorted.push(["Content-Length", String(Buffer.byteLength(body))]);
  return sorted.flat();
}

function escapeNonAscii(text: string): string {
  return text.replace(/[\u0080-\u{10ffff}]/gu, (character) => encodeURIComponent(character).toLowerCase());
}
