import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  Configuration,
  CoreApi,
  EventsApi,
  FlowsApi,
  instanceOfApplication,
  instanceOfOutpost,
  instanceOfProxyProvider,
  ManagedApi,
  OutpostsApi,
  PoliciesApi,
  PropertymappingsApi,
  ProvidersApi,
  ProxyMode,
  ResponseError,
} from "@goauthentik/api";
import { openWorld, TOKEN, type World } from "./restWorld";

/** The client that authentik publishes drives the double over loopback, the way this project sets up a gate. */

let world: World;
let configuration: Configuration;
before(async () => {
  world = await openWorld();
  const address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  configuration = new Configuration({ basePath: `${address}/api/v3`, accessToken: TOKEN });
});
after(() => world.close());

describe("authentik's own client", () => {
  it("builds a gate: flows, provider, application, group, binding, outpost, blueprint, user, event", async () => {
    const flows = new FlowsApi(configuration);
    const authorization = (await flows.flowsInstancesList({ slug: "default-provider-authorization-implicit-consent" }))
      .results[0];
    const invalidation = (await flows.flowsInstancesList({ slug: "default-provider-invalidation-flow" })).results[0];
    assert.ok(authorization && invalidation);

    const mappings = await new PropertymappingsApi(configuration).propertymappingsProviderScopeList({
      managed: ["goauthentik.io/providers/oauth2/scope-openid", "goauthentik.io/providers/proxy/scope-proxy"],
    });
    assert.equal(mappings.results.length, 2);

    const provider = await new ProvidersApi(configuration).providersProxyCreate({
      proxyProviderRequest: {
        name: "domain",
        authorizationFlow: authorization.pk,
        invalidationFlow: invalidation.pk,
        externalHost: "https://auth.example.com",
        mode: ProxyMode.ForwardDomain,
        cookieDomain: ".example.com",
        accessTokenValidity: "hours=24",
      },
    });
    assert.ok(instanceOfProxyProvider(provider));
    assert.equal(provider.cookieDomain, ".example.com");

    const core = new CoreApi(configuration);
    const application = await core.coreApplicationsCreate({
      applicationRequest: { name: "Domain", slug: "domain", provider: provider.pk },
    });
    assert.ok(instanceOfApplication(application));
    const group = await core.coreGroupsCreate({ groupRequest: { name: "family" } });
    const binding = await new PoliciesApi(configuration).policiesBindingsCreate({
      policyBindingRequest: { target: application.pk, group: group.pk, order: 0 },
    });
    assert.equal(binding.groupObj?.name, "family");

    const outposts = new OutpostsApi(configuration);
    const managed = "goauthentik.io/outposts/embedded";
    const outpost = (await outposts.outpostsInstancesList({ managedIexact: managed })).results[0];
    assert.ok(outpost);
    const attached = await outposts.outpostsInstancesPartialUpdate({
      uuid: outpost.pk,
      patchedOutpostRequest: { providers: [...outpost.providers, provider.pk] },
    });
    assert.ok(instanceOfOutpost(attached));
    assert.deepEqual(
      attached.providersObj.map(({ assignedApplicationSlug }) => assignedApplicationSlug),
      ["domain"],
    );

    const blueprints = new ManagedApi(configuration);
    const content = `version: 1\nentries:\n- model: authentik_outposts.outpost\n  identifiers: {managed: ${managed}}\n  attrs: {config: {authentik_host: "https://auth.example.com"}}`;
    const made = await blueprints.managedBlueprintsCreate({ blueprintInstanceRequest: { name: "host", content } });
    assert.equal(made.status, "unknown");
    await world.work();
    assert.equal((await blueprints.managedBlueprintsRetrieve({ instanceUuid: made.pk })).status, "successful");
    assert.equal(
      (await outposts.outpostsInstancesRetrieve({ uuid: outpost.pk })).config.authentik_host,
      "https://auth.example.com",
    );
    assert.deepEqual((await outposts.outpostsInstancesRetrieve({ uuid: outpost.pk })).providers, [provider.pk]);

    const user = await core.coreUsersCreate({ userRequest: { username: "anna", name: "Anna", groups: [group.pk] } });
    await core.coreUsersSetPasswordCreate({ id: user.pk, userPasswordSetRequest: { password: "anna's password" } });
    const events = await new EventsApi(configuration).eventsEventsList({ contextModelPk: application.pk });
    assert.equal(events.results[0]?.action, "model_created");
    assert.ok(events.results[0]?.created instanceof Date);
  });

  it("learns of errors as it would from the real server", async () => {
    const refused = await new CoreApi(configuration)
      .coreApplicationsCreate({ applicationRequest: { name: "", slug: "not a slug" } })
      .catch((error: unknown) => error);
    assert.ok(refused instanceof ResponseError);
    assert.equal(refused.response.status, 400);
    const body = await refused.response.json();
    assert.deepEqual(Object.keys(body as object).sort(), ["name", "slug"]);
    const gone = await new CoreApi(configuration)
      .coreApplicationsRetrieve({ slug: "no-such-application" })
      .catch((error: unknown) => error);
    assert.ok(gone instanceof ResponseError);
    assert.equal(gone.response.status, 404);
  });
});
