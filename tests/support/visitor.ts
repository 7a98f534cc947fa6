import { isIP } from "node:net";
import { CookieJar } from "tough-cookie";
import { Agent, request } from "undici";
import { Flow } from "./flow";

/** What a visitor got. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Absolute target of a redirect. */
  readonly location: string | undefined;
}

export interface VisitorArgs {
  /** Address that every host resolves to: Traefik's. */
  readonly address: string;
  /** Certificate authority to trust, as PEM. */
  readonly ca: string;
}

const MAX_REDIRECTS = 12;

/** One person with a browser of their own: cookies are kept and sent as browsers do, and certificates are checked. */
export class Visitor {
  private readonly jar = new CookieJar(undefined, { allowSpecialUseDomain: true, rejectPublicSuffixes: false });
  private readonly agent: Agent;

  constructor({ address, ca }: VisitorArgs) {
    const family = isIP(address) === 6 ? 6 : 4;
    this.agent = new Agent({
      connect: {
        ca,
        lookup: (_host, options, done) =>
          options.all ? done(null, [{ address, family }]) : done(null, address, family),
      },
    });
  }

  /** One request, redirects not followed. */
  async open(
    url: string,
    options: { headers?: Record<string, string>; body?: string; method?: "GET" | "POST" } = {},
  ): Promise<Page> {
    const cookies = await this.jar.getCookieString(url);
    const response = await request(url, {
      dispatcher: this.agent,
      method: options.method ?? (options.body === undefined ? "GET" : "POST"),
      headers: {
        accept: "text/html",
        ...(options.body !== undefined && { "content-type": "application/json" }),
        ...(cookies && { cookie: cookies }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: options.body }),
    });
    for (const cookie of [response.headers["set-cookie"] ?? []].flat()) await this.jar.setCookie(cookie, url);
    const location = response.headers.location;
    return {
      status: response.statusCode,
      url,
      headers: response.headers,
      text: await response.body.text(),
      location: typeof location === "string" ? new URL(location, url).href : undefined,
    };
  }

  /** Follows redirects to the last page. */
  async visit(url: string, headers: Record<string, string> = {}): Promise<Page> {
    let page = await this.open(url, { headers });
    for (let hop = 0; page.location !== undefined && page.status >= 300 && page.status < 400; hop += 1) {
      if (hop === MAX_REDIRECTS)
        throw new Error(`${url}: more than ${MAX_REDIRECTS} redirects, last to ${page.location}`);
      page = await this.open(page.location, { headers });
    }
    return page;
  }

  /** Opens a protected page, logs in with name and password, and goes on to where the login leads. */
  async logIn(url: string, username: string, password: string): Promise<Page> {
    const flow = await Flow.begin(this, url);
    const { component } = await flow.answer({ uid_field: username });
    if (component === "ak-stage-password") await flow.answer({ password });
    return flow.leave();
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

/** Whether a page is the way to the login instead of an app. */
export function leadsToLogin(page: Page, authUrl: string): boolean {
  return page.status === 302 && (page.location ?? "").startsWith(`${authUrl}/application/o/authorize/`);
}
