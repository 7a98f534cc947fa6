import { decodeJwt } from "jose";
import { escapeHref } from "../../testbed/authentik/outpost/goText";
import type { Exchange, RecordedCookie } from "./outpostExchanges";
import type { BackchannelCall } from "./outpostRecordingCore";
import type { WireAnswer } from "./outpostWire";

/** What `<session cookie n>` and `<session id n>` stand for, fixed by the answer that shows one first. */
export type Placeholders = Map<string, string>;

/** Seconds by which the recording's token had aged when its cookie was set; ours may have aged otherwise. */
const TOKEN_AGE = 3;

/** What differs between a recorded exchange and an answer: status, headers in order, location, state, cookies, body, calls. */
export function differences(
  exchange: Exchange,
  answer: WireAnswer,
  calls: BackchannelCall[],
  placeholders: Placeholders,
  now: Date,
): string[] {
  const { response } = exchange;
  const location = answer.headers.find(([name]) => name === "Location")?.[1] ?? "";
  return [
    ...differ("status", response.status, answer.status),
    ...differ("headers", response.headers.map(recordedHeader), answer.headers.map(actualHeader(response.headers))),
    ...(exchange.location ? differ("location", exchange.location, takeLocation(location, exchange)) : []),
    ...stateDifferences(exchange, location, placeholders),
    ...cookieDifferences(exchange.set_cookie ?? [], answer, placeholders, now),
    ...differ("body", response.body.replace("{Location, HTML-escaped}", escapeHref(location)), answer.body),
    ...callDifferences(exchange.backchannel ?? [], calls),
  ];
}

function differ(what: string, expected: unknown, actual: unknown): string[] {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(actual)];
  return wanted === found ? [] : [`${what}: recorded ${wanted}, got ${found}`];
}

/** Location and Set-Cookie are compared apart, in pieces. */
function recordedHeader([name, value]: [string, string]): [string, string] {
  return name === "Location" || name === "Set-Cookie" ? [name, ""] : [name, value];
}

function actualHeader(recorded: [string, string][]): (header: [string, string]) => [string, string] {
  return ([name, value]) => {
    const expected = recorded.find(([other]) => other === name)?.[1];
    if (name === "Location" || name === "Set-Cookie") return [name, ""];
    if (expected === "<date>" && !Number.isNaN(Date.parse(value))) return [name, expected];
    if (expected === "<length>" && /^\d+$/.test(value)) return [name, expected];
    if (expected === "<jwt>" && isJwt(value)) return [name, expected];
    return [name, value];
  };
}

function takeLocation(location: string, { location: recorded }: Exchange): Exchange["location"] {
  const [base = "", query = ""] = location.split(/\?(.*)/s, 2);
  const params =
    query === ""
      ? []
      : query.split("&").map((pair): [string, string] => {
          const [name = "", value = ""] = pair
            .split("=", 2)
            .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
          const expected = recorded?.params.find(([other]) => other === name)?.[1];
          return [name, (expected === "<state>" || expected === "<jwt>") && isJwt(value) ? expected : value];
        });
  return { base, params };
}

function stateDifferences({ state_claims }: Exchange, location: string, placeholders: Placeholders): string[] {
  if (!state_claims) return [];
  const { iss, sid, state, redirect, ...more } = decodeJwt(new URL(location).searchParams.get("state") ?? "");
  return [
    ...differ("state.iss", state_claims.iss, iss),
    ...differ("state.redirect", state_claims.redirect, redirect),
    ...differ("state.sid", expectedText(state_claims.sid, String(sid), placeholders), sid),
    ...differ("length of state.state", 43, String(state).length),
    ...differ("other claims of the state", {}, more),
  ];
}

function cookieDifferences(
  recorded: RecordedCookie[],
  answer: WireAnswer,
  placeholders: Placeholders,
  now: Date,
): string[] {
  const cookies = answer.headers.filter(([name]) => name === "Set-Cookie").map(([, value]) => parseCookie(value));
  if (recorded.length !== cookies.length) return differ("number of cookies", recorded.length, cookies.length);
  return recorded.flatMap((expected, at) => {
    const actual = cookies[at] ?? {};
    const filled: RecordedCookie = {
      ...expected,
      value: expectedText(String(expected.value), String(actual.value), placeholders),
    };
    const [wanted, found] = [Number(expected["Max-Age"]), Number(actual["Max-Age"])];
    if (isTokenAge(wanted) && isTokenAge(found) && Math.abs(wanted - found) < TOKEN_AGE)
      filled["Max-Age"] = String(found);
    const expires = Date.parse(String(actual.Expires));
    if (expected.Expires === "<now + Max-Age>" && Math.abs(expires - now.getTime() - found * 1000) < 3000) {
      filled.Expires = String(actual.Expires);
    }
    return differ("cookie", filled, actual);
  });
}

/** Max-Age of a cookie set at a callback: a little less than the validity, which is never a round number. */
function isTokenAge(seconds: number): boolean {
  return seconds % 100 > 90;
}

function parseCookie(header: string): RecordedCookie {
  const [pair = "", ...attributes] = header.split("; ");
  const [name = "", value = ""] = pair.split(/=(.*)/s, 2);
  const parsed: RecordedCookie = { name, value };
  for (const attribute of attributes) {
    const [key = "", text] = attribute.split(/=(.*)/s, 2);
    parsed[key] = text ?? true;
  }
  return parsed;
}

function callDifferences(recorded: BackchannelCall[], calls: BackchannelCall[]): string[] {
  const shown = calls.map((call, at) => ({
    ...call,
    headers: withRecordedPeer(call.headers, recorded[at]?.headers ?? []),
  }));
  // The event goes out by a generated client whose own headers say nothing about the outpost.
  const wanted = recorded.map((call) => (call.path.startsWith("/api/") ? { ...call, headers: [] } : call));
  return differ("calls to the core", wanted, shown);
}

/** Without authentik_host the recording shows the peer as Host; the double's core calls that http://localhost:9000. */
function withRecordedPeer(headers: [string, string][], recorded: [string, string][]): [string, string][] {
  const peer = recorded.some(([name, value]) => name === "Host" && value === "<outpost peer>");
  const local = headers.some(([name, value]) => name === "Host" && value === "localhost:9000");
  return peer && local ? recorded : headers;
}

function expectedText(recorded: string, actual: string, placeholders: Placeholders): string {
  if (!/^<session (cookie|id) \d+>$/.test(recorded)) return recorded;
  const known = placeholders.get(recorded);
  if (known !== undefined) return known;
  placeholders.set(recorded, actual);
  return actual;
}

function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}
