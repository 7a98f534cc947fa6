import { createServer } from "node:http";

/**
 * A server that answers whatever the components ask authentik directly: that it is ready, that its blueprints are
 * applied, and that every provider is on the outpost. On loopback; ends with the process.
 *
 * @returns its URL
 */
export async function readyAuthentik(): Promise<string> {
  const server = createServer((request, response) => {
    const body = request.url?.includes("/root/config/")
      ? { error_reporting: {}, capabilities: [] }
      : {
          pk: 1,
          results: [
            { pk: "1", status: "successful", enabled: true, config: { authentik_host: "https://auth.example.com" } },
          ],
          status: "successful",
          // Every provider is on the outpost, so that nothing has to be put back.
          providers: Array.from({ length: 1000 }, (_, number) => number),
        };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}
