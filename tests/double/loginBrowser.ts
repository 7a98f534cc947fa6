import { CookieJar } from "tough-cookie";
import { send, type WireAnswer } from "./outpostWire";

/** What a browser sees: an answer, and which server gave it. */
export interface Page extends WireAnswer {
  url: string;
  /** `app` where the request was let through to the service; its headers are then those that the service gets. */
  from: "gate" | "app";
}

const OUTPOST = "/outpost.goauthentik.io/";
const LOGIN_HOST = "auth.example.com";

/**
 * A browser with a cookie jar of its own, in front of a Traefik of four lines: the login host and the outpost's path
 * on every host go to the double, everything else is a service behind forwardAuth.
 */
export class Browser {
  readonly jar = new CookieJar();

  /** @param outpostPort where the outpost listens, if not in the double's server */
  constructor(
    private readonly port: number,
    private readonly address = "203.0.113.7",
    private readonly outpostPort = port,
  ) {}

  /** One request, nothing followed. */
  async get(url: string, headers: [string, string][] = []): Promise<Page> {
    return this.request("GET", url, headers);
  }

  /** Follows redirects, ten at most. */
  async open(url: string): Promise<Page> {
    let page = await this.get(url);
    for (let hops = 0; location(page) !== undefined; hops += 1) {
      if (hops === 10) throw new Error(`still redirected after ten hops, last to ${location(page)}`);
      page = await this.get(location(page) ?? "");
    }
    return page;
  }

  /** Posts an HTML form, nothing followed. */
  async submit(url: string, fields: { [name: string]: string }): Promise<Page> {
    const body = new URLSearchParams(fields).toString();
    return this.request("POST", url, [["Content-Type", "application/x-www-form-urlencoded"]], body);
  }

  /** Posts JSON, nothing followed. */
  async postJson(url: string, value: unknown): Promise<Page> {
    return this.request("POST", url, [["Content-Type", "application/json"]], JSON.stringify(value));
  }

  /** Fills in the login form that is shown at a URL and follows where it leads. */
  async logIn(formUrl: string, username: string, password: string): Promise<Page> {
    const answer = await this.submit(formUrl, { uid_field: username, password });
    const next = location(answer);
    return next === undefined ? answer : this.open(next);
  }

  private async request(method: string, url: string, headers: [string, string][], body?: string): Promise<Page> {
    const { protocol, host, pathname, search } = new URL(url);
    const cookie = await this.jar.getCookieString(url);
    const common: [string, string][] = [
      ["X-Forwarded-Proto", protocol.replace(":", "")],
      ["X-Forwarded-Host", host],
      ["X-Forwarded-For", this.address],
      ["User-Agent", "test-browser/1.0"],
      ...(cookie === "" ? [] : ([["Cookie", cookie]] as [string, string][])),
      ...headers,
    ];
    const direct = host === LOGIN_HOST || pathname.startsWith(OUTPOST);
    const port = host === LOGIN_HOST && !pathname.startsWith(OUTPOST) ? this.port : this.outpostPort;
    const answer = direct
      ? await send(port, method, pathname + search, [["Host", host], ...common], body)
      : await send(port, "GET", `${OUTPOST}auth/traefik`, [
          ["Host", "authentik-server:9000"],
          ["X-Forwarded-Method", method],
          ["X-Forwarded-Uri", pathname + search],
          ...common,
        ]);
    const passed = !direct && answer.status === 200;
    // What forwardAuth lets through does not set cookies in the browser.
    if (!passed) {
      for (const [name, value] of answer.headers)
        if (name.toLowerCase() === "set-cookie") await this.jar.setCookie(value, url);
    }
    return { ...answer, url, from: passed ? "app" : "gate" };
  }
}

/** Where a page leads to, as an absolute URL; undefined where it is no redirect. */
export function location(page: Page): string | undefined {
  const value = header(page, "Location");
  return value === undefined ? undefined : new URL(value, page.url).href;
}

export function header(page: WireAnswer, name: string): string | undefined {
  return page.headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}
