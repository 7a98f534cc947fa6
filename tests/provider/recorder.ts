import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { contract, type Resource, sampleAnswer, sampleModel } from "./contractFacts";

/** One recorded request. */
export interface Call {
  readonly method: string;
  /** Path below `/api/v3`. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown> | undefined;
}

/** An answer that a test puts in front of the recorder's own. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly contentType?: string;
}

type Item = Record<string, unknown>;

/**
 * A server that answers as the recording server of the contract did: required response fields, an echo of what was sent,
 * and what a PUT leaves out stays as it was.
 */
export class Recorder {
  readonly calls: Call[] = [];
  /** Answers by `METHOD path`, taken before anything else. */
  readonly answers = new Map<string, Answer>();
  /** Objects by path of the item. */
  readonly items = new Map<string, Item>();
  private readonly server: Server = createServer((request, response) => {
    void this.handle(request).then(({ status, body, contentType }) => {
      response.writeHead(status, { "content-type": contentType ?? "application/json" });
      response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  private counter = 40;
  private readonly held = new Map<string, () => Promise<void>>();

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The recorded calls without the configuration call, as `METHOD path`. */
  get log(): readonly string[] {
    return this.calls.filter((call) => call.path !== "/root/config/").map((call) => `${call.method} ${call.path}`);
  }

  /** The last body of a method, on one path where that matters. */
  body(method: string, path?: string): Record<string, unknown> {
    return this.calls.findLast((call) => call.method === method && (path ?? call.path) === call.path)?.body ?? {};
  }

  /** Keeps the next call of `METHOD path` waiting until it is released. */
  hold(call: string): { arrived: Promise<void>; release: () => void } {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      this.held.set(call, () => {
        this.held.delete(call);
        resolve();
        return released;
      });
    });
    return { arrived, release };
  }

  private async handle(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://recorder");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === "" ? undefined : (JSON.parse(text) as Item);
    const path = url.pathname.replace(/^\/api\/v3/, "");
    const method = request.method ?? "GET";
    this.calls.push({ method, path, query: url.search, headers: request.headers, body });
    await this.held.get(`${method} ${path}`)?.();
    return this.answers.get(`${method} ${path}`) ?? this.answer(method, path, body ?? {});
  }

  private answer(method: string, path: string, body: Item): Answer {
    if (path === "/outposts/instances/default_settings/")
      return { status: 200, body: { config: { log_level: "info" } } };
    const view = /^(.+\/)view_(certificate|private_key)\/$/.exec(path);
    if (view !== null) {
      const text = this.items.get(view[1] ?? "")?.[view[2] === "certificate" ? "certificate_data" : "key_data"];
      return { status: 200, body: { data: String(text ?? "").trimEnd() } };
    }
    if (path.endsWith("/view_key/")) return { status: 200, body: { key: "token-key-value" } };
    if (path.endsWith("/set_password/")) return { status: 204 };
    const made =
      method === "POST"
        ? Object.entries(contract.resources).find(([, one]) => one.ops.create?.[1] === path)
        : undefined;
    if (made !== undefined) return this.make(made[1], path, body);
    const item = this.items.get(path);
    if (item === undefined) return { status: 404, body: { detail: "Not found." } };
    if (method === "DELETE") {
      this.items.delete(path);
      return { status: 204 };
    }
    if (method === "PUT" || method === "PATCH") {
      const moved = (body.slug ?? body.identifier) as string | undefined;
      Object.assign(item, body);
      // A new slug is a new address.
      if (moved !== undefined && this.items.delete(path)) this.items.set(path.replace(/[^/]+\/$/, `${moved}/`), item);
    }
    return { status: 200, body: item };
  }

  private make(resource: Resource, path: string, body: Item): Answer {
    const required = Object.entries(resource.response_required).map(([field, type]) => [field, sampleAnswer(type)]);
    const number = this.counter++;
    const uuid = `00000000-0000-4000-8000-0000000000${number}`;
    const generated = resource.id.json_type === "int" ? number : uuid;
    const item: Item = { ...Object.fromEntries(required), ...body };
    if (["pk", "brand_uuid"].includes(resource.id.field)) item[resource.id.field] = generated;
    // Objects that may be null in the type but not for the decoder.
    for (const [field, model] of Object.entries({ user_obj: "User", stage_obj: "Stage", type: "SourceType" })) {
      if (resource.response_required[field]?.startsWith("obj:")) item[field] = sampleModel(model);
    }
    this.items.set(`${path}${String(item[resource.id.field])}/`, item);
    return { status: 201, body: item };
  }
}
