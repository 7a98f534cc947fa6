import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseRoad, type RoadQuestions } from "../../toolchain/road";

/** Answers, and a record of which questions were asked. */
function questions(answers: { offline?: boolean; cli?: boolean; plugins?: boolean; downloadable?: boolean }) {
  const asked: string[] = [];
  const answer = (name: string, value = false): boolean => {
    asked.push(name);
    return value;
  };
  const ask: RoadQuestions = {
    offline: answers.offline ?? false,
    cliInstalled: () => answer("cli", answers.cli),
    pluginsInstalled: () => answer("plugins", answers.plugins),
    downloadable: async () => answer("downloadable", answers.downloadable),
  };
  return { ask, asked };
}

test("offline is never questioned: not even an installed official CLI is used", async () => {
  const { ask, asked } = questions({ offline: true, cli: true, plugins: true, downloadable: true });
  assert.deepEqual(await chooseRoad(ask), { road: "built", because: "AUTHENTIK_SSO_OFFLINE is set" });
  assert.deepEqual(asked, []);
});

test("an installed official CLI with all plugins is used without asking the network", async () => {
  const { ask, asked } = questions({ cli: true, plugins: true });
  assert.equal((await chooseRoad(ask)).road, "official");
  assert.deepEqual(asked, ["cli", "plugins"]);
});

test("what is missing is downloaded where it can be", async () => {
  for (const cli of [true, false]) {
    const { ask } = questions({ cli, downloadable: true });
    assert.equal((await chooseRoad(ask)).road, "official");
  }
});

test("otherwise it is built, and the reason tells a CLI without plugins from no CLI", async () => {
  const bare = await chooseRoad(questions({}).ask);
  const half = await chooseRoad(questions({ cli: true }).ask);
  assert.deepEqual([bare.road, half.road], ["built", "built"]);
  assert.match(bare.because, /cannot be downloaded/);
  assert.match(half.because, /but not its plugins/);
});
