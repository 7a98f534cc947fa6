import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { AttachmentGuard } from "../../components/outpost/attachmentGuard";
import { type HeldLock, lockBody, lockName, lockStep, withProvider } from "../../components/outpost/attachmentLock";
import { AuthentikApi } from "../../components/outpost/authentikApi";
import { outpostToken } from "../../components/outpost/outpostToken";
import { authentik as plugin } from "../../testbed/provider/authentik/table";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { Engine } from "./engineClient";

const ATTACHMENT = "authentik:index/outpostProviderAttachment:OutpostProviderAttachment";
const ROUNDS = 20;
const NOW = new Date("2026-11-25T12:00:00Z");
const lock = (pk: string, expires = "2026-11-25T12:00:30Z"): HeldLock => ({ pk, owner: `owner of ${pk}`, expires });

describe("the lock's next step", () => {
  test("take it where nobody has it, work where the own one is alone", () => {
    assert.deepEqual(lockStep([], undefined, NOW), { do: "take" });
    assert.deepEqual(lockStep([lock("a")], "a", NOW), { do: "work" });
  });
  test("an own one that somebody took over is taken anew", () => {
    assert.deepEqual(lockStep([], "a", NOW), { do: "take" });
  });
  test("wait for another's", () => {
    assert.deepEqual(lockStep([lock("b")], undefined, NOW), { do: "wait", owner: "owner of b" });
  });
  test("two at once: whoever sees both gives the own one back", () => {
    assert.deepEqual(lockStep([lock("a"), lock("b")], "a", NOW), { do: "give back", pk: "a" });
    assert.deepEqual(lockStep([lock("a"), lock("b")], "b", NOW), { do: "give back", pk: "b" });
  });
  for (const expires of ["2026-11-25T12:00:00Z", "2026-11-25T11:59:59Z", "", "yesterday"]) {
    test(`one that ends at '${expires}' is dead`, () => {
      const step = lockStep([lock("b", expires)], undefined, NOW);
      assert.deepEqual(step, { do: "clear", pk: "b", owner: "owner of b" });
    });
  }
  test("the group has no rights and ends a minute later by authentik's clock", () => {
    const body = lockBody("o", "me", NOW);
    assert.equal(body.is_superuser, false);
    assert.equal(body.attributes.expires, "2026-11-25T12:01:00.000Z");
  });
  test("a list that has the provider is not written", () => {
    assert.equal(withProvider([1, 2], 2), undefined);
    assert.deepEqual(withProvider([1], 2), [1, 2]);
  });
});

describe("on one outpost", () => {
  let world: World;
  let url: string;
  let outpost: string;
  let flows: { authorization_flow: string; invalidation_flow: string };
  const engines: Engine[] = [];

  before(async () => {
    world = await openWorld({ writeDelayMs: 20 });
    await world.app.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
    outpost = String(results(await world.call("GET", "/outposts/instances/"))[0]?.pk);
    const all = results(await world.call("GET", "/flows/instances/?page_size=100"));
    const flow = (slug: string) => String(all.find((one) => one.slug === slug)?.pk);
    flows = {
      authorization_flow: flow("default-provider-authorization-implicit-consent"),
      invalidation_flow: flow("default-provider-invalidation-flow"),
    };
    for (let at = 0; at < 2; at += 1) {
      const engine = await Engine.start(plugin);
      await engine.configure({ url, token: TOKEN });
      engines.push(engine);
    }
  });
  after(async () => {
    for (const engine of engines) engine.close();
    await world.close();
  });

  const guard = (
    owner: string,
    patienceSeconds = 30,
    onProgress?: (text: string) => void,
    api = new AuthentikApi(url, TOKEN),
  ) => new AttachmentGuard(api, outpost, { owner, patienceSeconds, ...(onProgress && { onProgress }) });
  const listed = async () => (await world.call("GET", `/outposts/instances/${outpost}/`)).json.providers as number[];
  const locks = async () =>
    results(await world.call("GET", `/core/groups/?name=${encodeURIComponent(lockName(outpost))}`));
  const write = (providers: number[]) => world.call("PATCH", `/outposts/instances/${outpost}/`, { providers });
  async function provider(name: string): Promise<number> {
    const body = { name, mode: "forward_single", external_host: `https://${name}.example.com`, ...flows };
    return Number((await world.call("POST", "/providers/proxy/", body)).json.pk);
  }

  /** Two provider plug-ins attach at the same moment. @returns what both of them together lost */
  async function attachTogether(
    round: string,
    before: (at: number) => Promise<() => Promise<void>>,
  ): Promise<number[]> {
    const pks = await Promise.all(engines.map((_, at) => provider(`${round}-${at}`)));
    await Promise.allSettled(
      engines.map(async (engine, at) => {
        const done = await before(at);
        await engine.create(ATTACHMENT, { outpost, protocolProvider: String(pks[at]) });
        await done();
      }),
    );
    const there = await listed();
    return pks.filter((pk) => !there.includes(pk));
  }

  test("without the guard some of the attachments are lost", async () => {
    const lost: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      lost.push(...(await attachTogether(`plain${round}`, async () => async () => undefined)));
    }
    assert.ok(lost.length > 0, "nothing was lost: the next test would prove nothing");
  });

  test(`with it none is lost in ${ROUNDS} rounds`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const lost = await attachTogether(`guarded${round}`, async (at) => {
        const held = guard(`stack ${at}`);
        await held.lock();
        return () => held.unlock();
      });
      assert.deepEqual(lost, [], `round ${round}`);
    }
    assert.deepEqual(await locks(), []);
  });

  test("six who repair at the same time all succeed", async () => {
    const pks = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => provider(`repair${at}`)));
    const before = await listed();
    assert.deepEqual(
      await Promise.all(pks.map((pk) => guard(`stack ${pk}`).ensure(pk))),
      pks.map(() => true),
    );
    assert.deepEqual((await listed()).sort(), [...before, ...pks].sort());
    assert.deepEqual(
      await Promise.all(pks.map((pk) => guard("again").ensure(pk))),
      pks.map(() => false),
    );
  });

  test("a writer that takes it off each time is named as the cause", async () => {
    const pk = await provider("fought");
    const keep = await listed();
    class FoughtApi extends AuthentikApi {
      override async call(method: string, path: string, body?: object) {
        const answer = await super.call(method, path, body);
        if (method === "PATCH") await write(keep);
        return answer;
      }
    }
    await assert.rejects(
      guard("one", 30, undefined, new FoughtApi(url, TOKEN)).ensure(pk),
      /taken off outpost .* each time it is attached.*authentik\.Outpost/,
    );
    assert.deepEqual(await listed(), keep);
    assert.deepEqual(await locks(), []);
  });

  test("a lock that is held past the patience is an error that names its holder", async () => {
    const holder = guard("acme/wiki/prod");
    await holder.lock();
    await assert.rejects(guard("other", 0.5).lock(), (error: Error) => {
      assert.match(error.message, /'acme\/wiki\/prod on .*' holds its lock\. Run 'pulumi up' again/);
      assert.ok(!error.message.includes(TOKEN));
      return true;
    });
    await holder.unlock();
    await guard("other").lock();
    const [left] = await locks();
    await world.call("DELETE", `/core/groups/${String(left?.pk)}/`);
  });

  test("a dead lock is waited for until its end, then taken over, and that is said", async () => {
    const expires = new Date(Date.now() + 1500).toISOString();
    const attributes = { owner: "a dead stack", expires };
    await world.call("POST", "/core/groups/", { name: lockName(outpost), attributes });
    const told: string[] = [];
    const held = guard("one", 30, (text) => told.push(text));
    await held.lock();
    // authentik's clock is told in whole seconds.
    assert.ok(Date.now() >= Date.parse(expires) - 1);
    assert.deepEqual(told, ["the lock of 'a dead stack' is older than 60 s: taking it over"]);
    await held.unlock();
    assert.deepEqual(await locks(), []);
  });

  test("a wrong token ends it at once, with authentik's words and without the token", async () => {
    const wrong = new AttachmentGuard(new AuthentikApi(url, "wrong-token"), outpost, { owner: "x" });
    await assert.rejects(wrong.ensure(1), (error: Error) => {
      assert.match(error.message, /it answers 403 \(Token invalid\/expired\)/);
      assert.ok(!error.message.includes("wrong-token"));
      return true;
    });
  });

  test("an outpost's own token is given out by its name; of an outpost that is not there, authentik's answer is", async () => {
    const pk = await provider("for-edge");
    const edge = await world.call("POST", "/outposts/instances/", {
      name: "edge",
      type: "proxy",
      providers: [pk],
      config: {},
    });
    const key = await outpostToken({ url, token: TOKEN, outpost: String(edge.json.pk) });
    assert.match(key, /^\w{60}$/);
    const none = outpostToken({ url, token: TOKEN, outpost: "none", timeoutSeconds: 0.02, intervalMs: 10 });
    await assert.rejects(none, /gives no token for outpost none: it answers 404/);
  });
});
