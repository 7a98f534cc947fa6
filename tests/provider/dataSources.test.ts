import assert from "node:assert/strict";
import { describe, test } from "node:test";
import schemaJson from "../../testbed/contract/authentik-provider.schema.json";
import { contract, sampleModel } from "./contractFacts";
import { opened, type Wire } from "./engineClient";
import { startWorld } from "./world";

const world = startWorld();
const uuid = "aaaaaaaa-2222-4333-8444-555555555555";

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

/** One case per data source that takes the first or only result of a list. */
const cases: readonly {
  readonly name: string;
  readonly kind: string;
  readonly args: Wire;
  readonly query: string;
  readonly result: Record<string, unknown>;
  readonly expected: Wire;
  readonly none: RegExp;
}[] = [
  {
    name: "getFlow",
    kind: "flow",
    args: { slug: "default-login", designation: "authentication" },
    query: "?slug=default-login&designation=authentication",
    result: {
      pk: uuid,
      name: "Login",
      title: "Welcome",
      slug: "default-login",
      designation: "authentication",
      authentication: "none",
    },
    expected: {
      id: uuid,
      name: "Login",
      title: "Welcome",
      slug: "default-login",
      designation: "authentication",
      authentication: "none",
    },
    none: /No matching flows found/,
  },
  {
    name: "getPropertyMappingProviderScope",
    kind: "property_mapping_provider_scope",
    args: { managed: "goauthentik.io/providers/oauth2/scope-openid" },
    query: "?managed=goauthentik.io/providers/oauth2/scope-openid",
    result: { pk: uuid, name: "openid", expression: "return {}", scope_name: "openid", description: "Base" },
    expected: {
      id: uuid,
      ids: [],
      managed: "goauthentik.io/providers/oauth2/scope-openid",
      name: "openid",
      expression: "return {}",
      scopeName: "openid",
      description: "Base",
    },
    none: /No matching mappings found/,
  },
  {
    name: "getCertificateKeyPair",
    kind: "certificate_key_pair",
    args: { name: "self-signed", fetchKey: false, fetchCertificate: false },
    query: "?name=self-signed",
    result: {
      pk: uuid,
      name: "self-signed",
      cert_expiry: "2027-01-01T00:00:00Z",
      cert_subject: "CN=x",
      fingerprint_sha1: "f1",
      fingerprint_sha256: "f2",
    },
    expected: {
      id: uuid,
      name: "self-signed",
      expiry: "2027-01-01 00:00:00 +0000 UTC",
      subject: "CN=x",
      fingerprint1: "f1",
      fingerprint256: "f2",
      fetchKey: false,
      fetchCertificate: false,
      certificateData: "",
      keyData: "",
    },
    none: /No matching groups found/,
  },
  {
    name: "getGroup",
    kind: "group",
    args: { name: "admins" },
    query: "?include_children=false&include_inherited_roles=false&include_parents=false&include_users=true&name=admins",
    result: {
      pk: uuid,
      num_pk: 5,
      name: "admins",
      is_superuser: true,
      parents: [],
      users: [4],
      attributes: { b: 1, a: 2 },
      users_obj: [],
    },
    expected: {
      id: uuid,
      pk: uuid,
      numPk: 5,
      name: "admins",
      isSuperuser: true,
      parents: [],
      users: [4],
      usersObjs: [],
      attributes: '{"a":2,"b":1}',
    },
    none: /No matching groups found/,
  },
  {
    name: "getBrand",
    kind: "brand",
    args: { domain: "authentik-default" },
    query: "?domain=authentik-default",
    result: {
      brand_uuid: uuid,
      domain: "authentik-default",
      default: true,
      branding_title: "authentik",
      client_certificates: [],
      flow_authentication: "f",
    },
    expected: {
      id: uuid,
      domain: "authentik-default",
      default: true,
      brandingTitle: "authentik",
      clientCertificates: [],
      flowAuthentication: "f",
    },
    none: /No matching brands found/,
  },
  {
    name: "getOutpost",
    kind: "outpost",
    args: { name: "authentik Embedded Outpost" },
    query: "?name__iexact=authentik+Embedded+Outpost",
    result: { pk: uuid, name: "authentik Embedded Outpost" },
    expected: { id: uuid, name: "authentik Embedded Outpost" },
    none: /No matching outpost found/,
  },
  {
    name: "getUser",
    kind: "user",
    args: { username: "akadmin" },
    query: "?include_groups=true&include_roles=true&username=akadmin",
    result: {
      pk: 4,
      username: "akadmin",
      name: "Admin",
      is_active: true,
      is_superuser: true,
      groups: [],
      email: "a@b.c",
      avatar: "",
      uid: "u",
      uuid,
      path: "users",
      type: "internal",
      attributes: {},
      date_joined: "2026-01-01T00:00:00Z",
      last_login: null,
    },
    expected: {
      id: "4",
      pk: 4,
      username: "akadmin",
      name: "Admin",
      isActive: true,
      isSuperuser: true,
      groups: [],
      email: "a@b.c",
      avatar: "",
      uid: "u",
      uuid,
      path: "users",
      type: "internal",
      attributes: "{}",
      dateJoined: "2026-01-01T00:00:00Z",
    },
    none: /No matching users found/,
  },
  {
    name: "getStage",
    kind: "stage",
    args: { name: "login" },
    query: "?name=login",
    result: { pk: uuid, name: "login" },
    expected: { id: uuid, name: "login" },
    none: /No matching stages found/,
  },
  {
    name: "getSource",
    kind: "source",
    args: { slug: "github" },
    query: "?slug=github",
    result: { pk: uuid, name: "GitHub", slug: "github", managed: null },
    expected: { id: uuid, uuid, name: "GitHub", slug: "github" },
    none: /No matching flows found/,
  },
];

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
