import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import contract from "../../testbed/contract/authentik-rest.json";
import { createSample } from "./restSamples";
import { published, publishedSchema, schemaErrors, typeErrors } from "./restShapes";
import { type Json, openWorld, results, type World } from "./restWorld";

/** Every single endpoint of the contract, judged by the contract's model and by the published schema. */

let world: World;
let token: Json;
before(async () => {
  world = await openWorld();
  token = await createSample(world, "token");
});
after(() => world.close());

interface Endpoint {
  method: string;
  path: string;
  returns?: string;
}

const endpoints = contract.endpoints as { [name: string]: Endpoint };

/** Objects by whose ids the paths are filled. */
async function pathOf(name: string, path: string): Promise<string> {
  const first = async (list: string, field = "pk"): Promise<string> =>
    String(results(await world.call("GET", list))[0]?.[field]);
  const ids: { [prefix: string]: () => Promise<string> } = {
    blueprints: () => first("/managed/blueprints/"),
    outposts: () => first("/outposts/instances/"),
    token: async () => String(token.identifier),
    user: () => first("/core/users/?username=akadmin"),
    events: () => first("/events/events/"),
  };
  const id = await ids[name.split("_")[0] ?? ""]?.();
  return path.replace(/\{[a-z_]+\}/, id ?? "");
}

/** Bodies of the calls that send one. */
const bodies: { [name: string]: Json } = {
  token_set_key: { key: "a-key-of-the-users-own" },
  user_set_password: { password: "another password" },
};

describe("every endpoint of the contract", () => {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    it(`${endpoint.method} ${endpoint.path} (${name}) answers as the contract says`, async () => {
      const answer = await world.call(endpoint.method, await pathOf(name, endpoint.path), bodies[name]);
      const { returns } = endpoint;
      if (!returns) {
        assert.equal(answer.status, 204);
        return;
      }
      assert.equal(answer.status, 200, JSON.stringify(answer.json));
      assert.match(answer.type, /^application\/json/);
      const type = returns.startsWith("[]") ? `list<obj:${returns.slice(2)}>` : `obj:${returns}`;
      assert.deepEqual(typeErrors(answer.json, type, name), []);
      const schema = publishedSchema(endpoint.method, endpoint.path, "200");
      assert.deepEqual(schema ? schemaErrors(answer.json, schema, name) : ["not in the published schema"], []);
    });
  }
});

describe("the server about itself", () => {
  it("says the version it stands in for, and that it is the double", async () => {
    assert.equal((await world.call("GET", "/admin/version/")).json.version_current, "2026.5.7");
    const system = (await world.call("GET", "/admin/system/")).json;
    assert.match(JSON.stringify(system.runtime), /authentik double/);
    assert.equal((await world.app.inject("/-/health/live/")).headers["x-authentik-double"], "2026.5.7");
  });

  it("gives its configuration without a token, and nothing else", async () => {
    assert.equal((await world.call("GET", "/root/config/", undefined, null)).status, 200);
    for (const path of ["/admin/version/", "/core/users/me/", "/core/groups/", "/events/events/"]) {
      const answer = await world.call("GET", path, undefined, null);
      assert.equal(answer.status, 403, path);
      assert.equal(answer.json.detail, "Authentication credentials were not provided.");
    }
  });

  it("has all the models that its answers are judged by", () => {
    assert.equal(published.info.version, "2026.5.6");
  });
});
