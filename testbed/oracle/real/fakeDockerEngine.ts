/**
 * A stand-in for the Docker Engine: the four questions that Traefik asks it, answered from a list of documents. Nothing
 * runs behind it.
 */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { ContainerDocument } from "./documents";

export class FakeDockerEngine {
  private containers: readonly ContainerDocument[] = [];
  private readonly listeners = new Set<ServerResponse>();
  private readonly server: Server;

  private constructor(readonly socket: string) {
    this.server = createServer((request, response) => this.answer(request.url ?? "", response));
  }

  /** Listens on a unix socket. */
  static async start(socket: string): Promise<FakeDockerEngine> {
    const engine = new FakeDockerEngine(socket);
    await new Promise<void>((resolve, reject) => {
      engine.server.once("error", reject).listen(socket, resolve);
    });
    return engine;
  }

  /** Replaces every container and tells whoever listens that something started. */
  replace(containers: readonly ContainerDocument[]): void {
    this.containers = containers;
    const time = Math.floor(Date.now() / 1000);
    const event = { Type: "container", Action: "start", status: "start", id: "fleet", time, Actor: { ID: "fleet" } };
    for (const listener of this.listeners) listener.write(`${JSON.stringify(event)}\n`);
  }

  close(): void {
    for (const listener of this.listeners) listener.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(url: string, response: ServerResponse): void {
    const path = (url.split("?")[0] ?? "").replace(/^\/v\d+\.\d+/, "");
    response.setHeader("Api-Version", "1.41").setHeader("Content-Type", "application/json");
    const id = /^\/containers\/([^/]+)\/json$/.exec(path)?.[1];
    if (path === "/_ping") response.setHeader("Content-Type", "text/plain").end("OK");
    else if (path === "/version") response.end(JSON.stringify(VERSION));
    else if (path === "/events") this.listen(response);
    else if (path === "/containers/json") response.end(JSON.stringify(this.containers.map(listed)));
    else if (id !== undefined) this.inspect(id, response);
    else response.writeHead(404).end('{"message":"the stand-in does not answer this"}');
  }

  private inspect(id: string, response: ServerResponse): void {
    const found = this.containers.find(({ Id }) => Id === id);
    if (found) response.end(JSON.stringify(found));
    else response.writeHead(404).end(JSON.stringify({ message: `No such container: ${id}` }));
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200);
    response.flushHeaders();
    this.listeners.add(response);
    response.on("close", () => this.listeners.delete(response));
  }
}

const VERSION = { Version: "20.10.24", ApiVersion: "1.41", MinAPIVersion: "1.12", Os: "linux", Arch: "amd64" };

function listed({ Id, Name, Config, State }: ContainerDocument) {
  return { Id, Names: [Name], Image: Config.Image, Labels: Config.Labels, State: State.Status, Status: State.Status };
}
