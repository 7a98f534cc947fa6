/** Applications of one stack on an outpost that others write too, on Pulumi's real engine. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation";
import { lockName } from "../../components/outpost/attachmentLock";
import { ServiceApplication } from "../../components/service/serviceApplication";
import { results, TOKEN } from "../double/restWorld";
import { AttachmentWorld, connect, guarded } from "./attachmentWorld";
import { Meeting } from "./frontDoor";

describe("one stack", () => {
  let world: AttachmentWorld;
  let stack: Stack;
  let count = 2;

  before(async () => {
    world = await AttachmentWorld.open();
    stack = await world.stack(
      "alone",
      guarded(() => count),
    );
    await stack.up();
  });
  after(() => world.close());

  test("a further up changes nothing", async () => {
    const { summary } = await stack.up();
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
  });

  test("puts back what was taken off by hand; a preview does not", async () => {
    const before = await world.attached();
    const [first] = await world.made("alone");
    await world.double.call("PATCH", world.listPath, { providers: before.filter((pk) => pk !== first) });
    await stack.preview({ expectNoChanges: true });
    assert.notDeepEqual(await world.attached(), before);
    const lines: string[] = [];
    const { summary } = await stack.up({ onOutput: (line) => lines.push(line) });
    assert.deepEqual(await world.attached(), before);
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    assert.match(lines.join(""), new RegExp(`provider ${first} had been taken off outpost ${world.outpostId}`));
  });

  test("puts back what another stack lost, which took a provider off at the same moment", async () => {
    let left = 2;
    const [reached, released] = [new Meeting(2), new Meeting(2)];
    const leaving = await world.stack(
      "leaving",
      guarded(() => left),
      (method, path) => {
        const takesOff = left === 1 && method === "PATCH" && path.endsWith(world.listPath);
        return takesOff ? reached.arrive().then(() => released.arrive()) : undefined;
      },
    );
    await leaving.up();

    left = 1;
    const removal = leaving.up().finally(() => reached.leave());
    // Taking a provider off is under no lock: the list is read, and about to be written.
    await reached.arrive();
    count += 1;
    await stack.up();
    assert.deepEqual(await world.lost("alone"), []);
    await released.arrive();
    await removal;
    assert.deepEqual(await world.lost("alone"), (await world.made("alone")).slice(-1), "the one added meanwhile");

    const { summary } = await stack.up();
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    assert.deepEqual(
      await world.attached(),
      [...(await world.made("alone")), ...(await world.made("leaving"))].sort(byNumber),
    );
    assert.equal((await world.made("leaving")).length, 1);
  });

  test("waits for a lock and takes a dead one over", async () => {
    const expires = new Date(Date.now() + 8000).toISOString();
    await world.double.call("POST", "/core/groups/", {
      name: lockName(world.outpostId),
      attributes: { owner: "a dead stack", expires },
    });
    count += 1;
    await stack.up();
    assert.ok(Date.now() >= Date.parse(expires));
    assert.deepEqual(await world.lost("alone"), []);
    assert.deepEqual(await world.locks(), []);
  });

  test("the token is in no state in plain text", async () => {
    assert.ok(!(await world.engine.stateFile("alone")).includes(TOKEN));
  });

  test("takes its own off and leaves the rest, by a destroy that runs no program", async () => {
    const others = await world.made("leaving");
    assert.equal((await world.made("alone")).length, count);
    await stack.destroy();
    assert.deepEqual(await world.attached(), others);
    assert.deepEqual(await world.made("alone"), []);
  });

  test("bindings come in one order, however the groups are written", async () => {
    await world.double.call("POST", "/core/groups/", { name: "admins" });
    let groups = ["users", "admins"];
    const ordered = await world.stack("ordered", (_, title, url) => async () => {
      const gate = await world.contract();
      new ServiceApplication(
        title,
        { title, host: "ordered.example.com", groups, contract: gate },
        { providers: [connect(url)] },
      );
    });
    await ordered.up();
    const application = (await world.double.call("GET", "/core/applications/ordered/")).json.pk;
    const bindings = results(await world.double.call("GET", `/policies/bindings/?target=${String(application)}`));
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

const byNumber = (a: number, b: number) => a - b;
