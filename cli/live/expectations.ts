/**
 * What every service must answer to somebody who is not logged in. Pure: a table of requests and a judgement of
 * answers; `probe.ts` asks.
 */
import type { ServiceOutput } from "./outputs";

/** What is expected of a request without a cookie. */
export type Expectation =
  /** 302 to the login host's authorize endpoint. */
  | "login"
  /** The app itself answers: any status below 500 that is no redirect to the login. */
  | "app"
  /** The outpost answers its ping with 204. */
  | "ping";

/** One request to make. */
export interface Question {
  readonly service: string;
  readonly url: string;
  readonly expect: Expectation;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  /** `WWW-Authenticate`. */
  readonly challenge?: string;
  /** Headers that only authentik's outpost sends. */
  readonly fromOutpost?: boolean;
}

/** Path that belongs to the outpost on every protected host. */
export const OUTPOST_PING = "/outpost.goauthentik.io/ping";

/**
 * The requests for a fleet. Modes: `domain` and `application` lead to the login; `excluded` and `oidc` reach the app,
 * and where an exclusion names paths, those paths reach the app and the rest leads to the login. A mode that is
 * not known is treated as protected, so that a new one cannot pass unseen. The outpost path answers everywhere.
 */
export function questionsFor(services: readonly ServiceOutput[]): readonly Question[] {
  const questions: Question[] = [];
  const hosts = new Set<string>();
  for (const { name, url, access, paths } of services) {
    const open = access === "excluded" || access === "oidc";
    const openPaths = (paths ?? []).filter((path) => path !== "" && path !== "/");
    if (open && openPaths.length > 0) {
      for (const path of openPaths) questions.push({ service: name, url: new URL(path, url).href, expect: "app" });
      questions.push({ service: name, url: new URL("/", url).href, expect: "login" });
    } else {
      questions.push({ service: name, url: new URL("/", url).href, expect: open ? "app" : "login" });
    }
    const { host } = new URL(url);
    if (!hosts.has(host)) questions.push({ service: name, url: new URL(OUTPOST_PING, url).href, expect: "ping" });
    hosts.add(host);
  }
  return questions;
}

/** Nothing when the answer is as expected, else what is wrong. */
export function judge(expect: Expectation, answer: Answer, authUrl: string): string | undefined {
  const toLogin = leadsToLogin(answer, authUrl);
  switch (expect) {
    case "login":
      return toLogin ? undefined : `expected a redirect to the login, got ${describe(answer)}`;
    case "ping":
      return answer.status === 204 ? undefined : `expected the outpost's 204, got ${describe(answer)}`;
    case "app":
      if (toLogin) return `expected the app without a login, got ${describe(answer)}`;
      return answer.status >= 200 && answer.status < 500
        ? undefined
        : `expected an answer of the app, got ${describe(answer)}`;
  }
}

function leadsToLogin(answer: Answer, authUrl: string): boolean {
  if (answer.status !== 302 || answer.location === undefined || !URL.canParse(answer.location)) return false;
  const target = new URL(answer.location);
  const auth = new URL(authUrl);
  return target.origin === auth.origin && target.pathname.startsWith("/application/o/authorize/");
}

function describe(answer: Answer): string {
  if (answer.location === undefined) return String(answer.status);
  const where = URL.canParse(answer.location) ? new URL(answer.location) : undefined;
  return `${answer.status} to ${where ? where.origin + where.pathname : answer.location}`;
}
