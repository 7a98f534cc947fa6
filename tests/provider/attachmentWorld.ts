import assert from "node:assert/strict";
import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { SsoContract } from "../../components/contract";
import { lockName } from "../../components/outpost/attachmentLock";
import { ServiceApplication } from "../../components/service/serviceApplication";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { type Doorkeeper, FrontDoor } from "./frontDoor";
import { RealEngine } from "./realEngine";

/** How long the double takes to write the list: long enough that a writer without the lock meets another. */
const WRITE_DELAY_MS = 150;

/** Pulumi's real engine, a double with its embedded outpost, and programs of stacks that add applications to it. */
export class AttachmentWorld {
  private readonly doors: FrontDoor[] = [];

  private constructor(
    readonly engine: RealEngine,
    readonly double: World,
    /** The outpost that programs attach to from now on. */
    public outpostId: string,
  ) {}

  static async open(): Promise<AttachmentWorld> {
    const double = await openWorld({ writeDelayMs: WRITE_DELAY_MS });
    await double.call("POST", "/core/groups/", { name: "users" });
    const [outpost] = results(await double.call("GET", "/outposts/instances/"));
    return new AttachmentWorld(await RealEngine.start(), double, String(outpost?.pk));
  }

  async close(): Promise<void> {
    for (const door of this.doors) door.close();
    await this.double.close();
    await this.engine.close();
  }

  /** A stack with a way of its own into the double. */
  async stack(
    name: string,
    program: (world: AttachmentWorld, stack: string, url: string) => PulumiFn,
    keeper: Doorkeeper = () => undefined,
  ): Promise<Stack> {
    const door = await FrontDoor.open(this.double.app, keeper);
    this.doors.push(door);
    return this.engine.stack(name, program(this, name, door.url));
  }

  get listPath(): string {
    return `/outposts/instances/${this.outpostId}/`;
  }

  /** Numbers of the providers on the outpost. */
  async attached(): Promise<number[]> {
    const { json } = await this.double.call("GET", this.listPath);
    return [...(json.providers as number[])].sort((a, b) => a - b);
  }

  /** Numbers of the providers that stacks of this name made. */
  async made(stack: string): Promise<number[]> {
    const providers = results(await this.double.call("GET", "/providers/proxy/?page_size=200"));
    return providers
      .filter((one) => String(one.name).startsWith(`${stack}-`))
      .map((one) => Number(one.pk))
      .sort((a, b) => a - b);
  }

  /** Those of them that are not on the outpost. */
  async lost(stack: string): Promise<number[]> {
    const there = await this.attached();
    return (await this.made(stack)).filter((pk) => !there.includes(pk));
  }

  async locks(): Promise<unknown[]> {
    return results(await this.double.call("GET", `/core/groups/?name=${encodeURIComponent(lockName(this.outpostId))}`));
  }

  async contract(): Promise<pulumi.Output<SsoContract>> {
    const flows = results(await this.double.call("GET", "/flows/instances/?page_size=100"));
    const flow = (slug: string) => String(flows.find((one) => one.slug === slug)?.pk);
    const parts = {
      flows: {
        authorization: flow("default-provider-authorization-implicit-consent"),
        invalidation: flow("default-provider-invalidation-flow"),
      },
      groups: {},
      outpostId: this.outpostId,
    };
    return pulumi.output(parts) as unknown as pulumi.Output<SsoContract>;
  }
}

export const connect = (url: string) => new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });

/** A consumer's program with so many services, `<stack>-1` and on. */
export const guarded = (count: () => number) => (world: AttachmentWorld, stack: string, url: string) => async () => {
  const providers = [connect(url)];
  const gate = await world.contract();
  for (let at = 1; at <= count(); at += 1) {
    const title = `${stack}-${at}`;
    new ServiceApplication(
      title,
      { title, host: `${title}.example.com`, groups: ["users"], contract: gate },
      { providers },
    );
  }
};

/** The same with the provider's attachment alone. */
export const unguarded = (count: () => number) => (world: AttachmentWorld, stack: string, url: string) => async () => {
  const provider = connect(url);
  const gate = await world.contract();
  for (let at = 1; at <= count(); at += 1) {
    const name = `${stack}-${at}`;
    const proxy = new authentik.ProviderProxy(
      name,
      {
        name,
        mode: "forward_single",
        externalHost: `https://${name}.example.com`,
        authorizationFlow: gate.flows.authorization,
        invalidationFlow: gate.flows.invalidation,
      },
      { provider },
    );
    new authentik.OutpostProviderAttachment(
      name,
      { outpost: gate.outpostId, protocolProvider: proxy.id.apply(Number) },
      { provider },
    );
  }
};

/** Fails with the update's own words. */
export function assertSucceeded(ends: readonly PromiseSettledResult<unknown>[]): void {
  for (const end of ends) if (end.status === "rejected") assert.fail(String(end.reason));
}
