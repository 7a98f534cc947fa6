import type { Page } from "./visitor";
import { Visitor } from "./visitor";

/** Where the visitors of one stack go. */
export interface VisitorsArgs {
  /** Address that every host resolves to: Traefik's. */
  readonly address: string;
  /** Domain of the services. */
  readonly domain: string;
}

/** Everybody who visits one stack: each has a browser of their own, all trust the stack's certificate authority. */
export class Visitors {
  /** Certificate authority of the stack, as PEM; known once the stack is up. */
  ca = "";
  private readonly all: Visitor[] = [];

  constructor(private readonly args: VisitorsArgs) {}

  /** Somebody with a new browser. */
  stranger(): Visitor {
    const made = new Visitor({ address: this.args.address, ca: this.ca });
    this.all.push(made);
    return made;
  }

  /** Address of a service's page. @param path @default "/" */
  url(service: string, path = "/"): string {
    return `https://${service}.${this.args.domain}${path}`;
  }

  /** Somebody with a new browser who logs in on the way to a service. */
  async logIn(username: string, password: string, service: string): Promise<{ browser: Visitor; page: Page }> {
    const browser = this.stranger();
    return { browser, page: await browser.logIn(this.url(service), username, password) };
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((one) => one.close()));
  }
}
