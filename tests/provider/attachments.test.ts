import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { SsoContract } from "../../components/contract";
import { lockName } from "../../components/outpost/attachmentLock";
import { ServiceApplication } from "../../components/service/serviceApplication";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { RealEngine } from "./realEngine";

/** Two stacks on Pulumi's real engine that add applications to one outpost at the same time. */

/** Applications that each stack adds in one `up`; the two meet at each of them, since the lock lets them in by turns. */
const STEPS = [10, 20];
const CONTROL = 6;

/** How long the double takes between the read and the write of the list; long enough for the two to meet. */
const WRITE_DELAY_MS = 150;

let engine: RealEngine;
let world: World;
let url: string;
let outpostId: string;

before(async () => {
  engine = await RealEngine.start();
  world = await openWorld({ writeDelayMs: WRITE_DELAY_MS });
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  await world.call("POST", "/core/groups/", { name: "users" });
  outpostId = String((await embedded()).pk);
});
after(async () => {
  await world.close();
  await engine.close();
});

async function embedded(): Promise<{ [field: string]: unknown }> {
  const [outpost] = results(await world.call("GET", "/outposts/instances/"));
  assert.ok(outpost);
  return outpost;
}

async function attached(): Promise<number[]> {
  return [...((await embedded()).providers as number[])].sort((a, b) => a - b);
}

async function made(prefix: string): Promise<number[]> {
  const providers = results(await world.call("GET", "/providers/proxy/?page_size=200"));
  return providers
    .filter((one) => String(one.name).startsWith(prefix))
    .map((one) => Number(one.pk))
    .sort((a, b) => a - b);
}

/** Both programs come to the outpost's list at the same moment; otherwise starting times would decide the race. */
class Meeting {
  private waiting: (() => void)[] = [];
  constructor(private readonly size: number) {}
  arrive(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length < this.size) return;
      for (const go of this.waiting.splice(0)) go();
    });
  }
}

async function contract(meeting?: Meeting): Promise<pulumi.Output<SsoContract>> {
  const flows = results(await world.call("GET", "/flows/instances/?page_size=100"));
  const flow = (slug: string) => String(flows.find((one) => one.slug === slug)?.pk);
  const parts = {
    flows: {
      authorization: flow("default-provider-authorization-implicit-consent"),
      invalidation: flow("default-provider-invalidation-flow"),
    },
    groups: {},
    outpostId: pulumi.output((meeting?.arrive() ?? Promise.resolve()).then(() => outpostId)),
  };
  return pulumi.output(parts) as unknown as pulumi.Output<SsoContract>;
}

const connect = () => new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });

/** A consumer's program: one more service each round. */
function guarded(stack: string, count: () => number, meeting?: Meeting): PulumiFn {
  return async () => {
    const providers = [connect()];
    const gate = await contract(meeting);
    for (let at = 1; at <= count(); at += 1) {
      const title = `${stack}-${at}`;
      new ServiceApplication(
        title,
        { title, host: `${title}.example.com`, groups: ["users"], contract: gate },
        { providers },
      );
    }
  };
}

/** The same with the provider's attachment alone. */
function unguarded(stack: string, count: () => number, meeting: Meeting): PulumiFn {
  return async () => {
    const provider = connect();
    const gate = await contract(meeting);
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
}

describe("two stacks at the same time", () => {
  test("the provider's attachment alone loses some", async () => {
    const meeting = new Meeting(2);
    const stacks = await Promise.all(
      ["plain-a", "plain-b"].map((name) =>
        engine.stack(
          name,
          unguarded(name, () => CONTROL, meeting),
        ),
      ),
    );
    // The stand-in, like the real provider, may see the loss itself and fail.
    await Promise.allSettled(stacks.map((stack) => stack.up()));
    const there = new Set(await attached());
    const lost = (await made("plain-")).filter((pk) => !there.has(pk));
    assert.ok(lost.length > 0, "nothing was lost: the test below would prove nothing");
  });

  describe("with the guard", () => {
    let count = 0;
    const names = ["one", "two"];
    let stacks: Stack[];

    before(async () => {
      const meeting = new Meeting(2);
      stacks = await Promise.all(
        names.map((name) =>
          engine.stack(
            name,
            guarded(name, () => count, meeting),
          ),
        ),
      );
    });

    for (const step of STEPS) {
      test(`none is lost of ${step} in each`, async () => {
        count = step;
        await Promise.all(stacks.map((stack) => stack.up()));
        const there = new Set(await attached());
        const all = [...(await made("one-")), ...(await made("two-"))];
        assert.equal(all.length, 2 * step);
        assert.deepEqual(
          all.filter((pk) => !there.has(pk)),
          [],
        );
        const locks = await world.call("GET", `/core/groups/?name=${encodeURIComponent(lockName(outpostId))}`);
        assert.deepEqual(results(locks), [], "every lock was given back");
      });
    }

    test("a further up changes nothing", async () => {
      const found = await Promise.all(stacks.map((stack) => stack.up()));
      for (const { summary } of found) assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    });
  });
});

describe("one stack", () => {
  let stack: Stack;
  let count = 2;

  before(async () => {
    stack = await engine.stack(
      "alone",
      guarded("alone", () => count),
    );
    await stack.up();
  });

  test("puts back what was taken off by hand; a preview does not", async () => {
    const before = await attached();
    const [first] = await made("alone-");
    await world.call("PATCH", `/outposts/instances/${outpostId}/`, { providers: before.filter((pk) => pk !== first) });
    await stack.preview({ expectNoChanges: true });
    assert.notDeepEqual(await attached(), before);
    const lines: string[] = [];
    const { summary } = await stack.up({ onOutput: (line) => lines.push(line) });
    assert.deepEqual(await attached(), before);
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    assert.match(lines.join(""), new RegExp(`provider ${first} had been taken off outpost ${outpostId}`));
  });

  test("waits for a lock and takes a dead one over", async () => {
    const expires = new Date(Date.now() + 8000).toISOString();
    const name = lockName(outpostId);
    await world.call("POST", "/core/groups/", { name, attributes: { owner: "a dead stack", expires } });
    count = 3;
    await stack.up();
    assert.ok(Date.now() >= Date.parse(expires));
    assert.ok((await attached()).includes((await made("alone-3"))[0] ?? 0));
    assert.deepEqual(results(await world.call("GET", `/core/groups/?name=${encodeURIComponent(name)}`)), []);
  });

  test("takes its own off and leaves the rest", async () => {
    const own = await made("alone-");
    await stack.destroy();
    const left = await attached();
    for (const pk of own) assert.ok(!left.includes(pk));
    for (const name of ["one-", "two-"]) for (const pk of await made(name)) assert.ok(left.includes(pk));
  });

  test("the token is in no state in plain text", async () => {
    assert.ok(!(await engine.stateFile("one")).includes(TOKEN));
  });

  test("bindings come in one order, however the groups are written", async () => {
    await world.call("POST", "/core/groups/", { name: "admins" });
    let groups = ["users", "admins"];
    const ordered = await engine.stack("ordered", async () => {
      const gate = await contract();
      new ServiceApplication(
        "ordered",
        { title: "ordered", host: "ordered.example.com", groups, contract: gate },
        { providers: [connect()] },
      );
    });
    await ordered.up();
    const application = (await world.call("GET", "/core/applications/ordered/")).json.pk;
    const bindings = results(await world.call("GET", `/policies/bindings/?target=${String(application)}`));
    const named = bindings.map(({ order, group_obj, policy_obj }) => [
      order,
      ((group_obj ?? policy_obj) as { name: string }).name,
    ]);
    assert.deepEqual(named.sort(), [
      [0, "admins"],
      [1, "users"],
      [2, "authentik-sso: access to ordered"],
    ]);
    groups = ["admins", "users"];
    const { summary } = await ordered.up();
    assert.equal(summary.resourceChanges?.update, undefined);
    assert.equal(summary.resourceChanges?.create, undefined);
  });
});
