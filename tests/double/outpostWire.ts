import { request as httpRequest, type IncomingMessage } from "node:http";

/** An answer as it came over the wire: names spelled and ordered as sent, values as UTF-8. */
export interface WireAnswer {
  status: number;
  headers: [string, string][];
  body: string;
}

/** What Node adds to every answer of its own accord. */
const TRANSPORT = /^(connection|keep-alive)$/i;

/** Sends one request over a real connection, header by header as given (also twice, also empty). */
export function send(
  port: number,
  method: string,
  path: string,
  headers: [string, string][],
  body?: string,
): Promise<WireAnswer> {
  const length: [string, string][] = body === undefined ? [] : [["Content-Length", String(Buffer.byteLength(body))]];
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: [...headers, ...length].flat(),
      agent: false,
      setHost: false,
    });
    sent.on("error", reject);
    sent.on("response", (message) => void read(message).then(resolve, reject));
    sent.end(body);
  });
}

async function read(message: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = message.rawHeaders.slice(at, at + 2);
    if (!TRANSPORT.test(name)) headers.push([name, Buffer.from(value, "latin1").toString("utf8")]);
  }
  return { status: message.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") };
}

/** Value of the first cookie that an answer sets. */
export function cookieOf(answer: WireAnswer): string {
  const cookie = answer.headers.find(([name]) => name === "Set-Cookie")?.[1] ?? "";
  return /^[^=]+=([^;]*)/.exec(cookie)?.[1] ?? "";
}
