import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server that keeps the JSON it is posted. */
export class Webhook {
  /** Bodies, in the order in which they came; those of a request that was refused are not kept. */
  readonly posts: Record<string, unknown>[] = [];
  /** Status of every answer. */
  answerWith = 200;
  private readonly server: Server;

  /** @param path the one path that takes posts. @default "/alert" */
  constructor(private readonly path = "/alert") {
    this.server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      request.on("end", () => {
        const status = request.method === "POST" && request.url === this.path ? this.answerWith : 404;
        if (status === 200) this.posts.push(JSON.parse(body) as Record<string, unknown>);
        response.writeHead(status).end();
      });
    });
  }

  /** @param host address to listen on. @default "127.0.0.1" */
  async start(host = "127.0.0.1"): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, host, resolve);
    });
  }

  /** Where to post. */
  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}${this.path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
