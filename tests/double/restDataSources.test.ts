import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import queries from "../../testbed/authentik/rest/queries.json";
import contract from "../../testbed/contract/authentik-rest.json";
import { createSample } from "./restSamples";
import { publishedQuery, publishedSchema, schemaErrors } from "./restShapes";
import { type Json, openWorld, results, type World } from "./restWorld";

/** Every data source of the contract, with the queries that the real provider sends. */

let world: World;
before(async () => {
  world = await openWorld();
  for (const kind of ["source_oauth", "policy_binding", "stage_password"]) await createSample(world, kind);
});
after(() => world.close());

async function names(path: string, field = "name"): Promise<unknown[]> {
  const answer = await world.call("GET", path);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  return results(answer).map((row) => row[field]);
}

const sources = contract.data_sources as unknown as {
  [name: string]: { call: { path: string; query: string[] }; then?: { path: string } };
};

/** What the provider asks for, and what it must find after a first start. */
const asked: { [name: string]: () => Promise<void> } = {
  flow: async () => {
    assert.deepEqual(await names("/flows/instances/?slug=default-authentication-flow", "designation"), [
      "authentication",
    ]);
    assert.deepEqual(await names("/flows/instances/?designation=authorization", "slug"), [
      "default-provider-authorization-explicit-consent",
      "default-provider-authorization-implicit-consent",
    ]);
    assert.deepEqual(await names("/flows/instances/?slug=no-such-flow"), []);
  },
  property_mapping_provider_scope: async () => {
    const base = "goauthentik.io/providers/oauth2/scope-";
    const two = `/propertymappings/provider/scope/?managed=${base}openid&managed=${base}email&managed=${base}none`;
    assert.deepEqual((await names(two, "scope_name")).sort(), ["email", "openid"]);
    assert.deepEqual(await names("/propertymappings/provider/scope/?scope_name=ak_proxy", "managed"), [
      "goauthentik.io/providers/proxy/scope-proxy",
    ]);
  },
  certificate_key_pair: async () => {
    const name = encodeURIComponent("authentik Self-signed Certificate");
    const [pair] = results(await world.call("GET", `/crypto/certificatekeypairs/?name=${name}`));
    assert.ok(pair);
    assert.ok(Date.parse(String(pair.cert_expiry)) > Date.now(), "an expiry of null panics the real provider");
    const item = `/crypto/certificatekeypairs/${String(pair.pk)}`;
    assert.match(String((await world.call("GET", `${item}/view_certificate/`)).json.data), /BEGIN CERTIFICATE/);
    assert.match(String((await world.call("GET", `${item}/view_private_key/`)).json.data), /BEGIN PRIVATE KEY/);
  },
  group: async () => {
    const name = encodeURIComponent("authentik Admins");
    const query = "include_children=false&include_inherited_roles=false&include_parents=false";
    const [admins] = results(await world.call("GET", `/core/groups/?name=${name}&include_users=true&${query}`));
    assert.equal(((admins?.users_obj ?? []) as Json[])[0]?.username, "akadmin");
    const bare = await world.call("GET", `/core/groups/${String(admins?.pk)}/?include_users=false&${query}`);
    assert.equal(bare.json.users_obj, null);
    assert.deepEqual(bare.json.users, admins?.users);
  },
  groups: async () => {
    assert.deepEqual(await names("/core/groups/?is_superuser=true"), ["authentik Admins"]);
    assert.deepEqual(await names("/core/groups/?search=ADMINS"), ["authentik Admins"]);
    assert.deepEqual(await names("/core/groups/?members_by_username=akadmin"), ["authentik Admins"]);
    assert.equal((await world.call("GET", "/core/groups/?attributes=nonsense")).status, 400);
  },
  brand: async () => {
    const [brand] = results(await world.call("GET", "/core/brands/?domain=authentik-default"));
    assert.equal(brand?.default, true);
    assert.notEqual(brand?.flow_authentication, null);
  },
  outpost: async () => {
    const name = encodeURIComponent("authentik embedded OUTPOST");
    const [outpost] = results(await world.call("GET", `/outposts/instances/?name__iexact=${name}`));
    assert.equal(outpost?.managed, "goauthentik.io/outposts/embedded");
    assert.equal((await world.call("GET", `/outposts/instances/${String(outpost?.pk)}/`)).status, 200);
  },
  user: async () => {
    const query = "username=akadmin&include_groups=true&include_roles=true";
    const [admin] = results(await world.call("GET", `/core/users/?${query}`));
    assert.equal(admin?.email, "admin@example.com");
    assert.equal(
      (await world.call("GET", `/core/users/${String(admin?.pk)}/?include_groups=true`)).json.is_superuser,
      true,
    );
  },
  users: async () => {
    assert.ok((await names("/core/users/?type=internal_service_account", "username")).length > 0);
    assert.deepEqual(await names("/core/users/?path_startswith=goauth&is_active=false"), []);
    assert.deepEqual(await names("/core/users/?groups_by_name=authentik%20Admins", "username"), ["akadmin"]);
    const sorted = await names("/core/users/?ordering=-username", "username");
    assert.deepEqual(sorted, [...sorted].sort().reverse());
  },
  stage: async () => {
    assert.deepEqual(await names("/stages/all/?name=default-authentication-login", "component"), [
      "ak-stage-user-login-form",
    ]);
  },
  source: async () => {
    const [source] = results(await world.call("GET", "/sources/all/"));
    assert.deepEqual(await names(`/sources/all/?slug=${String(source?.slug)}`, "pk"), [source?.pk]);
  },
  provider_oauth2_config: async () => {
    const provider = await createSample(world, "provider_oauth2");
    const found = await names(`/providers/oauth2/?name=${String(provider.name)}`, "pk");
    assert.deepEqual(found, [provider.pk]);
    const body = { name: "config", slug: "config", provider: provider.pk };
    assert.equal((await world.call("POST", "/core/applications/", body)).status, 201);
    const urls = await world.call("GET", `/providers/oauth2/${String(provider.pk)}/setup_urls/`);
    assert.match(String(urls.json.jwks), /\/application\/o\/config\/jwks\/$/);
    const schema = publishedSchema("GET", "/providers/oauth2/{id}/setup_urls/", "200");
    assert.deepEqual(schema ? schemaErrors(urls.json, schema, "setup_urls") : ["no schema"], []);
  },
};

describe("every data source of the contract", () => {
  for (const [name, source] of Object.entries(sources)) {
    it(`${name} finds what the real provider looks for`, async () => {
      const check = asked[name];
      assert.ok(check, `no check for the data source ${name}`);
      await check();
    });

    it(`${name} takes every query parameter of the contract`, async () => {
      const known = (queries as { [path: string]: string[] })[source.call.path] ?? [];
      const special = ["page", "page_size", "ordering", "search"];
      const missing = source.call.query
        .map((parameter) => parameter.replace("[]", ""))
        .filter((parameter) => !special.includes(parameter) && !known.includes(parameter));
      assert.deepEqual(missing, []);
    });
  }
});

describe("lists", () => {
  it("filter by the parameters of the published schema and by no others", () => {
    for (const [path, known] of Object.entries(queries)) {
      const special = ["page", "page_size", "ordering", "search"];
      const expected = publishedQuery(path).filter((parameter) => !special.includes(parameter));
      assert.deepEqual(known, expected.sort(), path);
    }
  });

  it("refuse an enum value that does not exist instead of finding nothing", async () => {
    const answer = await world.call("GET", "/flows/instances/?designation=login");
    assert.equal(answer.status, 400);
    assert.match(String((answer.json.designation as string[])[0]), /login is not one of the available choices/);
  });

  it("ignore a parameter that the real list does not have", async () => {
    const all = await names("/providers/oauth2/");
    assert.deepEqual(await names("/providers/oauth2/?external_host=x"), all);
  });
});
