import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import type { SsoContract } from "../../components/contract";
import { AttachmentGuard } from "../../components/outpost/attachmentGuard";
import { lockName } from "../../components/outpost/attachmentLock";
import { type ApiAnswer, AuthentikApi } from "../../components/outpost/authentikApi";
import { ServiceApplication } from "../../components/service/serviceApplication";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { RealEngine } from "./realEngine";

/** A stack whose objects in authentik were deleted by hand or went with the database, on Pulumi's real engine. */

const TITLES = ["grafana", "wiki"];

let engine: RealEngine;
let world: World;
let url: string;
let outpostId: string;

before(async () => {
  engine = await RealEngine.start();
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  await world.call("POST", "/core/groups/", { name: "users" });
  outpostId = String(results(await world.call("GET", "/outposts/instances/"))[0]?.pk);
});
after(async () => {
  await world.close();
  await engine.close();
});

async function attached(): Promise<number[]> {
  const outpost = await world.call("GET", `/outposts/instances/${outpostId}/`);
  return [...(outpost.json.providers as number[])].sort((a, b) => a - b);
}

async function made(): Promise<number[]> {
  const providers = results(await world.call("GET", "/providers/proxy/?page_size=200"));
  return providers
    .filter((one) => TITLES.includes(String(one.name)))
    .map((one) => Number(one.pk))
    .sort((a, b) => a - b);
}

async function contract(): Promise<pulumi.Output<SsoContract>> {
  const flows = results(await world.call("GET", "/flows/instances/?page_size=100"));
  const flow = (slug: string) => String(flows.find((one) => one.slug === slug)?.pk);
  const parts = {
    flows: {
      authorization: flow("default-provider-authorization-implicit-consent"),
      invalidation: flow("default-provider-invalidation-flow"),
    },
    groups: {},
    outpostId,
  };
  return pulumi.output(parts) as unknown as pulumi.Output<SsoContract>;
}

async function program(): Promise<void> {
  const providers = [new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) })];
  const gate = await contract();
  for (const title of TITLES) {
    const host = `${title}.example.com`;
    new ServiceApplication(title, { title, host, groups: ["users"], contract: gate }, { providers });
  }
}

describe("a provider that the state names and authentik does not have", () => {
  let stack: Stack;

  before(async () => {
    stack = await engine.stack("lost", program);
    await stack.up();
    assert.deepEqual(await attached(), await made());
  });

  test("is not blamed on the token: the guard says what to do", async () => {
    const guard = new AttachmentGuard(new AuthentikApi(url, TOKEN), outpostId, { owner: "test" });
    const gone = Math.max(...(await made())) + 100;
    await assert.rejects(
      guard.ensure(gone),
      /provider \d+ stands in this stack's state.*Run 'pulumi refresh', then 'pulumi up'/,
    );
    const [there] = await made();
    await assert.doesNotReject(guard.requireProvider(there ?? 0));
    assert.deepEqual(await attached(), await made(), "the list is as it was");
  });

  test("is not said to be gone by a server that is still starting", async () => {
    class Starting extends AuthentikApi {
      override async call(): Promise<ApiAnswer> {
        return { status: 404, body: {}, now: new Date() };
      }
    }
    const guard = new AttachmentGuard(new Starting(url, TOKEN), outpostId, { owner: "test" });
    await assert.doesNotReject(guard.requireProvider(1));
    await assert.rejects(guard.ensure(1), /cannot be read/);
  });

  test("stops an update that replaces attachments before anything is written; a refresh mends it", async () => {
    const lost = await made();
    const [first] = results(await world.call("GET", "/providers/proxy/?page_size=200"));
    const { pk: _, ...body } = first as { [field: string]: unknown };
    const other = await world.call("POST", "/providers/proxy/", { ...body, name: "of another outpost" });
    const outpost = { name: "another", type: "proxy", providers: [other.json.pk], config: {} };
    outpostId = String((await world.call("POST", "/outposts/instances/", outpost)).json.pk);
    assert.deepEqual(await attached(), [other.json.pk]);
    for (const pk of lost) await world.call("DELETE", `/providers/proxy/${pk}/`);
    await assert.rejects(
      stack.up(),
      /provider \d+ stands in this stack's state and is not in authentik.*Run 'pulumi refresh', then 'pulumi up'/,
    );
    const locks = await world.call("GET", `/core/groups/?name=${encodeURIComponent(lockName(outpostId))}`);
    assert.deepEqual(results(locks), [], "no lock is left for the next update to wait for");
    await stack.refresh();
    await stack.up();
    assert.equal((await made()).length, TITLES.length);
    assert.deepEqual(await attached(), [other.json.pk, ...(await made())]);
  });
});
