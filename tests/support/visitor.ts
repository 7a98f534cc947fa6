import { isIP } from "node:net";
import { CookieJar } from "tough-cookie";
import { Agent, request } from "undici";

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

  /**
   * Opens a protected page, logs in through authentik's flow executor (the API behind its login page, the same on
   * the double and on the real image), and goes on to where the login leads.
   */
  async logIn(url: string, username: string, password: string): Promise<Page> {
    const login = await this.visit(url);
    const { origin, pathname, searchParams } = new URL(login.url);
    const flow = /^\/if\/flow\/([^/]+)\//.exec(pathname)?.[1];
    if (flow === undefined) throw new Error(`${url} leads to ${login.url}, which is no login`);
    const executor = `${origin}/api/v3/flows/executor/${flow}/?query=${encodeURIComponent(searchParams.toString())}`;
    const json = { accept: "application/json" };
    await this.open(executor, { headers: json });
    let challenge = await this.answer(executor, { component: "ak-stage-identification", uid_field: username });
    if (challenge.component === "ak-stage-password") {
      challenge = await this.answer(executor, { component: "ak-stage-password", password });
    }
    if (challenge.component !== "xak-flow-redirect" || typeof challenge.to !== "string") {
      throw new Error(`login of '${username}' ended in ${JSON.stringify(challenge)}`);
    }
    return this.visit(new URL(challenge.to, origin).href);
  }

  private async answer(executor: string, body: Record<string, string>): Promise<Record<string, unknown>> {
    const headers = { accept: "application/json" };
    let page = await this.open(executor, { headers, body: JSON.stringify(body) });
    // authentik answers a solved stage with a redirect to the same executor, which shows the next one.
    while (page.location !== undefined && page.status === 302) page = await this.open(page.location, { headers });
    if (page.status !== 200) throw new Error(`flow executor answered ${page.status}: ${page.text.slice(0, 200)}`);
    return JSON.parse(page.text) as Record<string, unknown>;
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

/** Whether a page is the way to the login instead of an app. */
export function leadsToLogin(page: Page, authUrl: string): boolean {
  return page.status === 302 && (page.location ?? "").startsWith(`${authUrl}/application/o/authorize/`);
}
