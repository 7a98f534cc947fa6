import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OverlayStore } from "../../testbed/authentik/blueprints/overlay";
import { MemoryStore, PostgresStore, type Store } from "../../testbed/authentik/store";
import { type Database, findDatabase } from "./restDatabase";
import { createSample } from "./restSamples";
import { openWorld, results } from "./restWorld";

/** The stores behave alike; the one over Postgres is tried on a real one. */

let database: Database | undefined;
let postgres: PostgresStore | undefined;
before(async () => {
  database = await findDatabase();
  if (!database) return;
  await database.start();
  postgres = new PostgresStore(database.config);
  for (let attempt = 0; ; attempt += 1) {
    try {
      // Two at once, as server and worker do.
      await Promise.all([postgres.createSchema(), postgres.createSchema()]);
      break;
    } catch (error) {
      if (attempt === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
});
after(async () => {
  await postgres?.close();
  await database?.remove();
});

const makers: { [name: string]: () => Store | undefined } = {
  MemoryStore: () => new MemoryStore(),
  OverlayStore: () => new OverlayStore(new MemoryStore()),
  PostgresStore: () => postgres,
};

/** Without Postgres the test is skipped in plain sight, and fails where nothing may be skipped. */
function missing(store: Store | undefined, t: { skip: (reason: string) => void }): store is undefined {
  if (store) return false;
  const reason = "NO POSTGRES: neither /usr/lib/postgresql nor the image authentik-sso.testbed/postgres was found";
  assert.ok(!process.env.CI, reason);
  process.stderr.write(`${reason}\n`);
  t.skip(reason);
  return true;
}

for (const [name, make] of Object.entries(makers)) {
  describe(name, () => {
    it("keeps rows by kind and id, in the order of their first put, and gives out copies", async (t) => {
      const store = make();
      if (missing(store, t)) return;
      await store.put("thing", "b", { pk: "b", value: 1 });
      await store.put("thing", "a", { pk: "a", value: 2, left: undefined });
      await store.put("thing", "b", { pk: "b", value: 3 });
      const rows = await store.list("thing");
      assert.deepEqual(
        rows.map(({ pk, value }) => [pk, value]),
        [
          ["b", 3],
          ["a", 2],
        ],
      );
      const [first] = rows;
      assert.ok(first);
      first.value = "changed by the reader";
      assert.equal((await store.get("thing", "b"))?.value, 3);
      assert.equal(await store.get("other", "b"), undefined);
    });

    it("gives a removed row to one caller alone", async (t) => {
      const store = make();
      if (missing(store, t)) return;
      await store.put("code", "once", { pk: "once" });
      const taken = [await store.remove("code", "once"), await store.remove("code", "once")];
      assert.equal(taken.filter((row) => row !== undefined).length, 1);
      assert.deepEqual(await store.list("code"), []);
    });

    it("never gives a number of a sequence twice", async (t) => {
      const store = make();
      if (missing(store, t)) return;
      const numbers = await Promise.all(Array.from({ length: 20 }, () => store.nextNumber("test")));
      assert.deepEqual(
        [...numbers].sort((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });
  });
}

describe("the API over a real Postgres", () => {
  it("makes, lists and deletes objects of every part, and a second world finds the first one's objects", async (t) => {
    if (missing(postgres, t)) return;
    const world = await openWorld({}, postgres);
    const made = await createSample(world, "policy_binding");
    assert.equal((await world.call("GET", `/policies/bindings/${String(made.pk)}/`)).json.target, made.target);
    await createSample(world, "outpost");
    const second = await openWorld({}, postgres);
    const found = results(await second.call("GET", "/policies/bindings/?page_size=100"));
    assert.ok(found.some(({ pk }) => pk === made.pk));
    const admins = results(await second.call("GET", "/core/users/?username=akadmin"));
    assert.equal(admins.length, 1, "the first start happens once");
    assert.equal((await second.call("DELETE", `/policies/bindings/${String(made.pk)}/`)).status, 204);
    assert.equal((await world.call("GET", `/policies/bindings/${String(made.pk)}/`)).status, 404);
    await world.close();
    await second.close();
  });
});
