import type { Page } from "./visitor";

/** What a flow asks for: `component` names the stage, the rest belongs to it. */
export type Challenge = Readonly<Record<string, unknown>>;

/** What a flow needs of the browser that it runs in. */
interface Browser {
  open(url: string, options?: { headers?: Record<string, string>; body?: string }): Promise<Page>;
  visit(url: string): Promise<Page>;
}

const JSON_PLEASE = { accept: "application/json" };

/**
 * A browser's way through one of authentik's flows, by the flow executor: the API behind its pages, the same on the
 * double and on the real image.
 */
export class Flow {
  private constructor(
    private readonly browser: Browser,
    private readonly executor: string,
    private current: Challenge,
  ) {}

  /**
   * Opens a page that leads to a flow, and asks for the first challenge.
   *
   * @throws {Error} where the page leads to something else
   */
  static async begin(browser: Browser, url: string): Promise<Flow> {
    const page = await browser.visit(url);
    const { origin, pathname, searchParams } = new URL(page.url);
    const slug = /^\/if\/flow\/([^/]+)\//.exec(pathname)?.[1];
    if (slug === undefined) throw new Error(`${url} leads to ${page.url}, which is no flow`);
    const executor = `${origin}/api/v3/flows/executor/${slug}/?query=${encodeURIComponent(searchParams.toString())}`;
    return new Flow(browser, executor, await Flow.challengeOf(browser, executor));
  }

  /** What the flow asks for now. */
  get challenge(): Challenge {
    return this.current;
  }

  /** Answers the stage that waits, and gives what is asked for next. */
  async answer(fields: Readonly<Record<string, string>>): Promise<Challenge> {
    const body = JSON.stringify({ component: this.current.component, ...fields });
    this.current = await Flow.challengeOf(this.browser, this.executor, body);
    return this.current;
  }

  /**
   * Goes on to where the flow leads.
   *
   * @throws {Error} where the flow has not come to its end
   */
  async leave(): Promise<Page> {
    const { component, to } = this.current;
    if (component !== "xak-flow-redirect" || typeof to !== "string") {
      throw new Error(`the flow ended in ${JSON.stringify(this.current)}`);
    }
    return this.browser.visit(new URL(to, this.executor).href);
  }

  private static async challengeOf(browser: Browser, executor: string, body?: string): Promise<Challenge> {
    let page = await browser.open(executor, { headers: JSON_PLEASE, ...(body !== undefined && { body }) });
    // authentik answers a solved stage with a redirect to the same executor, which shows the next one.
    while (page.location !== undefined && page.status === 302) {
      page = await browser.open(page.location, { headers: JSON_PLEASE });
    }
    if (page.status !== 200) throw new Error(`flow executor answered ${page.status}: ${page.text.slice(0, 200)}`);
    return JSON.parse(page.text) as Challenge;
  }
}
