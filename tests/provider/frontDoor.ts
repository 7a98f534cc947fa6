import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";

/** Called with each request before the double sees it; the request waits for the promise. */
export type Doorkeeper = (method: string, path: string) => Promise<void> | undefined;

/** A way into the double for one stack alone, so that a test decides when this stack's requests arrive. */
export class FrontDoor {
  private constructor(
    private readonly server: Server,
    /** Base URL, for this stack's provider. */
    readonly url: string,
  ) {}

  static async open(app: FastifyInstance, keeper: Doorkeeper): Promise<FrontDoor> {
    const server = createServer((incoming, answer) => {
      const enter = () => void app.server.emit("request", incoming, answer);
      const held = keeper(incoming.method ?? "", incoming.url ?? "");
      if (held === undefined) enter();
      else void held.then(enter);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FrontDoor(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Two or more wait for each other. */
export class Meeting {
  private waiting: (() => void)[] = [];
  /** How often all were there. */
  count = 0;

  constructor(private readonly size: number) {}

  arrive(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length < this.size) return;
      this.count += 1;
      this.leave();
    });
  }

  /** Lets go whoever waits, where the others will not come. */
  leave(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}
