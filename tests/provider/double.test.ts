import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { authentik } from "../../testbed/provider/authentik/table";
import { sampleBody } from "../double/restSamples";
import { openWorld, TOKEN, type World } from "../double/restWorld";
import { plainKinds, sentFields, tokenOf } from "./contractFacts";
import { Engine, opened, type Wire } from "./engineClient";

/** The stand-in against the authentik double: both were made from the same contract, by different hands. */

let world: World;
let engine: Engine;

before(async () => {
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = world.app.server.address() as AddressInfo;
  engine = await Engine.start(authentik);
  await engine.configure({ url: `http://127.0.0.1:${port}`, token: TOKEN });
});
after(async () => {
  engine.close();
  await world.close();
});

/** A body of the double's samples as a program would write it. */
async function inputsFor(kind: string): Promise<Wire> {
  const body = await sampleBody(world, kind, "all");
  const inputs: Wire = {};
  for (const { property, sentAs, field } of sentFields(kind)) {
    const value = body[sentAs] as Wire[string] | undefined;
    if (value === undefined || value === null) continue;
    inputs[property] = field.type === "json object" ? JSON.stringify(value) : value;
  }
  return { ...inputs, ...settled(kind, inputs) };
}

/** What differs for ever with the real server and provider too is written so that it does not. */
function settled(kind: string, inputs: Wire): Wire {
  // The server adds its default scopes to every proxy provider, so a list of one's own never comes back alone.
  if (kind === "provider_proxy") return { propertyMappings: [] };
  // The provider ends what it reads in one newline, the server trims what it stores.
  if (kind === "certificate_key_pair") {
    return {
      certificateData: `${String(inputs.certificateData).trim()}\n`,
      keyData: `${String(inputs.keyData).trim()}\n`,
    };
  }
  if (kind === "blueprint") return { content: String(inputs.content).trim() };
  return {};
}

describe("every resource, on the double", () => {
  for (const kind of plainKinds) {
    test(`${kind}: create, no difference, refresh, no difference, import, delete, gone`, async () => {
      const type = tokenOf(kind);
      const inputs = await inputsFor(kind);
      const checked = await engine.check(type, inputs);
      assert.deepEqual(checked.failures, []);
      const made = await engine.create(type, checked.inputs);
      assert.deepEqual((await engine.diff(type, made.state, inputs)).details, {});
      const live = await engine.read(type, made.id, made.state, checked.inputs);
      assert.deepEqual((await engine.diff(type, live.state, inputs)).details, {});
      const updated = await engine.update(type, made.id, live.state, inputs);
      assert.deepEqual((await engine.diff(type, updated, inputs)).details, {});
      const imported = await engine.read(type, made.id);
      assert.equal(imported.id, made.id);
      assert.deepEqual(opened(imported.inputs).name, "name" in inputs ? inputs.name : undefined);
      await engine.delete(type, made.id, updated);
      assert.equal((await engine.read(type, made.id, updated, inputs)).id, "");
    });
  }
});

describe("the gate's own resources, on the double", () => {
  const flowType = "authentik:index/getFlow:getFlow";

  test("a domain provider, its application bound to a group, and the embedded outpost", async () => {
    const authorization = await engine.invoke(flowType, { slug: "default-provider-authorization-implicit-consent" });
    const invalidation = await engine.invoke(flowType, { slug: "default-provider-invalidation-flow" });
    const outpost = await engine.invoke("authentik:index/getOutpost:getOutpost", {
      name: "authentik Embedded Outpost",
    });
    assert.notEqual(outpost.id, "");
    const provider = await engine.create("authentik:index/providerProxy:ProviderProxy", {
      name: "domain",
      mode: "forward_domain",
      externalHost: "https://auth.sso.localhost",
      cookieDomain: ".sso.localhost",
      authorizationFlow: authorization.id ?? "",
      invalidationFlow: invalidation.id ?? "",
    });
    assert.match(provider.id, /^\d+$/);
    const application = await engine.create("authentik:index/application:Application", {
      name: "Everything",
      slug: "everything",
      protocolProvider: provider.id,
    });
    const group = await engine.create("authentik:index/group:Group", { name: "everyone" });
    const binding = await engine.create("authentik:index/policyBinding:PolicyBinding", {
      target: application.state.uuid ?? "",
      group: group.id,
      order: 0,
    });
    const attached = await engine.create("authentik:index/outpostProviderAttachment:OutpostProviderAttachment", {
      outpost: outpost.id ?? "",
      protocolProvider: provider.id,
    });
    assert.equal(attached.id, `${String(outpost.id)}:${provider.id}`);
    const types = {
      "authentik:index/outpostProviderAttachment:OutpostProviderAttachment": attached,
      "authentik:index/policyBinding:PolicyBinding": binding,
      "authentik:index/application:Application": application,
      "authentik:index/group:Group": group,
      "authentik:index/providerProxy:ProviderProxy": provider,
    };
    for (const [type, { id, state }] of Object.entries(types)) {
      assert.equal((await engine.read(type, id, state, {})).id, id, type);
      await engine.delete(type, id, state);
      assert.equal((await engine.read(type, id, state, {})).id, "", type);
    }
  });

  test("a refusal of the server reaches the program with its own property names", async () => {
    const inputs = { name: "two", slug: "two words" };
    const made = engine.create("authentik:index/application:Application", inputs);
    await assert.rejects(made, /Application "one" \(create\): authentik refused POST .* \(400\): slug: /);
  });

  test("a wrong token is said to be wrong, and is not shown", async () => {
    const other = await Engine.start(authentik);
    const { port } = world.app.server.address() as AddressInfo;
    await other.configure({ url: `http://127.0.0.1:${port}`, token: "not-the-token" });
    const error = await other.create("authentik:index/group:Group", { name: "g" }).catch((reason) => reason);
    assert.match(error.details, /\(403\): Token invalid\/expired/);
    assert.doesNotMatch(error.details, /not-the-token/);
    other.close();
  });
});
