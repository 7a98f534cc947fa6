import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import type { DoubleConfig } from "../../testbed/authentik/config";
import { Browser, header, location, type Page } from "./loginBrowser";
import { type Json, openWorld, results, type World } from "./restWorld";

export const HOST = "https://auth.example.com";
export const PASSWORD = "mia's first password";

/** A fresh server that listens, with a user of its own and the means to build flows over its API. */
export class FlowWorld {
  private shiftMs = 0;

  private constructor(
    readonly world: World,
    readonly port: number,
  ) {}

  static async open(config: Partial<DoubleConfig> = {}): Promise<FlowWorld> {
    const world = await openWorld({ retryDelayMs: 1000, ...config });
    await world.app.listen({ host: "127.0.0.1", port: 0 });
    const opened = new FlowWorld(world, (world.app.server.address() as AddressInfo).port);
    world.context.clock = () => new Date(Date.now() + opened.shiftMs);
    return opened;
  }

  advance(seconds: number): void {
    this.shiftMs += seconds * 1000;
  }

  get now(): Date {
    return this.world.context.clock();
  }

  async create(path: string, body: Json): Promise<Json> {
    const answer = await this.world.call("POST", path, body);
    assert.equal(answer.status, 201, `${path}: ${JSON.stringify(answer.json)}`);
    return answer.json;
  }

  async user(username: string, more: Json = {}): Promise<Json> {
    const body = { username, name: `${username} Example`, email: `${username}@example.com`, ...more };
    const user = await this.create("/core/users/", body);
    await this.world.call("POST", `/core/users/${String(user.pk)}/set_password/`, { password: PASSWORD });
    return user;
  }

  /** A flow and its stages in the order given, each `[path below /stages/, fields, fields of the binding]`. */
  async flow(slug: string, designation: string, stages: [path: string, fields: Json, binding?: Json][]): Promise<Json> {
    const flow = await this.create("/flows/instances/", { name: slug, slug, title: slug, designation });
    const bindings: Json[] = [];
    for (const [at, [path, fields, binding = {}]] of stages.entries()) {
      const stage = await this.create(`/stages/${path}/`, { name: `${slug} ${at}`, ...fields });
      const body = { target: flow.pk, stage: stage.pk, order: at * 10, ...binding };
      bindings.push(await this.create("/flows/bindings/", body));
    }
    return { ...flow, bindings };
  }

  /** The two fields of a new password. */
  async passwordFields(): Promise<unknown[]> {
    const fields: unknown[] = [];
    for (const [order, field_key] of ["password", "password_repeat"].entries()) {
      const body = { name: `field ${field_key} ${Math.random()}`, field_key, label: field_key, type: "password" };
      fields.push((await this.create("/stages/prompt/prompts/", { ...body, required: true, order })).pk);
    }
    return fields;
  }

  /** The events of an action over the API, newest first. */
  async events(action: string, query = ""): Promise<(Json & { context: Json; user: Json })[]> {
    const answer = await this.world.call("GET", `/events/events/?actions=${action}&page_size=100${query}`);
    return results(answer) as (Json & { context: Json; user: Json })[];
  }

  browser(address?: string): Browser {
    return new Browser(this.port, address);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

/** A client of the flow executor, as the login page of the real one is one. */
export class FlowClient {
  constructor(
    readonly browser: Browser,
    private readonly slug: string,
    private readonly query = "next=/if/user/",
  ) {}

  async get(): Promise<Json> {
    return read(await this.browser.get(this.url));
  }

  /** Answers the challenge and asks for the next one. */
  async answer(value: Json): Promise<Json> {
    const page = await this.browser.postJson(this.url, value);
    return read(page.status === 302 ? await this.browser.get(location(page) ?? "") : page);
  }

  private get url(): string {
    return `${HOST}/api/v3/flows/executor/${this.slug}/?query=${encodeURIComponent(this.query)}`;
  }
}

function read(page: Page): Json {
  assert.equal(page.status, 200, page.body);
  assert.match(header(page, "Content-Type") ?? "", /^application\/json/);
  return JSON.parse(page.body) as Json;
}
