import { after, before } from "node:test";
import { authentik } from "../../testbed/provider/authentik/table";
import { Engine } from "./engineClient";
import { Recorder } from "./recorder";

/** The token of every test. */
export const apiToken = "test-token-value";

/** An engine with the authentik plug-in, configured for a recorder; started before and closed after the tests of a file. */
export function startWorld(): { engine: Engine; recorder: Recorder; url: string } {
  const world = {} as { engine: Engine; recorder: Recorder; url: string };
  before(async () => {
    world.recorder = new Recorder();
    world.url = await world.recorder.start();
    world.engine = await Engine.start(authentik);
    await world.engine.configure({ url: world.url, token: apiToken });
  });
  after(async () => {
    world.engine.close();
    await world.recorder.close();
  });
  return world;
}
