/** Two stacks on Pulumi's real engine that add an application to one outpost at the same time, again and again. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { AttachmentWorld, assertSucceeded, guarded, unguarded } from "./attachmentWorld";
import { Meeting } from "./frontDoor";

/** How often both add one. `npm run test:rounds` takes 20. */
const ROUNDS = Number(process.env.AUTHENTIK_SSO_ROUNDS ?? 5);
/** Applications that each stack adds in the first update, before the rounds. */
const FIRST = 5;

/** Two stacks that meet at one request in each of their updates, so that starting times do not decide the race. */
class Pair {
  readonly meeting = new Meeting(2);
  private readonly stacks: Stack[] = [];
  private readonly coming = new Set<string>();

  private constructor(readonly names: readonly string[]) {}

  /** @param where the request at which they meet, e.g. `POST /core/groups/`; the first of its kind in an update */
  static async make(
    world: AttachmentWorld,
    names: readonly string[],
    program: (world: AttachmentWorld, stack: string, url: string) => PulumiFn,
    where: string,
  ): Promise<Pair> {
    const pair = new Pair(names);
    for (const name of names) {
      const stack = await world.stack(name, program, (method, path) => {
        const here = `${method} ${path}` === where.replace(" ", " /api/v3");
        return here && pair.coming.delete(name) ? pair.meeting.arrive() : undefined;
      });
      pair.stacks.push(stack);
    }
    return pair;
  }

  /** One update of each at the same time. */
  up(): Promise<PromiseSettledResult<unknown>[]> {
    for (const name of this.names) this.coming.add(name);
    // Whoever failed before the meeting must not leave the other waiting there.
    return Promise.allSettled(this.stacks.map((stack) => stack.up().finally(() => this.meeting.leave())));
  }
}

const times = (rounds: number) => `${rounds} ${rounds === 1 ? "time" : "times"}`;

describe("two stacks that add an application at the same time", () => {
  let world: AttachmentWorld;
  let count = 0;

  before(async () => {
    world = await AttachmentWorld.open();
  });
  after(() => world.close());

  test("with the provider's attachment alone lose one of the two", async () => {
    count = 1;
    const pair = await Pair.make(
      world,
      ["plain-a", "plain-b"],
      unguarded(() => count),
      `GET ${world.listPath}`,
    );
    // The stand-in, like the real provider, may see the loss itself and fail.
    await pair.up();
    assert.equal(pair.meeting.count, 1);
    assert.equal((await world.made("plain-a")).length + (await world.made("plain-b")).length, 2);
    assert.equal((await world.attached()).length, 1);
  });

  describe("with the guard", () => {
    let pair: Pair;

    before(async () => {
      count = FIRST;
      // The only group that these programs make is the lock.
      pair = await Pair.make(
        world,
        ["one", "two"],
        guarded(() => count),
        "POST /core/groups/",
      );
    });

    async function addTogether(): Promise<void> {
      const met = pair.meeting.count;
      assertSucceeded(await pair.up());
      assert.equal(pair.meeting.count, met + 1, "both asked for the lock before either had it");
      for (const name of pair.names) {
        assert.equal((await world.made(name)).length, count);
        assert.deepEqual(await world.lost(name), []);
      }
      assert.deepEqual(await world.locks(), [], "every lock was given back");
    }

    test(`lose none of ${FIRST} each in one update`, addTogether);

    test(`lose none, ${times(ROUNDS)}`, async (context) => {
      const start = Date.now();
      for (let round = 1; round <= ROUNDS; round += 1) {
        count += 1;
        await addTogether();
      }
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      context.diagnostic(`${ROUNDS} rounds, ${2 * ROUNDS} applications added, none lost, ${seconds} s`);
    });
  });
});
