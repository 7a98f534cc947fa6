import assert from "node:assert/strict";
import { describe, test } from "node:test";
import schemaJson from "../../testbed/contract/authentik-provider.schema.json";
import { contract, sampleModel } from "./contractFacts";
import { cases, uuid } from "./dataSourceCases";
import { opened, type Wire } from "./engineClient";
import { startWorld } from "./world";

const world = startWorld();

function token(name: string): string {
  return `authentik:index/${name}:${name}`;
}

function answerList(path: string, results: unknown[], next = 0): void {
  const pagination = { ...sampleModel("Pagination"), next };
  world.recorder.answers.set(`GET ${path}`, { status: 200, body: { pagination, results, autocomplete: {} } });
}

function lastQuery(path: string): string {
  return decodeURIComponent(world.recorder.calls.findLast((call) => call.path === path)?.query ?? "none");
}

describe("data sources", () => {
  for (const one of cases) {
    const path = contract.data_sources[one.kind]?.call.path ?? "";
    test(`${one.name} asks for ${path}${one.query} and gives the result its Pulumi names`, async () => {
      answerList(path, [one.result]);
      assert.deepEqual(opened(await world.engine.invoke(token(one.name), one.args)), one.expected);
      assert.equal(lastQuery(path), one.query);
    });

    test(`${one.name} without a match is an error with the real provider's words`, async () => {
      answerList(path, []);
      await assert.rejects(world.engine.invoke(token(one.name), one.args), one.none);
    });

    test(`${one.name} behind a 404 gives an empty id and no error`, async () => {
      world.recorder.answers.set(`GET ${path}`, { status: 404, body: "<h1>gone</h1>", contentType: "text/html" });
      assert.equal((await world.engine.invoke(token(one.name), one.args)).id, "");
    });
  }

  test("every data source of the contract is served, and every other one of the SDK says that it is not", async () => {
    const served = Object.keys(contract.data_sources).map((kind) =>
      token(`get_${kind}`.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())),
    );
    for (const name of Object.keys(schemaJson.functions).filter((one) => one.startsWith("authentik:"))) {
      const error: Error = await world.engine.invoke(name, {}).then(
        () => new Error("answered"),
        (reason: Error) => reason,
      );
      assert.equal(
        /stand-in .* does not serve/.test(error.message),
        !served.includes(name),
        `${name}: ${error.message}`,
      );
    }
  });

  test("a list of managed names repeats the parameter, and a missing name only shortens the answer", async () => {
    const path = "/propertymappings/provider/scope/";
    answerList(path, [{ pk: "b" }, { pk: "a" }]);
    const found = await world.engine.invoke(token("getPropertyMappingProviderScope"), {
      managedLists: ["x", "y", "z"],
    });
    assert.equal(lastQuery(path), "?managed=x&managed=y&managed=z");
    assert.deepEqual([found.id, found.ids], ["-1", ["b", "a"]]);
  });

  test("groups and users walk every page", async () => {
    const page = (next: number, pk: string) => ({
      pagination: { ...sampleModel("Pagination"), next },
      results: [{ pk, name: pk, attributes: {} }],
      autocomplete: {},
    });
    world.recorder.answers.set("GET /core/groups/", { status: 200, body: page(0, "only") });
    const groups = (await world.engine.invoke(token("getGroups"), { isSuperuser: false })) as { groups: Wire[] };
    assert.deepEqual(
      groups.groups.map((one) => one.pk),
      ["only"],
    );
    // false is never sent.
    assert.equal(lastQuery("/core/groups/"), "?include_users=true&page=1");
    world.recorder.answers.set("GET /core/users/", { status: 200, body: page(0, "ann") });
    const users = (await world.engine.invoke(token("getUsers"), { pathStartswith: "users" })) as { users: Wire[] };
    assert.deepEqual(
      users.users.map((one) => one.name),
      ["ann"],
    );
    assert.match(lastQuery("/core/users/"), /path_startswith=users&page=1/);
  });

  test("filters that end the real provider's process are refused", async () => {
    await assert.rejects(world.engine.invoke(token("getGroups"), { membersByPks: [1] }), /membersByPks .*panic/);
    await assert.rejects(world.engine.invoke(token("getUsers"), { groupsByNames: ["a"] }), /groupsByNames .*panic/);
  });

  test("one object by its key, and both or neither of key and name is an error", async () => {
    world.recorder.answers.set(`GET /core/groups/${uuid}/`, {
      status: 200,
      body: { pk: uuid, name: "g", attributes: {} },
    });
    assert.equal((await world.engine.invoke(token("getGroup"), { pk: uuid })).name, "g");
    await assert.rejects(
      world.engine.invoke(token("getGroup"), { pk: uuid, name: "g" }),
      /exactly one of pk and a name/,
    );
    await assert.rejects(world.engine.invoke(token("getGroup"), {}), /exactly one of pk and a name/);
    answerList("/outposts/instances/", [{ pk: "1" }, { pk: "2" }]);
    await assert.rejects(world.engine.invoke(token("getOutpost"), { name: "x" }), /Multiple outposts found/);
  });

  test("the addresses of an OAuth2 provider come from a second call", async () => {
    const urls = {
      issuer: "i",
      authorize: "a",
      token: "t",
      user_info: "u",
      provider_info: "p",
      logout: "l",
      jwks: "j",
    };
    world.recorder.answers.set("GET /providers/oauth2/3/setup_urls/", { status: 200, body: urls });
    answerList("/providers/oauth2/", [{ pk: 3, name: "grafana" }]);
    const expected = {
      id: "3",
      name: "grafana",
      providerId: 3,
      issuerUrl: "i",
      authorizeUrl: "a",
      tokenUrl: "t",
      userInfoUrl: "u",
      providerInfoUrl: "p",
      logoutUrl: "l",
      jwksUrl: "j",
    };
    assert.deepEqual(await world.engine.invoke(token("getProviderOauth2Config"), { name: "grafana" }), expected);
    const byId = await world.engine.invoke(token("getProviderOauth2Config"), { providerId: 3 });
    assert.equal(byId.issuerUrl, "i");
  });

  test("the private key of a certificate comes back as a secret", async () => {
    const path = "/crypto/certificatekeypairs/";
    answerList(path, [{ pk: uuid, name: "c", cert_expiry: "2027-01-01T00:00:00Z" }]);
    world.recorder.answers.set(`GET ${path}${uuid}/view_certificate/`, { status: 200, body: { data: "CERT" } });
    world.recorder.answers.set(`GET ${path}${uuid}/view_private_key/`, { status: 200, body: { data: "KEY" } });
    const found = await world.engine.invoke(token("getCertificateKeyPair"), { name: "c" });
    assert.equal(found.certificateData, "CERT\n");
    assert.notEqual(found.keyData, "KEY\n");
    assert.equal(opened(found).keyData, "KEY\n");
  });

  test("a list without its pagination is refused", async () => {
    world.recorder.answers.set("GET /stages/all/", {
      status: 200,
      body: { results: [{ pk: uuid }], autocomplete: {} },
    });
    await assert.rejects(world.engine.invoke(token("getStage"), { name: "x" }), /required property pagination/);
  });
});
