/** A stack whose objects in authentik were deleted by hand or went with the database, on Pulumi's real engine. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation";
import { AttachmentGuard } from "../../components/outpost/attachmentGuard";
import { type ApiAnswer, AuthentikApi } from "../../components/outpost/authentikApi";
import { results, TOKEN } from "../double/restWorld";
import { AttachmentWorld, guarded } from "./attachmentWorld";
import { FrontDoor } from "./frontDoor";

const COUNT = 2;

describe("a provider that the state names and authentik does not have", () => {
  let world: AttachmentWorld;
  let stack: Stack;
  let door: FrontDoor;

  before(async () => {
    world = await AttachmentWorld.open();
    door = await FrontDoor.open(world.double.app, () => undefined);
    stack = await world.stack(
      "lost",
      guarded(() => COUNT),
    );
    await stack.up();
    assert.deepEqual(await world.lost("lost"), []);
  });
  after(async () => {
    door.close();
    await world.close();
  });

  test("is not blamed on the token: the guard says what to do", async () => {
    const guard = new AttachmentGuard(new AuthentikApi(door.url, TOKEN), world.outpostId, { owner: "test" });
    const before = await world.attached();
    const made = await world.made("lost");
    await assert.rejects(
      guard.ensure(Math.max(...made) + 100),
      /provider \d+ stands in this stack's state.*Run 'pulumi refresh', then 'pulumi up'/,
    );
    await assert.doesNotReject(guard.requireProvider(made[0] ?? 0));
    assert.deepEqual(await world.attached(), before, "the list is as it was");
  });

  test("is not said to be gone by a server that is still starting", async () => {
    class Starting extends AuthentikApi {
      override async call(): Promise<ApiAnswer> {
        return { status: 404, body: {}, now: new Date() };
      }
    }
    const guard = new AttachmentGuard(new Starting(door.url, TOKEN), world.outpostId, { owner: "test" });
    await assert.doesNotReject(guard.requireProvider(1));
    await assert.rejects(guard.ensure(1), /cannot be read/);
  });

  test("stops an update that replaces attachments before anything is written; a refresh mends it", async () => {
    const { double } = world;
    const lost = await world.made("lost");
    const [first] = results(await double.call("GET", "/providers/proxy/?page_size=200"));
    const { pk: _, ...body } = first as { [field: string]: unknown };
    const other = await double.call("POST", "/providers/proxy/", { ...body, name: "of another outpost" });
    const outpost = { name: "another", type: "proxy", providers: [other.json.pk], config: {} };
    world.outpostId = String((await double.call("POST", "/outposts/instances/", outpost)).json.pk);
    assert.deepEqual(await world.attached(), [other.json.pk]);
    for (const pk of lost) await double.call("DELETE", `/providers/proxy/${pk}/`);
    await assert.rejects(
      stack.up(),
      /provider \d+ stands in this stack's state and is not in authentik.*Run 'pulumi refresh', then 'pulumi up'/,
    );
    assert.deepEqual(await world.locks(), [], "no lock is left for the next update to wait for");
    await stack.refresh();
    await stack.up();
    assert.equal((await world.made("lost")).length, COUNT);
    assert.deepEqual(await world.attached(), [other.json.pk, ...(await world.made("lost"))]);
  });
});
