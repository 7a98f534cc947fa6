import type { IncomingMessage } from "node:http";
import { canonicalHeader, fromWire, queryValue } from "./goText";
import { parseGoUrl } from "./goUrl";

/** A request as the outpost looks at it. Header values are UTF-8 text, empty where the header is missing. */
export interface OutpostRequest {
  method: string;
  /** Decoded path. */
  path: string;
  rawQuery: string;
  /** `Host`, with its port. */
  host: string;
  /** Address of the TCP peer. */
  peer: string;
  header(name: string): string;
  /** Every header but Host, by its Go spelling; the first value of each. */
  headers: { [name: string]: string };
}

/** Undefined where the request line is nothing that Go would take; Node has mostly refused it before. */
export function readRequest(message: IncomingMessage): OutpostRequest | undefined {
  const url = parseGoUrl(fromWire(message.url ?? ""));
  if (!url) return undefined;
  const headers: { [name: string]: string } = {};
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const name = canonicalHeader(message.rawHeaders[at] ?? "");
    if (!(name in headers)) headers[name] = fromWire(message.rawHeaders[at + 1] ?? "");
  }
  const { Host: host = "", ...others } = headers;
  return {
    method: message.method ?? "GET",
    path: url.path,
    rawQuery: url.rawQuery,
    host,
    peer: message.socket.remoteAddress ?? "",
    header: (name) => others[canonicalHeader(name)] ?? "",
    headers: others,
  };
}

/** True where the query carries the signature, in whatever case (`?X-authentik-logout=TRUE`). */
export function hasSignature(rawQuery: string, signature: string): boolean {
  return queryValue(rawQuery, signature).toLowerCase() === "true";
}
